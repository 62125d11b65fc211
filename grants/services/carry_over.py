"""Unused money that the recipient may use the year after; and what of it comes back all the same."""

from datetime import datetime

from django.db import transaction

from grants.emails import carry_over as emails
from grants.models import Account, CarryOver, Grant, GrantLine, MoneyBack
from grants.queries.carry_over import is_carried_over, left_of
from grants.queries.ledger import balance_of
from grants.rules import carry_over as rules
from grants.rules import money_back as money_rules
from grants.services.ledger import post_carry_over
from grants.services.money_back import lock_money, record_claim
from networks.models import Round, User


@transaction.atomic
def carry_over_money(
    *,
    line: GrantLine,
    to_grant: Grant | None,
    amount_nok: int,
    reason: str,
    round: Round,
    by: User,
    now: datetime,
) -> CarryOver:
    """Let paid, unused money of a line be used under the recipient's next grant. The recipient is told.

    `round` is the round of the line's own grant: there the ledger moves the money from "paid" to "carried over".
    Raises NotAllowed; NotNow when it is more than what is paid and not dealt with, when the recipient has no issued
    grant the year after, or no reason is written; MovedOn when the line's money is carried over already.
    """
    grant = line.grant
    lock_money(grant)
    rules.check_may_carry_over(by, grant, now=now)
    rules.check_carry_over(
        line,
        amount_nok,
        reason,
        paid_nok=balance_of(grant, Account.PAID),
        is_known=is_carried_over(line),
    )
    after = rules.check_is_next(grant, to_grant)
    made = CarryOver.objects.create(
        line=line,
        to_grant=after,
        amount_nok=amount_nok,
        reason=reason.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    post_carry_over(carried=made, round=round, by=by, now=now)
    emails.money_carried_over(made, now=now)
    return made


@transaction.atomic
def claim_carried(
    *, carried: CarryOver, amount_nok: int, reason: str, round: Round, by: User, now: datetime
) -> MoneyBack:
    """Claim back money that was carried over and is still not used. The recipient is told.

    `round` is the round that the money was given in. Raises NotAllowed; NotNow when it is more than what is left,
    or no reason is written.
    """
    grant = carried.line.grant
    lock_money(grant)
    money_rules.check_may_claim_money(by, grant, now=now)
    rules.check_claim_of_carried(carried, amount_nok, reason, left_nok=left_of(carried))
    return record_claim(
        grant=grant,
        amount_nok=amount_nok,
        reason=reason,
        round=round,
        by=by,
        now=now,
        carry_over=carried,
    )
