"""Who owes what, for those who follow it up: how far each body has come, and when it was last reminded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common.outbox.queries import open_refusals
from common.sorting import norwegian_key
from networks.models import DispensationRequest, Network, Round, User
from networks.roles import is_staff_of
from networks.states import RequestState
from rekom.follow_up.begun import Begun, begun_of
from rekom.follow_up.reminded_now import WHEN, Chosen, chosen_of, letters_about
from rekom.follow_up.rules import OF_THE_COUNTY, follows
from rekom.planning.debts import BodyKey, Debt
from rekom.planning.dues import RoundDuty, dues_of
from rekom.planning.offsets import Stand

NOT_BEGUN = "missing"


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One body that owes the duty, as a row of the list."""

    chosen: Chosen
    begun: Begun | None
    network_name: str = ""
    reminded_at: datetime | None = None
    has_asked: bool = False
    refused: tuple[str, ...] = ()
    """The names of its people whose address does not work."""

    @property
    def debt(self) -> Debt:
        """What is owed."""
        return self.chosen.debt

    @property
    def answer(self) -> Stand:
        """How the duty stands for this body."""
        return self.chosen.answer

    @property
    def key(self) -> str:
        """The body's key."""
        return self.debt.key

    @property
    def name(self) -> str:
        """What the body is called."""
        return self.debt.name

    @property
    def people(self) -> str:
        """The names of all who can do it; '' where nobody has the role."""
        return ", ".join(user.name for user in self.debt.everybody)

    @property
    def state(self) -> str:
        """The code of how far it has come."""
        return self.begun.state if self.begun else NOT_BEGUN

    @property
    def state_label(self) -> str:
        """How far it has come, in words."""
        return str(self.begun.label) if self.begun else _("Not begun")

    @property
    def is_overdue(self) -> bool:
        """Whether the body's own date has passed."""
        return self.answer.is_past

    @property
    def is_unreachable(self) -> bool:
        """Whether nobody has the role, so that nobody can be reminded."""
        return not self.debt.everybody

    @property
    def due_at(self) -> datetime:
        """The body's own date."""
        return self.answer.due_at

    @property
    def has_own_date(self) -> bool:
        """Whether a dispensation gives it another date than the others."""
        return self.answer.dispensation is not None

    @property
    def network_id(self) -> int | None:
        """The network that it belongs to, if any."""
        return self.debt.network.pk if self.debt.network else self.debt.network_id

    @property
    def sorted_by_name(self) -> str:
        """For the order of the list."""
        return norwegian_key(self.name)

    @property
    def sorted_by_network(self) -> str:
        """For the order of the list."""
        return norwegian_key(self.network_name)

    @property
    def sorted_by_people(self) -> str:
        """For the order of the list."""
        return norwegian_key(self.people)


@dataclass(frozen=True)
class Overview:
    """One duty of the round with how many owe it, as those who follow it see."""

    due: RoundDuty
    answer: Stand
    rows: list[Owed]

    @property
    def title(self) -> str:
        """What the duty is called."""
        return self.due.title()

    @property
    def owed(self) -> int:
        """How many owe it."""
        return len(self.rows)

    @property
    def begun(self) -> int:
        """How many of them have begun."""
        return sum(row.begun is not None for row in self.rows)

    @property
    def overdue(self) -> int:
        """How many are past their own date."""
        return sum(row.is_overdue for row in self.rows)

    @property
    def unreachable(self) -> int:
        """How many nobody can be reminded of."""
        return sum(row.is_unreachable for row in self.rows)


def overview_of(user: User, round: Round, *, now: datetime) -> list[Overview]:
    """The duties of the round that have opened, in the order of the year; leaders see their own networks' alone."""
    is_staff = is_staff_of(user, round.county, now=now)
    found = []
    for due in dues_of(round):
        answer = due.answer(None, now=now)
        if answer.has_opened and (is_staff or due.duty not in OF_THE_COUNTY):
            found.append(Overview(due, answer, _standing(user, due, now=now)))
    return found


def owed_rows(user: User, due: RoundDuty, *, now: datetime) -> list[Owed]:
    """The bodies that owe the duty and that the person follows, by name; a fixed number of statements."""
    rows = _standing(user, due, now=now)
    told, asked = _last_told(due, now=now), _has_asked(due)
    refused = open_refusals(user.email for row in rows for user in row.debt.everybody)
    networks = _network_names(rows)
    return [
        Owed(
            chosen=row.chosen,
            begun=row.begun,
            network_name=networks.get(row.network_id or 0, ""),
            reminded_at=told.get(row.key),
            has_asked=row.debt.body_key in asked,
            refused=tuple(user.name for user in row.debt.everybody if user.email.lower() in refused),
        )
        for row in rows
    ]


def networks_in(rows: Iterable[Owed]) -> list[tuple[str, str]]:
    """The networks of the rows, to filter by: (key, name)."""
    found = {str(row.network_id): row.network_name for row in rows if row.network_name}
    return sorted(found.items(), key=lambda pair: norwegian_key(pair[1]))


def matches(row: Owed, *, state: str = "", network: str = "", text: str = "") -> bool:
    """Whether the row fits what the filter says; '' asks for nothing."""
    if state and not STATES[state](row):
        return False
    if network and str(row.network_id) != network:
        return False
    wanted = text.strip().lower()
    return wanted in f"{row.name} {row.people} {row.network_name}".lower()


STATES: Mapping[str, Any] = {
    "none": lambda row: row.begun is None,
    "begun": lambda row: row.begun is not None,
    "overdue": lambda row: row.is_overdue,
    "asked": lambda row: row.has_asked,
    "unreachable": lambda row: row.is_unreachable or bool(row.refused),
}


def _standing(user: User, due: RoundDuty, *, now: datetime) -> list[Owed]:
    debts = due.debts(is_opening=False, now=now)
    mine = [debt for debt in debts if follows(user, due.round, debt, now=now)]
    begun = begun_of(due.kind, due.round) if mine else {}
    rows = [Owed(chosen=one, begun=begun.get(one.debt.body_key)) for one in chosen_of(due, mine, now=now)]
    return sorted(rows, key=lambda row: row.sorted_by_name)


def _last_told(due: RoundDuty, *, now: datetime) -> dict[str, datetime]:
    """When a letter last told each body's people of the duty, by the body's key; one statement."""
    rows = letters_about(due.round, due.kind).annotate(told_at=WHEN).filter(told_at__lte=now)
    return {
        body["key"]: told_at
        for bodies, told_at in rows.order_by("told_at").values_list("context__bodies", "told_at")
        for body in bodies or ()
        if body["due"] == due.key
    }


def _has_asked(due: RoundDuty) -> set[BodyKey]:
    """The bodies that wait for an answer about a new deadline."""
    rows = DispensationRequest.objects.filter(deadline=due.row, state=RequestState.ASKED)
    return set(rows.values_list("organisation", "network", "kindergarten"))


def _network_names(rows: Iterable[Owed]) -> dict[int, str]:
    keys = {row.network_id for row in rows if row.network_id}
    return dict(Network.objects.filter(pk__in=keys).values_list("pk", "name"))
