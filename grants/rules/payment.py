"""Who may plan, order and mark the governor's payments, and when."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from common.dates import day, instant, oslo_date
from common.money import kroner
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Grant, Instalment, PaymentUpload
from grants.states import DecisionState, InstalmentState
from networks.models import Round, User
from networks.roles import STAFF, Role, holds


def check_may_see_payments(user: User, round: Round, *, now: datetime) -> None:
    """All payments of a round are seen by the County Governor's staff; recipients see their own."""
    if not holds(user, STAFF, round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can see the payments of all recipients."))


def check_may_split_payments(user: User, grant: Grant, *, now: datetime) -> None:
    """A case officer plans the payments of a grant whose letter is issued."""
    _check_is_case_officer(user, grant.decision.round, now=now)
    if grant.decision.state != DecisionState.ISSUED:
        raise NotNow(_("Payments are planned when the grant letters are issued."))


def check_plan_adds_up(planned: Sequence[Instalment], amounts: Sequence[int]) -> None:
    """What is planned keeps its sum, and no payment is of nothing."""
    if not planned:
        raise NotNow(_("There is nothing left to plan: all of it is paid, or stands in a payment basis."))
    if not amounts or min(amounts) <= 0:
        raise NotNow(_("Each payment must be of more than 0 kroner."))
    before, after = sum(row.amount_nok for row in planned), sum(amounts)
    if before != after:
        raise NotNow(
            _("The payments must add up to %(before)s, but are %(after)s.")
            % {"before": kroner(before), "after": kroner(after)}
        )


def check_may_order_payments(user: User, round: Round, *, now: datetime) -> None:
    """A case officer makes the payment basis from letters that are issued."""
    _check_is_case_officer(user, round, now=now)


def check_may_take_back(user: User, instalment: Instalment, *, now: datetime) -> None:
    """A case officer takes a payment out of a basis while it is not paid."""
    _check_is_case_officer(user, instalment.grant.decision.round, now=now)
    if instalment.state != InstalmentState.ORDERED:
        raise MovedOn


def check_may_pay(user: User, round: Round, *, now: datetime) -> None:
    """A case officer marks payments as paid."""
    _check_is_case_officer(user, round, now=now)


def check_is_something(rows: Sequence[object]) -> None:
    """Nothing is done for nothing."""
    if not rows:
        raise NotNow(_("Choose at least one payment."))


def check_is_new_file(known: PaymentUpload | None) -> None:
    """The same file is taken once."""
    if known is not None:
        raise NotNow(
            _("%(who)s uploaded the same file on %(when)s. It is taken once.")
            % {"who": known.uploaded_by.name, "when": instant(known.uploaded_at)}
        )


def check_paid_on(paid_on: date, *, now: datetime) -> None:
    """A payment is marked as paid when it is: not ahead of its day."""
    if paid_on > oslo_date(now):
        raise NotNow(_("%(day)s has not come yet. Mark the payment when it is paid.") % {"day": day(paid_on)})


def check_may_bounce(user: User, instalment: Instalment, *, paid_nok: int, now: datetime) -> None:
    """A case officer notes that a payment came back from the bank; `paid_nok` is what is paid and not claimed."""
    _check_is_case_officer(user, instalment.grant.decision.round, now=now)
    if instalment.state != InstalmentState.PAID:
        raise MovedOn
    if instalment.amount_nok > paid_nok:
        raise NotNow(
            _(
                "Some of this payment is claimed back or carried over already. Claim the rest back, and note when it "
                "comes."
            )
        )


def check_may_override_hold(user: User, instalment: Instalment, *, reason: str, now: datetime) -> None:
    """A case officer lets a held payment go, saying why; it stands there ever after."""
    _check_is_case_officer(user, instalment.grant.decision.round, now=now)
    if instalment.state != InstalmentState.PLANNED or instalment.override_reason:
        raise MovedOn
    if not reason.strip():
        raise NotNow(_("Write why the payment shall be made although it is held."))


def _check_is_case_officer(user: User, round: Round, *, now: datetime) -> None:
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can handle payments."))
