"""Who owes what: for each duty of a round, the bodies that owe it and the people who can do it."""

from collections.abc import Iterable
from datetime import datetime

from grants import queries as grants
from grants.states import DecisionState
from needs import queries as needs
from needs.models import Nomination
from needs.states import NOMINATION_UNSENT
from networks.models import Inquiry, Kindergarten, Network, Organisation, Partnership, Round
from networks.models.periods import valid_on
from networks.queries import holders, inquiry_answers_owed, people_with
from networks.roles import Role
from rekom.planning.debts import (
    Debt,
    People,
    each_once,
    first_and_others,
    holders_by_body,
    leaders_by_network,
    networks_by_municipality,
)
from reporting import queries as reporting


def assessments(round: Round, *, now: datetime) -> list[Debt]:
    """Each kindergarten that has not shared its assessment owes it: the head, or the owner where no head is known."""
    return _of_kindergartens(round, needs.assessments_owed(round, now=now), now=now)


def needs_reports(round: Round, *, now: datetime) -> list[Debt]:
    """Each owner owes a report to each network where it has kindergartens: its contacts, and who they have asked."""
    pairs = needs.needs_reports_owed(round)
    owners = Organisation.objects.in_bulk({owner for owner, _network in pairs})
    networks = Network.objects.in_bulk({network for _owner, network in pairs})
    contacts = holders_by_body(Role.OWNER, owners, now=now)
    writers = holders_by_body(Role.REPORT_WRITER, owners, now=now)
    found = []
    for owner, network in pairs:
        people, others = first_and_others(contacts[owner])
        found.append(
            Debt(
                name=f"{owners[owner]} – {networks[network]}",
                organisation=owners[owner],
                network=networks[network],
                network_id=network,
                people=each_once((*people, *writers[owner])),
                others=others,
            )
        )
    return found


def owners_to_tell(round: Round, *, now: datetime) -> list[Debt]:
    """Nominating is voluntary: when it opens, every owner is told."""
    kindergartens = needs.open_kindergartens(round)
    owners = {k.owner_id: k.owner for k in kindergartens}
    people = holders_by_body(Role.OWNER, owners, now=now)
    return [Debt(name=str(owner), organisation=owner, people=people[key]) for key, owner in owners.items()]


def nominations(round: Round, *, now: datetime) -> list[Debt]:
    """Only those who have begun a nomination owe something: the head and the owner of its kindergarten.

    What the head has proposed and the owner has not confirmed is not with the network either.
    """
    begun = Nomination.objects.filter(round=round, state__in=NOMINATION_UNSENT)
    kindergartens = needs.open_kindergartens(round).filter(pk__in=begun.values("kindergarten"))
    return _of_kindergartens(round, kindergartens, with_owner=True, now=now)


def decision_bases(round: Round, *, now: datetime) -> list[Debt]:
    """Each network owes a basis: its leader and coordinators, with the coordinators of its universities."""
    networks = list(needs.bases_owed(round).select_related("payee"))
    leaders = leaders_by_network([n.pk for n in networks], now=now)
    partners = _university_coordinators(networks, round, now=now)
    return [
        Debt(name=str(n), network=n, people=each_once((*leaders[n.pk], *partners.get(n.pk, ()))))
        for n in networks
    ]


def nomination_lists(round: Round, *, now: datetime) -> list[Debt]:
    """Each network with nominations owes its ranked list: the leader and the coordinators."""
    return of_networks(needs.lists_owed(round).select_related("payee"), now=now)


def of_networks(networks: Iterable[Network], *, now: datetime) -> list[Debt]:
    """A debt of each network: its leader and coordinators."""
    rows = list(networks)
    leaders = leaders_by_network([n.pk for n in rows], now=now)
    return [Debt(name=str(n), network=n, people=leaders[n.pk]) for n in rows]


def recommendation(round: Round, *, now: datetime) -> list[Debt]:
    """The county's forum owes a recommendation: its members, and the case officers who write it."""
    if grants.adopted_recommendation(round) is not None:
        return []
    officers = people_with([Role.CASE_OFFICER], now=now, county=[round.county_id])
    members = [seat.user for seat in holders([Role.FORUM_MEMBER], now=now).filter(forum__county=round.county)]
    return [Debt(name=round.county.name, people=each_once((*officers, *members)))]


