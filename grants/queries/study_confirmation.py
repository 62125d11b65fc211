"""Reads of what student and head say about whether a study goes on."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from grants.models import Half, Payout
from grants.queries.payout import own_payouts, payouts
from grants.states import PayoutState
from needs.models import Nomination
from needs.states import NOMINATION_NOT_STUDYING
from networks import deadlines
from networks.models import Deadline, Network, Round, User
from networks.queries import rounds
from networks.states import Duty

ASKED_FOR = timedelta(days=60)
"""So long after the date the portal asks by itself; what is older is decided by a person."""
REMIND_BEFORE = timedelta(days=7)


def autumn_waiting(round: Round, network: Network | None = None) -> QuerySet[Payout]:
    """The autumn payouts that are still planned, of one network or of all."""
    rows = payouts().filter(round=round, half=Half.AUTUMN, state=PayoutState.PLANNED)
    return rows.filter(network=network) if network is not None else rows


def not_asked(round: Round, network: Network | None = None) -> QuerySet[Payout]:
    """The autumn payouts about which nobody is asked yet."""
    return autumn_waiting(round, network).filter(confirmation__isnull=True)


def not_answered(round: Round, network: Network | None = None) -> QuerySet[Payout]:
    """The autumn payouts about which student or employer has not answered, and which nobody has decided."""
    rows = autumn_waiting(round, network).filter(confirmation__is_paid_anyway__isnull=True)
    silent = Q(confirmation__student_says="") | Q(confirmation__head_says="")
    return rows.filter(silent, confirmation__isnull=False).exclude(
        nomination__state__in=NOMINATION_NOT_STUDYING
    )


def rounds_with_planned_payouts() -> list[Round]:
    """The rounds with a payout that is not paid, with their dates."""
    planned = Payout.objects.filter(state=PayoutState.PLANNED).order_by().values("round")
    return list(rounds().filter(pk__in=planned))


def is_time_to_ask(round: Round, *, now: datetime) -> bool:
    """Whether the portal asks by itself: from when the duty opens until some weeks after its date."""
    row = still_studying_row(round)
    return row is not None and row.opens_at <= now <= deadlines.due_of(row, round) + ASKED_FOR


def still_studying_row(round: Round) -> Deadline | None:
    """The round's deadline of the duty to check who is still studying, if it has one."""
    return next((row for row in round.deadlines.all() if row.duty == Duty.STILL_STUDYING), None)


def is_time_to_remind(round: Round, *, now: datetime) -> bool:
    """Whether it is the last week before the date."""
    row = still_studying_row(round)
    if row is None:
        return False
    due_at = deadlines.due_of(row, round)
    return due_at - REMIND_BEFORE <= now <= due_at


def asked_of_employer(user: User, *, now: datetime) -> QuerySet[Payout]:
    """The autumn payouts that the person is asked about as head or owner, and that nobody has decided."""
    return payouts().filter(
        own_payouts(user, now=now),
        half=Half.AUTUMN,
        state=PayoutState.PLANNED,
        confirmation__isnull=False,
        confirmation__is_paid_anyway__isnull=True,
    )


def asked_of_student(nomination: Nomination) -> list[Payout]:
    """The autumn payouts that the student of a nomination is asked about, newest last."""
    rows = payouts().filter(nomination=nomination, half=Half.AUTUMN, confirmation__isnull=False)
    return list(rows.order_by("pk"))
