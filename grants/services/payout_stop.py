"""What a person decides about a payout that is not simply paid: pay anyway, stop, resume, give back, move on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.moves import move
from common.refusals import NotNow
from grants.emails import payout as emails
from grants.models import Half, Payout, StudyConfirmation
from grants.queries.payout import nominations_to_move_to, payouts
from grants.rules import payout as rules
from grants.rules import study_confirmation as study_rules
from grants.services.payout_plan import owner_of, reference_of
from grants.states import PAYOUT_MOVES
from needs.models import Nomination
from networks.models import User


@transaction.atomic
def decide_study(*, payout: Payout, reason: str, by: User, now: datetime) -> Payout:
    """Decide that a payout is paid although the answers do not say so, or are missing. The reason is kept.

    Raises NotAllowed, NotNow without a reason, MovedOn.
    """
    fresh = _locked(payout)
    study_rules.check_may_decide_study(by, fresh, reason=reason, now=now)
    _decide(fresh, is_paid_anyway=True, reason=reason, by=by, now=now)
    return fresh


@transaction.atomic
def stop_payout(*, payout: Payout, reason: str, by: User, now: datetime) -> Payout:
    """Stop a payout that is not paid; head and owner are told why. Raises NotAllowed, NotNow, MovedOn."""
    fresh = _locked(payout)
    rules.check_may_stop_payout(by, fresh, reason=reason, now=now)
    _decide(fresh, is_paid_anyway=False, reason=reason, by=by, now=now)
    _move(fresh, "stop", reason, by=by, now=now, stopped_because=reason)
    emails.payout_stopped(fresh, reason=reason, by=by, now=now)
    return fresh


@transaction.atomic
def resume_payout(*, payout: Payout, reason: str, by: User, now: datetime) -> Payout:
    """Take a stopped payout up again: it can be paid. Raises NotAllowed, NotNow, MovedOn."""
    fresh = _locked(payout)
    rules.check_may_resume_payout(by, fresh, reason=reason, now=now)
    _decide(fresh, is_paid_anyway=True, reason=reason, by=by, now=now)
    _move(fresh, "resume", reason, by=by, now=now, stopped_because="")
    return fresh


@transaction.atomic
def give_back_payout(*, payout: Payout, reason: str, by: User, now: datetime) -> Payout:
    """Say that the money of a stopped payout goes back to the governor, whose case officers are told and claim it.

    Raises NotAllowed, NotNow, MovedOn.
    """
    fresh = _locked(payout)
    rules.check_may_give_back_payout(by, fresh, reason=reason, now=now)
    _move(fresh, "give_back", reason, by=by, now=now)
    emails.payout_given_back(fresh, reason=reason, by=by, now=now)
    return fresh


@transaction.atomic
def move_payout(*, payout: Payout, to: Nomination, reason: str, by: User, now: datetime) -> Payout:
    """Move the money of a stopped payout to another nomination on the network's list that studies; same half and sum.

    Returns the new payout. Raises NotAllowed, NotNow, MovedOn.
    """
    fresh = _locked(payout)
    rules.check_may_move_payout(by, fresh, reason=reason, now=now)
    other = nominations_to_move_to(fresh).filter(pk=to.pk).first()
    if other is None:
        raise NotNow(_("Choose somebody on the network's list of this year who is studying."))
    _move(fresh, "move_on", reason, by=by, now=now)
    turn = 1 + Payout.objects.filter(nomination=other, round=fresh.round, half=fresh.half).count()
    made = Payout.objects.create(
        line=fresh.line,
        nomination=other,
        round=fresh.round,
        network=fresh.network,
        owner_id=owner_of(other),
        half=fresh.half,
        amount_nok=fresh.amount_nok,
        reference=reference_of(fresh.line.grant.letter.number, other.pk, fresh.half, max(turn, 2)),
        came_from=fresh,
    )
    _ask_no_more(made, now=now)
    return made


def _ask_no_more(made: Payout, *, now: datetime) -> None:
    """Who has answered about an autumn payout of the same year is not asked again: the answers go for both."""
    if made.half != Half.AUTUMN:
        return
    said = (
        StudyConfirmation.objects.filter(payout__nomination=made.nomination, payout__round=made.round)
        .filter(payout__half=Half.AUTUMN)
        .order_by("pk")
        .last()
    )
    if said is not None:
        StudyConfirmation.objects.create(
            payout=made,
            asked_at=said.asked_at,
            student_says=said.student_says,
            student_at=said.student_at,
            head_says=said.head_says,
            head_at=said.head_at,
            head=said.head,
        )


def _decide(payout: Payout, *, is_paid_anyway: bool, reason: str, by: User, now: datetime) -> None:
    said, _made = StudyConfirmation.objects.get_or_create(payout=payout, defaults={"asked_at": now})
    said.is_paid_anyway, said.decided_because = is_paid_anyway, reason.strip()
    said.decided_by, said.decided_at = by, now
    said.save(update_fields=["is_paid_anyway", "decided_because", "decided_by", "decided_at"])


def _move(payout: Payout, verb: str, reason: str, *, by: User, now: datetime, **fields: str) -> None:
    values = {**fields, "version": payout.version + 1}
    move(payout, verb, by=by, moves=PAYOUT_MOVES, now=now, comment=reason, fields=values)


def _locked(payout: Payout) -> Payout:
    """The payout as it stands now, locked."""
    Payout.objects.select_for_update().get(pk=payout.pk)
    return payouts().get(pk=payout.pk)
