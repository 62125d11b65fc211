"""Who may follow up what is owed, and who may remind of it now: case officers, and leaders for their networks."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.models import Round, User
from networks.roles import LEADERS, Role, bodies, holds, is_staff_of, seats_of
from networks.states import Duty
from rekom.planning.debts import Debt
from rekom.planning.dues import Due

OF_THE_COUNTY = (Duty.RECOMMENDATION, Duty.DECISION, Duty.PAYMENT)
"""What the governor's office and the forum owe: no network's leader follows it."""


def leads_in(user: User, round: Round, *, now: datetime) -> bool:
    """Whether the person leads a network of the round's county."""
    seats = seats_of(user, now=now)
    return any(
        seat.role in LEADERS and seat.network is not None and seat.network.county_id == round.county_id
        for seat in seats
    )


def follows(user: User, round: Round, debt: Debt, *, now: datetime) -> bool:
    """The governor's staff follow all bodies of the county; leaders their own network and those who report to it."""
    if is_staff_of(user, round.county, now=now):
        return True
    own = debt.network.pk if debt.network else None
    return bool({own, debt.network_id} & set(bodies(user, LEADERS, now=now)))


def check_may_follow_up(user: User, round: Round, duty: str = "", *, now: datetime) -> None:
    """The governor's staff see who owes what in their county; leaders what their own networks and bodies owe."""
    if is_staff_of(user, round.county, now=now):
        return
    if duty in OF_THE_COUNTY or not leads_in(user, round, now=now):
        raise NotAllowed(_("Only the network's leaders and the County Governor's staff can see this."))


def check_is_reminder(user: User, round: Round, duty: str = "", *, now: datetime) -> None:
    """Case officers and networks' leaders remind; an approver only looks."""
    check_may_follow_up(user, round, duty, now=now)
    if not holds(user, Role.CASE_OFFICER, round.county, now=now) and not leads_in(user, round, now=now):
        raise NotAllowed(_("Only the network's leaders and the case officers can remind."))


def check_may_remind_now(user: User, due: Due, debts: Collection[Debt], *, now: datetime) -> None:
    """Case officers remind everybody in the county, leaders those who owe their network, once the duty has opened.

    `debts` are those of the chosen bodies that still owe. Raises NotAllowed, NotNow.
    """
    check_is_reminder(user, due.round, due.kind, now=now)
    is_officer = holds(user, Role.CASE_OFFICER, due.round.county, now=now)
    led = set(bodies(user, LEADERS, now=now))
    for debt in debts:
        own = debt.network.pk if debt.network else None
        if not is_officer and not {own, debt.network_id} & led:
            raise NotAllowed(_("This belongs to another network."))
    if not due.answer(None, now=now).has_opened:
        raise NotNow(_("It has not opened yet, so nobody can be reminded of it."))
    if not debts:
        raise NotNow(_("They have all answered since you looked. Nobody is reminded."))
    if not any(debt.everybody for debt in debts):
        raise NotNow(_("There is nobody to remind: nobody has the role. Invite somebody first."))