def decision(round: Round, *, now: datetime) -> list[Debt]:
    """The county governor owes a decision and letters: the case officers, then the approver whose turn it is."""
    found = grants.decision_of(round)
    if found is not None and found.state == DecisionState.ISSUED:
        return []
    is_with_approver = found is not None and found.state == DecisionState.PREPARED
    roles = [Role.APPROVER] if is_with_approver else [Role.CASE_OFFICER]
    people = people_with(roles, now=now, county=[round.county_id])
    return [Debt(name=round.county.office_name, people=each_once(people))]


def reports(round: Round, *, now: datetime) -> list[Debt]:
    """Each recipient of a letter owes a report on its grant: the network's leader and coordinators (where there are
    none, the contacts of the organisation that is paid), or the university's coordinator.
    """
    owed = reporting.reports_owed(round)
    leaders = leaders_by_network([g.network_id for g in owed if g.network_id], now=now)
    payees = [g.network.payee_id for g in owed if g.network and g.network.payee_id]
    contacts = holders_by_body(Role.OWNER, payees, now=now)
    coordinators = holders_by_body(
        Role.UH_COORDINATOR, [g.university_id for g in owed if g.university_id], now=now
    )
    found = []
    for grant in owed:
        if grant.network:
            payee = contacts.get(grant.network.payee_id or 0, ())
            people = leaders[grant.network.pk] or payee
            others = payee if leaders[grant.network.pk] else ()
        else:
            people, others = coordinators.get(grant.university_id or 0, ()), ()
        found.append(
            Debt(
                name=str(grant.network or grant.university),
                network=grant.network,
                organisation=grant.university,
                people=people,
                others=others,
            )
        )
    return found


def inquiry_answers(inquiry: Inquiry, *, now: datetime) -> list[Debt]:
    """Each body that is asked and has not answered: an owner's or university's contacts, a network's leaders, a
    kindergarten's head (where none is known, the owner's contacts). The governor's office follows it.
    """
    rows = list(inquiry_answers_owed(inquiry))
    heads = holders_by_body(Role.HEAD, [r.kindergarten_id for r in rows if r.kindergarten_id], now=now)
    owners = {r.kindergarten.owner_id for r in rows if r.kindergarten}
    owners |= {r.organisation_id for r in rows if r.organisation_id}
    contacts = holders_by_body(Role.OWNER, owners, now=now)
    coordinators = holders_by_body(Role.UH_COORDINATOR, owners, now=now)
    leaders = leaders_by_network([r.network_id for r in rows if r.network_id], now=now)
    found = []
    for row in rows:
        owner = row.kindergarten.owner_id if row.kindergarten else row.organisation_id or 0
        people = heads.get(row.kindergarten_id or 0, ()) or leaders.get(row.network_id or 0, ())
        first, others = first_and_others(contacts.get(owner, ()))
        found.append(
            Debt(
                name=str(row.body),
                organisation=row.organisation,
                network=row.network,
                kindergarten=row.kindergarten,
                people=people or each_once((*first, *coordinators.get(owner, ()))),
                others=() if people else others,
            )
        )
    return found


def _of_kindergartens(
    round: Round, kindergartens: Iterable[Kindergarten], *, with_owner: bool = False, now: datetime
) -> list[Debt]:
    """A debt of each kindergarten: its head, or the owner's first contact where no head is known.

    `with_owner`: the owner is reminded beside the head.
    """
    rows = list(kindergartens)
    heads = holders_by_body(Role.HEAD, [k.pk for k in rows], now=now)
    owners = holders_by_body(Role.OWNER, [k.owner_id for k in rows], now=now)
    networks = networks_by_municipality(round)
    found = []
    for k in rows:
        first, rest = first_and_others(owners[k.owner_id])
        is_reminded = with_owner or not heads[k.pk]
        found.append(
            Debt(
                name=k.name,
                kindergarten=k,
                network_id=networks.get(k.municipality_id),
                people=each_once((*heads[k.pk], *(first if is_reminded else ()))),
                others=rest if is_reminded else (),
            )
        )
    return found


def _university_coordinators(
    networks: Iterable[Network], round: Round, *, now: datetime
) -> dict[int, People]:
    pairs = set(
        Partnership.objects.filter(valid_on(round.reference_on), network__in=list(networks)).values_list(
            "network_id", "university_id"
        )
    )
    coordinators = holders_by_body(Role.UH_COORDINATOR, {university for _n, university in pairs}, now=now)
    found: dict[int, People] = {}
    for network, university in sorted(pairs):
        found[network] = (*found.get(network, ()), *coordinators[university])
    return found
