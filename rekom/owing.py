"""Who owes what: for each duty of a round, the bodies that owe it and the people who can do it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from grants import queries as grants
from grants.states import DecisionState
from needs import queries as needs
from needs.models import Nomination
from needs.states import NominationState
from networks import deadlines
from networks.models import Kindergarten, Network, Organisation, Partnership, Round, User
from networks.models.periods import valid_on
from networks.queries import holders, network_of, people_with
from networks.roles import BODY_FIELD, LEADERS, STAFF, Role
from networks.states import Duty
from reporting import queries as reporting

People = tuple[User, ...]


@dataclass(frozen=True, kw_only=True)
class Debt:
    """One body that owes a duty, what it is called in a letter, and the people who can do it."""

    name: str
    people: People
    organisation: Organisation | None = None
    network: Network | None = None
    kindergarten: Kindergarten | None = None

    @property
    def key(self) -> str:
        """The same text for the same body, whenever it is asked for."""
        parts = (self.organisation, self.network, self.kindergarten)
        return "-".join(str(body.pk) if body else "0" for body in parts)

    def answer(self, duty: Duty, round: Round, *, now: datetime) -> deadlines.Answer:
        """How the duty stands for this body, its dispensations counted."""
        return deadlines.answer(
            duty,
            round,
            now=now,
            organisation=self.organisation,
            network=self.network,
            kindergarten=self.kindergarten,
        )


def assessments(round: Round, *, now: datetime) -> list[Debt]:
    """Each kindergarten that has not shared its assessment owes it: the head, or the owner where no head is known."""
    kindergartens = list(needs.assessments_owed(round))
    heads = _holders(Role.HEAD, [k.pk for k in kindergartens], now=now)
    owners = _holders(Role.OWNER, [k.owner_id for k in kindergartens], now=now)
    return [
        Debt(name=k.name, kindergarten=k, people=heads[k.pk] or owners[k.owner_id]) for k in kindergartens
    ]


def needs_reports(round: Round, *, now: datetime) -> list[Debt]:
    """Each owner owes a report to each network in which it has kindergartens: its contacts."""
    pairs = needs.needs_reports_owed(round)
    owners = Organisation.objects.in_bulk({owner for owner, _network in pairs})
    networks = Network.objects.in_bulk({network for _owner, network in pairs})
    people = _holders(Role.OWNER, owners, now=now)
    return [
        Debt(
            name=f"{owners[owner]} – {networks[network]}",
            organisation=owners[owner],
            network=networks[network],
            people=people[owner],
        )
        for owner, network in pairs
    ]


def owners_to_tell(round: Round, *, now: datetime) -> list[Debt]:
    """Nominating is voluntary: when it opens, every owner is told."""
    kindergartens = needs.open_kindergartens(round)
    owners = {k.owner_id: k.owner for k in kindergartens}
    people = _holders(Role.OWNER, owners, now=now)
    return [Debt(name=str(owner), organisation=owner, people=people[key]) for key, owner in owners.items()]


def nominations(round: Round, *, now: datetime) -> list[Debt]:
    """Only those who have begun a nomination owe something: the head and the owner of its kindergarten."""
    begun = Nomination.objects.filter(round=round, state=NominationState.DRAFT)
    kindergartens = list(needs.open_kindergartens(round).filter(pk__in=begun.values("kindergarten")))
    heads = _holders(Role.HEAD, [k.pk for k in kindergartens], now=now)
    owners = _holders(Role.OWNER, [k.owner_id for k in kindergartens], now=now)
    return [
        Debt(name=k.name, kindergarten=k, people=_each_once((*heads[k.pk], *owners[k.owner_id])))
        for k in kindergartens
    ]


def decision_bases(round: Round, *, now: datetime) -> list[Debt]:
    """Each network owes a basis: its leader and coordinators, with the coordinators of its universities."""
    networks = list(needs.bases_owed(round))
    leaders = _leaders(networks, now=now)
    partners = _university_coordinators(networks, round, now=now)
    return [
        Debt(name=str(n), network=n, people=_each_once((*leaders[n.pk], *partners[n.pk]))) for n in networks
    ]


def nomination_lists(round: Round, *, now: datetime) -> list[Debt]:
    """Each network with nominations owes its ranked list: the leader and the coordinators."""
    networks = list(needs.lists_owed(round))
    leaders = _leaders(networks, now=now)
    return [Debt(name=str(n), network=n, people=leaders[n.pk]) for n in networks]


def recommendation(round: Round, *, now: datetime) -> list[Debt]:
    """The county's forum owes a recommendation: its members, and the case officers who write it."""
    if grants.adopted_recommendation(round) is not None:
        return []
    officers = people_with([Role.CASE_OFFICER], now=now, county=[round.county_id])
    members = [seat.user for seat in holders([Role.FORUM_MEMBER], now=now).filter(forum__county=round.county)]
    return [Debt(name=round.county.name, people=_each_once((*officers, *members)))]


