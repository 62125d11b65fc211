"""Money that is to come back: claimed, and noted when it came."""

from datetime import date, datetime

from django.db import transaction

from common.dates import oslo_date
from common.refusals import MovedOn
from grants.emails import payment as emails
from grants.models import Account, Correction, Grant, MoneyBack
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
    grant = _locked(grant)
    rules.check_may_claim_money(by, grant, now=now)
    rules.check_claim(amount_nok, reason, paid_nok=balance_of(grant, Account.PAID))
    return _claim(grant, None, amount_nok, reason.strip(), round, by=by, now=now)


@transaction.atomic
def claim_corrected(
    *, grant: Grant, correction: Correction, amount_nok: int, round: Round, by: User, now: datetime
) -> MoneyBack:
    """A correction took away what is paid already: it is claimed. Who may correct is answered there."""
    return _claim(grant, correction, amount_nok, correction.reason, round, by=by, now=now)


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


def _claim(
    grant: Grant,
    correction: Correction | None,
    amount_nok: int,
    reason: str,
    round: Round,
    *,
    by: User,
    now: datetime,
) -> MoneyBack:
    claim = MoneyBack.objects.create(
        grant=grant,
        correction=correction,
        amount_nok=amount_nok,
        reason=reason,
        claimed_on=oslo_date(now),
        recorded_by=by,
        recorded_at=now,
    )
    post_claim(claim=claim, round=round, by=by, now=now)
    emails.money_claimed(claim, now=now)
    return claim


def _locked(grant: Grant) -> Grant:
    Grant.objects.select_for_update(no_key=True).get(pk=grant.pk)
    return grant
