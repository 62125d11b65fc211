"""What is done outside the portal: for each duty and body, whether it is marked as done, and who may mark it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from common.refusals import may
from grants import queries as grants
from grants.queries.payout import payouts_left
from networks import deadlines, rules
from networks.models import Completion, Deadline, Network, Round, User
from networks.roles import LEADERS, bodies, is_staff_of
from networks.rules import DONE_OUTSIDE
from networks.states import Duty
from rekom.calendar import BY_DUTY
from rekom.planning.owing_outside import PAYOUT_DUTIES


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One body's part of a duty, and what this person may do with it.

    `left` is how many payouts or payments are not dealt with, where the portal plans them (None: it is marked by
    hand).
    """

    name: str
    network: Network | None
    completion: Completion | None
    may_mark: bool
    may_undo: bool
    left: int | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left, or somebody has marked it."""
        return self.completion is not None if self.left is None else not self.left


@dataclass(frozen=True, kw_only=True)
class Outside:
    """One duty that is done outside the portal, with the bodies that owe it or have done it."""

    duty: Duty
    title: str
    ask: str
    answer: deadlines.Answer
    marks: list[Mark]

    @property
    def done(self) -> int:
        """How many have done it."""
        return sum(mark.is_done for mark in self.marks)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of those who have not."""
        return tuple(mark.name for mark in self.marks if not mark.is_done)


def outside_of(user: User, round: Round, *, now: datetime, only_open: bool = False) -> list[Outside]:
    """The round's duties that are done outside the portal: all for the governor's staff, else those of the networks
    that the person leads. Duties without a deadline in the round, and those that nobody owes, are left out;
    with `only_open` also those that have not opened. Asks nothing where no duty is left.
    """
    rows = {
        row.duty: row
        for row in round.deadlines.all()
        if row.duty in DONE_OUTSIDE and (row.opens_at <= now or not only_open)
    }
    if not rows:
        return []
    is_staff = is_staff_of(user, round.county, now=now)
    led = set(bodies(user, LEADERS, now=now))
    marked = _marked(round)
    money = list(grants.networks_with_money(round))
    is_issued = any(row.is_issued for row in money)  # before that nothing is planned, and nobody is asked
    left = payouts_left(round) if is_issued and any(duty in rows for duty in PAYOUT_DUTIES) else {}
    unpaid = _unpaid(rows, marked, round) if is_issued else None
    found = []
    for duty, networks in _owed(money, rows).items():
        mine = [network for network in networks if is_staff or (network and network.pk in led)]
        if mine:
            marks = [
                _mark(
                    rows[duty],
                    network,
                    marked.get((rows[duty].pk, network.pk if network else None)),
                    left.get(network.pk, {}).get(duty) if network else unpaid,
                    user,
                    now,
                )
                for network in mine
            ]
            found.append(_outside(rows[duty], round, marks, now=now))
    return found


def _unpaid(
    rows: dict[str, Deadline], marked: dict[tuple[int, int | None], Completion], round: Round
) -> int | None:
    """How many payments the governor's office has left; None where it is marked by hand, or not asked about."""
    row = rows.get(Duty.PAYMENT)
    if row is None or (row.pk, None) in marked:
        return None
    return grants.unpaid(round)


def _marked(round: Round) -> dict[tuple[int, int | None], Completion]:
    rows = Completion.objects.filter(deadline__round=round, undone_at__isnull=True).select_related("done_by")
    return {(row.deadline_id, row.network_id): row for row in rows}


def _owed(networks: list[Any], duties: Iterable[str]) -> dict[Duty, list[Network | None]]:
    """The bodies of each duty in the order of the year; None is the governor's office.

    `networks` are those of `grants.networks_with_money`.
    """
    bodies_of: dict[Duty, list[Network | None]] = {
        duty: [row for row in networks if row.has_individual_money] for duty in DONE_OUTSIDE
    }
    bodies_of[Duty.PAYMENT] = [None] if any(row.is_issued for row in networks) else []
    bodies_of[Duty.PLAN_REVISION] = [row for row in networks if row.is_member]
    return {duty: found for duty, found in bodies_of.items() if duty in set(duties)}


def _mark(
    row: Deadline,
    network: Network | None,
    completion: Completion | None,
    left: int | None,
    user: User,
    now: datetime,
) -> Mark:
    may_act = left is None and may(rules.check_may_mark_done, user, row, network, now=now) is None
    return Mark(
        name=str(network or row.round.county.office_name),
        network=network,
        completion=completion,
        may_mark=may_act and completion is None,
        may_undo=may_act and completion is not None,
        left=left,
    )


def _outside(row: Deadline, round: Round, marks: list[Mark], *, now: datetime) -> Outside:
    entry = BY_DUTY[row.duty]
    return Outside(
        duty=entry.duty,
        title=entry.title_for(round),
        ask=str(entry.ask),
        answer=deadlines.answer(entry.duty, round, now=now),
        marks=marks,
    )


STILL_SHOWN = timedelta(days=60)


def is_outside_season(round: Round, *, now: datetime) -> bool:
    """Whether something that is done outside the portal is open, or has been due for less than two months."""
    return any(
        row.opens_at <= now <= deadlines.due_of(row, round) + STILL_SHOWN
        for row in round.deadlines.all()
        if row.duty in DONE_OUTSIDE
    )
