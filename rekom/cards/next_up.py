"""What comes next for a role that has nothing to do right now: the next date of the year that is about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from networks import deadlines
from networks.models import Round, Seat
from networks.roles import LEADERS, Role
from networks.states import Duty
from rekom.calendar import BY_DUTY

KINDERGARTEN = (Duty.ASSESSMENT, Duty.NEEDS_REPORT, Duty.NOMINATION, Duty.SPRING_PAYOUT, Duty.AUTUMN_PAYOUT)
PARTNERS = (Duty.NEEDS_REPORT, Duty.DECISION_BASIS, Duty.NOMINATION_LIST, Duty.DECISION, Duty.REPORT)
OFFICE = (Duty.DECISION_BASIS, Duty.RECOMMENDATION, Duty.DECISION, Duty.PAYMENT, Duty.REPORT)
DUTIES: Mapping[str, tuple[Duty, ...]] = {
    Role.HEAD: KINDERGARTEN,
    Role.OWNER: KINDERGARTEN,
    Role.REPORT_WRITER: (Duty.NEEDS_REPORT,),
    **dict.fromkeys(LEADERS, PARTNERS),
    Role.NETWORK_MEMBER: (Duty.NEEDS_REPORT, Duty.DECISION_BASIS, Duty.NOMINATION_LIST, Duty.DECISION),
    Role.UH_COORDINATOR: (Duty.DECISION_BASIS, Duty.DECISION, Duty.REPORT),
    Role.FORUM_MEMBER: (Duty.DECISION_BASIS, Duty.RECOMMENDATION, Duty.DECISION),
    Role.CASE_OFFICER: OFFICE,
    Role.APPROVER: (Duty.RECOMMENDATION, Duty.DECISION),
}
"""The dates of the year that each role lives by, whoever owes them."""


@dataclass(frozen=True)
class NextUp:
    """The next date: what, and when."""

    what: str
    due: datetime


def next_up(seat: Seat, rounds: Iterable[Round], *, now: datetime) -> NextUp | None:
    """The next date that is about the role, in any round of its county; None where all of the year is over."""
    wanted = DUTIES[seat.role]
    ahead = [
        NextUp(BY_DUTY[duty].title_for(round), answer.due_at)
        for round in rounds
        for duty in _in_round(round, wanted)
        if (answer := deadlines.answer(duty, round, now=now)).due_at > now
    ]
    return min(ahead, key=lambda one: one.due, default=None)


def _in_round(round: Round, wanted: tuple[Duty, ...]) -> list[Duty]:
    return [Duty(row.duty) for row in round.deadlines.all() if row.duty in wanted]
