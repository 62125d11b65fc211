"""The year beside the home page: the dates of one round in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from common import dates
from networks import deadlines
from networks.models import Round
from rekom.calendar import BY_DUTY


@dataclass(frozen=True)
class YearItem:
    """One date of the year: `is_current` marks the next one."""

    when: datetime | str
    label: str
    url: str
    is_done: bool
    is_current: bool
    set_at: datetime | None = None


def round_shown(rounds: Sequence[Round], *, now: datetime) -> Round | None:
    """The newest round that has begun, else the first to begin; `rounds` come newest first."""
    begun = [round for round in rounds if any(row.opens_at <= now for row in round.deadlines.all())]
    return begun[0] if begun else (rounds[-1] if rounds else None)


def year_items(round: Round, *, now: datetime) -> list[YearItem]:
    """The round's dates in order; the first that lies ahead is current."""
    rows = sorted(round.deadlines.all(), key=lambda row: (row.due_at, row.opens_at, row.pk))
    answers = [deadlines.answer(BY_DUTY[row.duty].duty, round, now=now) for row in rows]
    ahead = next((answer for answer in answers if not answer.is_past), None)
    return [
        YearItem(
            when=_when(answer.due_at, round),
            label=str(answer.duty.label),
            url="",
            is_done=answer.is_past,
            is_current=answer is ahead,
            set_at=answer.set_at,
        )
        for answer in answers
    ]


def _when(due_at: datetime, round: Round) -> datetime | str:
    """A date after the grant year is shown with its year."""
    is_after = dates.oslo_date(due_at).year > round.grant_year
    return dates.day(due_at) if is_after else due_at