def decision(round: Round, *, now: datetime) -> list[Debt]:
    """The county governor owes a decision and letters: the case officers, then the approver whose turn it is."""
    found = grants.decision_of(round)
    if found is not None and found.state == DecisionState.ISSUED:
        return []
    is_with_approver = found is not None and found.state == DecisionState.PREPARED
    roles = [Role.APPROVER] if is_with_approver else [Role.CASE_OFFICER]
    people = people_with(roles, now=now, county=[round.county_id])
    return [Debt(name=round.county.office_name, people=_each_once(people))]


def reports(round: Round, *, now: datetime) -> list[Debt]:
    """Each recipient of a letter owes a report on its grant: those who write for the recipient."""
    return [
        Debt(
            name=str(grant.network or grant.university),
            network=grant.network,
            organisation=grant.university,
            people=_each_once(grants.grant_writers(grant, now=now)),
        )
        for grant in reporting.reports_owed(round)
    ]


def who_gives_more_time(debt: Debt, round: Round, *, now: datetime) -> People:
    """Who can give a new deadline: the network's leader for what goes to the network, else a case officer."""
    network = None
    if debt.kindergarten:
        network = network_of(debt.kindergarten, round)
    elif debt.organisation:
        network = debt.network
    leaders = people_with(LEADERS, now=now, network=[network.pk]) if network else []
    return tuple(leaders or people_with([Role.CASE_OFFICER], now=now, county=[round.county_id]))


def staff(round: Round, *, now: datetime) -> People:
    """The people of the county governor's office."""
    return tuple(people_with(STAFF, now=now, county=[round.county_id]))


def _holders(role: Role, keys: Iterable[int], *, now: datetime) -> dict[int, People]:
    """The holders of a role by the body's key; nobody for a body without one."""
    column = BODY_FIELD[role]
    found: dict[int, People] = defaultdict(tuple)
    for seat in holders([role], now=now, bodies={column: set(keys)}):
        found[seat.body_pk] += (seat.user,)
    return found


def _leaders(networks: Iterable[Network], *, now: datetime) -> dict[int, People]:
    found: dict[int, People] = defaultdict(tuple)
    for seat in holders(LEADERS, now=now, bodies={"network": [n.pk for n in networks]}):
        found[seat.body_pk] = _each_once((*found[seat.body_pk], seat.user))
    return found


def _university_coordinators(
    networks: Iterable[Network], round: Round, *, now: datetime
) -> dict[int, People]:
    pairs = set(
        Partnership.objects.filter(valid_on(round.reference_on), network__in=list(networks)).values_list(
            "network_id", "university_id"
        )
    )
    coordinators = _holders(Role.UH_COORDINATOR, {university for _n, university in pairs}, now=now)
    found: dict[int, People] = defaultdict(tuple)
    for network, university in sorted(pairs):
        found[network] += coordinators[university]
    return found


def _each_once(people: Iterable[User]) -> People:
    return tuple({person.pk: person for person in people}.values())
