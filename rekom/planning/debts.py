"""Who owes something: one body, the people who can do it, and those who are told when it is overdue."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from networks.models import Kindergarten, Network, NetworkMunicipality, Organisation, Round, User
from networks.models.periods import valid_on
from networks.queries import holders, people_with
from networks.roles import BODY_FIELD, LEADERS, Role
from networks.states import Duty
from networks.topics import topic, topics

People = tuple[User, ...]
BodyKey = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, kw_only=True)
class Debt:
    """One body that owes a duty, what it is called in a letter, and its people.

    `people` are reminded; `others` may act as well: they are told when it opens, and when it is overdue.
    `network_id` is the network whose leader follows it, where it is somebody else's than the debtor's own.
    """

    name: str
    people: People
    others: People = ()
    organisation: Organisation | None = None
    network: Network | None = None
    kindergarten: Kindergarten | None = None
    network_id: int | None = None

    @property
    def body(self) -> Organisation | Network | Kindergarten | None:
        """Who owes it: a report to a network is owed by its owner, not by the network. None for a county."""
        return self.kindergarten or self.organisation or self.network

    @property
    def body_key(self) -> BodyKey:
        """The keys of organisation, network and kindergarten, as a dispensation has them."""
        return (
            self.organisation.pk if self.organisation else None,
            self.network.pk if self.network else None,
            self.kindergarten.pk if self.kindergarten else None,
        )

    @property
    def key(self) -> str:
        """The same text for the same body, whenever it is asked for."""
        return "-".join(str(pk or 0) for pk in self.body_key)

    @property
    def everybody(self) -> People:
        """All who may act."""
        return each_once((*self.people, *self.others))

    def topics(self, round: Round, duty: Duty | None) -> list[str]:
        """What a letter about it is about, as the outbox keeps it."""
        found = topics(round, duty, self.organisation, self.network, self.kindergarten)
        return [*found, topic(Network, self.network_id)] if self.network_id else found


def first_and_others(people: People) -> tuple[People, People]:
    """An owner's first contact (the longest in the seat) is reminded; the others hear at the start and the end."""
    return people[:1], people[1:]


def holders_by_body(role: Role, keys: Iterable[int], *, now: datetime) -> dict[int, People]:
    """The holders of a role by the body's key, the longest in the seat first; nobody for a body without one."""
    column = BODY_FIELD[role]
    found: dict[int, People] = defaultdict(tuple)
    seats = holders([role], now=now, bodies={column: set(keys)})
    for seat in sorted(seats, key=lambda seat: (seat.valid_from, seat.pk)):
        found[seat.body_pk] = each_once((*found[seat.body_pk], seat.user))
    return found


def leaders_by_network(networks: Iterable[int], *, now: datetime) -> dict[int, People]:
    """Each network's leader and coordinators."""
    found: dict[int, People] = defaultdict(tuple)
    for seat in holders(LEADERS, now=now, bodies={"network": set(networks)}):
        found[seat.body_pk] = each_once((*found[seat.body_pk], seat.user))
    return found


def networks_by_municipality(round: Round) -> dict[int, int]:
    """The network that each municipality belongs to in the round, by their keys."""
    rows = NetworkMunicipality.objects.filter(valid_on(round.reference_on), network__county=round.county_id)
    return dict(rows.values_list("municipality_id", "network_id"))


def each_once(people: Iterable[User]) -> People:
    """Each person once, in the order given."""
    return tuple({person.pk: person for person in people}.values())


@dataclass
class Followers:
    """Who follows a debt and can give a new deadline: the network's leaders, else the county's case officers.

    Read once for all debts of a round.
    """

    round: Round
    now: datetime
    _networks: dict[int, Network] | None = field(default=None, repr=False)
    _leaders: dict[int, People] | None = field(default=None, repr=False)
    _officers: People | None = field(default=None, repr=False)

    def of(self, debt: Debt) -> People:
        """Those who can give a new deadline."""
        return self.leaders_of(debt) or self.officers

    def helpers(self, debts: Iterable[Debt]) -> list[dict[str, str]]:
        """Those who can give a new deadline, each once, as a letter names them."""
        people = each_once(person for debt in debts for person in self.of(debt))
        return [{"name": person.name, "email": person.email} for person in people]

    def leaders_of(self, debt: Debt) -> People:
        """The leaders of the network that follows the debt; nobody where the governor's office follows it."""
        return self.leaders.get(debt.network_id, ()) if debt.network_id else ()

    @property
    def networks(self) -> dict[int, Network]:
        """The county's networks by their keys, with the organisations that are paid for them."""
        if self._networks is None:
            rows = Network.objects.filter(county=self.round.county_id).select_related("payee")
            self._networks = {network.pk: network for network in rows}
        return self._networks

    @property
    def leaders(self) -> dict[int, People]:
        """The leaders and coordinators of the county's networks."""
        if self._leaders is None:
            self._leaders = leaders_by_network(self.networks, now=self.now)
        return self._leaders

    @property
    def officers(self) -> People:
        """The county's case officers."""
        if self._officers is None:
            self._officers = tuple(
                people_with([Role.CASE_OFFICER], now=self.now, county=[self.round.county_id])
            )
        return self._officers
