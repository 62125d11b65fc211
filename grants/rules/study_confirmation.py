"""Who may ask and answer whether a study goes on, and who decides when the answers do not settle it."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import MovedOn, NotAllowed, NotNow, may
from grants.models import Payout, StudyConfirmation
from grants.rules.payout import check_may_follow_payouts, check_reason
from grants.states import PayoutState
from needs.states import NominationState
from networks.models import Network, Round, User
from networks.roles import Role, holds
from networks.states import Duty


def check_may_ask_still_studying(user: User, network: Network, round: Round, *, now: datetime) -> None:
    """The network's leader and coordinators ask from when the duty opens."""
    check_may_follow_payouts(user, network, now=now)
    check_asking_is_open(round, now=now)


def check_asking_is_open(round: Round, *, now: datetime) -> None:
    """Nobody is asked before the duty opens. Raises NotNow."""
    row = next((row for row in round.deadlines.all() if row.duty == Duty.STILL_STUDYING), None)
    if row is not None and now < row.opens_at:
        raise NotNow(_("It is too early to ask whether the study goes on."))


def answers_as_employer(user: User, payout: Payout, *, now: datetime) -> bool:
    """Whether the person answers for the employer: the head, or a contact of the owner that is paid."""
    if holds(user, Role.OWNER, payout.owner, now=now):
        return True
    kindergarten = payout.nomination.kindergarten
    is_still_there = (
        payout.owner_id == kindergarten.owner_id and payout.nomination.state != NominationState.MOVED
    )
    return is_still_there and holds(user, Role.HEAD, kindergarten, now=now)


def check_may_answer_as_employer(user: User, payout: Payout, *, now: datetime) -> None:
    """Head or owner answers about an autumn payout that they are asked about and that is not settled."""
    if not answers_as_employer(user, payout, now=now):
        raise NotAllowed(_("Only the head or the owner can answer for the kindergarten."))
    check_is_asked(payout)


def check_is_asked(payout: Payout) -> None:
    """An answer counts while the payout waits and nobody has decided. Raises NotNow."""
    said: StudyConfirmation | None = getattr(payout, "confirmation", None)
    if said is None:
        raise NotNow(_("Nobody has asked about this study yet."))
    if payout.state != PayoutState.PLANNED or said.is_paid_anyway is not None:
        raise NotNow(_("It is settled already, so the answer can no longer be changed. Talk to the network."))


def check_may_decide_study(user: User, payout: Payout, *, reason: str, now: datetime) -> None:
    """A leader or coordinator decides, with a reason, that an unpaid payout is to be paid anyway."""
    check_may_follow_payouts(user, payout.network, now=now)
    if payout.state != PayoutState.PLANNED:
        raise MovedOn
    check_reason(reason)


def is_open(payout: Payout) -> bool:
    """Whether an answer about the payout still counts."""
    return may(check_is_asked, payout) is None
