"""Money that is to come back: claimed, and noted when it came."""

from datetime import date, datetime

from django.db import transaction

from common.dates import oslo_date
from common.refusals import MovedOn
from grants.emails import payment as emails
from grants.models import Account, CarryOver, Correction, Grant, MoneyBack
from grants.queries.ledger import balance_of
from grants.rules import money_back as rules
from grants.services.ledger import post_claim, post_return
from networks.models import Round, User


@transaction.atomic
def claim_money(
    *, grant: Grant, amount_nok: int, reason: str, round: Round, by: User, now: datetime
) -> MoneyBack:
    """Claim back some of what is paid: unused, or paid wrongly. The recipient is told.

    Raises NotAllowed; NotNow when it is more than what is paid and not claimed already, or no reason is written.
    """
    lock_money(grant)
    rules.check_may_claim_money(by, grant, now=now)
    rules.check_claim(amount_nok, reason, paid_nok=balance_of(grant, Account.PAID))
    return record_claim(grant=grant, amount_nok=amount_nok, reason=reason, round=round, by=by, now=now)


@transaction.atomic
def claim_corrected(
    *, grant: Grant, correction: Correction, amount_nok: int, round: Round, by: User, now: datetime
) -> MoneyBack:
    """A correction took away what is paid already: it is claimed. Who may correct is answered there."""
    return record_claim(
        grant=grant,
        amount_nok=amount_nok,
        reason=correction.reason,
        round=round,
        by=by,
        now=now,
        correction=correction,
    )


@transaction.atomic
def return_money(*, claim: MoneyBack, returned_on: date, round: Round, by: User, now: datetime) -> MoneyBack:
    """Note the day the claimed money came. Raises NotAllowed, NotNow (a day ahead), MovedOn (noted already)."""
    rules.check_may_return_money(by, claim, now=now)
    rules.check_returned_on(claim, returned_on, now=now)
    rows = MoneyBack.objects.filter(pk=claim.pk, returned_on__isnull=True)
    if rows.update(returned_on=returned_on) != 1:
        raise MovedOn
    claim.returned_on = returned_on
    post_return(claim=claim, round=round, by=by, now=now)
    emails.money_returned(claim, now=now)
    return claim


def record_claim(
    *,
    grant: Grant,
    amount_nok: int,
    reason: str,
    round: Round,
    by: User,
    now: datetime,
    correction: Correction | None = None,
    carry_over: CarryOver | None = None,
) -> MoneyBack:
    """Write the claim and post it, and tell the recipient. Whether it may be made is answered before."""
    claim = MoneyBack.objects.create(
        grant=grant,
        correction=correction,
        carry_over=carry_over,
        amount_nok=amount_nok,
        reason=reason.strip(),
        claimed_on=oslo_date(now),
        recorded_by=by,
        recorded_at=now,
    )
    post_claim(claim=claim, round=round, by=by, now=now)
    emails.money_claimed(claim, now=now)
    return claim


def lock_money(grant: Grant) -> None:
    """One at a time claims or carries over what is paid of a grant."""
    Grant.objects.select_for_update(no_key=True).get(pk=grant.pk)
