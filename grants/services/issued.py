"""What follows when letters are issued, or an issued amount is corrected: everything that must stand with them.

Called inside the transaction that issues. Each line is one part of the house; none of them mails twice.
"""

from collections.abc import Sequence
from datetime import datetime

from grants.models import Decision, Grant
from grants.services.outcomes import tell_outcomes
from grants.services.payment_plan import plan_payments, replan_payments
from grants.services.payout_plan import plan_payouts
from networks.models import Round, User


def after_issue(
    *, decision: Decision, grants: Sequence[Grant], round: Round, by: User, now: datetime
) -> None:
    """The letters of a decision are issued."""
    tell_outcomes(grants=grants, run=decision.run, round=round, by=by, now=now)
    plan_payouts(grants=grants, round=round, by=by, now=now)
    plan_payments(decision=decision, grants=grants, round=round, by=by, now=now)


def after_correction(*, grant: Grant, before_nok: int, round: Round, by: User, now: datetime) -> None:
    """A grant has new amounts, and a letter that says so."""
    plan_payouts(grants=[grant], round=round, by=by, now=now)
    replan_payments(grant=grant, before_nok=before_nok, round=round, by=by, now=now)
