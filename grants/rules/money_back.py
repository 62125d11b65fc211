"""Who may claim paid money back, and note that it came."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from common.dates import day, oslo_date
from common.money import kroner
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Grant, MoneyBack
from networks.models import User
from networks.roles import Role, holds


def check_may_claim_money(user: User, grant: Grant, *, now: datetime) -> None:
    """A case officer claims money back."""
    if not holds(user, Role.CASE_OFFICER, grant.decision.round.county, now=now):
        raise NotAllowed(_("Only a case officer can claim money back."))


def check_claim(amount_nok: int, reason: str, *, paid_nok: int) -> None:
    """No more is claimed than what is paid and not claimed already, and the recipient is told why."""
    if amount_nok <= 0:
        raise NotNow(_("Write how many kroner are to come back."))
    if amount_nok > paid_nok:
        raise NotNow(
            _("No more than %(paid)s is paid and not claimed back already.") % {"paid": kroner(paid_nok)}
        )
    if not reason.strip():
        raise NotNow(_("Write why the money is to come back."))


def check_may_return_money(user: User, claim: MoneyBack, *, now: datetime) -> None:
    """A case officer notes, once, that claimed money has come."""
    if not holds(user, Role.CASE_OFFICER, claim.grant.decision.round.county, now=now):
        raise NotAllowed(_("Only a case officer can note that money has come back."))
    if claim.returned_on is not None:
        raise MovedOn


def check_returned_on(claim: MoneyBack, returned_on: date, *, now: datetime) -> None:
    """The day lies between the claim and today."""
    if returned_on > oslo_date(now):
        raise NotNow(
            _("%(day)s has not come yet. Note the money when it has come.") % {"day": day(returned_on)}
        )
    if returned_on < claim.claimed_on:
        raise NotNow(
            _("The money was claimed on %(day)s, so it cannot have come before.")
            % {"day": day(claim.claimed_on)}
        )
