"""What stands still, in piles by what it waits for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from networks.models import County, Round, User
from networks.roles import Role, holds
from rekom.queries import rounds_with_states
from rekom.standstill import money, partners, reports, seats
from rekom.standstill.row import Still

FIRST_FEW = 3


@dataclass(frozen=True)
class Pile:
    """The things that wait for the same: its key on the page, its heading, and the rows, the longest wait first."""

    key: str
    label: Any
    rows: list[Still]

    @property
    def first_rows(self) -> list[Still]:
        """Those that the home page names."""
        return self.rows[:FIRST_FEW]

    @property
    def more(self) -> int:
        """How many it does not name."""
        return len(self.rows) - len(self.first_rows)


Read = Callable[[County, list[Round], datetime], Iterable[Still]]
READS: tuple[tuple[str, Any, Read], ...] = (
    ("behov", _("Needs reports that are not in"), partners.needs_reports),
    ("grunnlag", _("Decision bases without approval from all sides"), partners.bases),
    ("rapporter", _("Reports that are not in"), reports.overdue),
    ("sporsmal", _("Questions about reports without an answer"), reports.questions),
    ("betalinger", _("Payments on hold"), money.on_hold),
    ("brev", _("Grant letters that nobody has opened"), money.unopened_letters),
    ("studerer", _("Payouts where the study is not confirmed"), money.unconfirmed),
    ("roller", _("Roles that nobody holds"), seats.vacant),
)


def standing_still(
    user: User, county: County, rounds: Iterable[Round] | None = None, *, now: datetime
) -> list[Pile]:
    """The piles of a county that hold something. A fixed number of statements, whatever the number of bodies.

    `rounds` are those of `rounds_with_states`, where they have been read already.
    """
    known = rounds_with_states(user, now=now) if rounds is None else rounds
    return _piles(county, [round for round in known if round.county_id == county.pk], now)


def at_home(
    user: User, round: Round | None, rounds: Iterable[Round] | None = None, *, now: datetime
) -> list[Pile]:
    """The same for the home page, where the person is a case officer of the round's county; else nothing is read."""
    if round is None or not holds(user, Role.CASE_OFFICER, round.county, now=now):
        return []
    return standing_still(user, round.county, rounds, now=now)


def _piles(county: County, rounds: list[Round], now: datetime) -> list[Pile]:
    found = [Pile(key, label, list(read(county, rounds, now))) for key, label, read in READS]
    return [pile for pile in found if pile.rows]
