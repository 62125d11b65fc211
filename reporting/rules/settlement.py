"""What must be said of unused money before a report is approved."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common.money import kroner
from common.refusals import NotNow, WayOn
from grants.models import Grant
from reporting.states import UnspentWay


def check_is_paid(grant: Grant, never_paid_nok: int) -> None:
    """Unused money that is granted and not paid is not claimed back: the grant is corrected first.

    The plan of payments must add up to the grant, so a payment cannot be left out by itself.
    """
    if not never_paid_nok:
        return
    round = grant.decision.round
    address = reverse("grants:payment_grant", kwargs={"year": round.grant_year, "grant": grant.pk})
    raise NotNow(
        _(
            "%(amount)s of what is unspent is granted, but not paid. Correct the grant so that it is not paid, or "
            "pay it first. Then approve the report."
        )
        % {"amount": kroner(never_paid_nok)},
        way_on=WayOn(address, _("See the payments")),
    )


def check_settlement(label: str, way: str, reason: str, *, can_carry_over: bool) -> None:
    """Each line's unused money is claimed back or carried over, and the recipient is told why."""
    if way not in UnspentWay.values:
        raise NotNow(_("%(line)s: choose what becomes of what is unspent.") % {"line": label})
    if way == UnspentWay.CARRY_OVER and not can_carry_over:
        raise NotNow(
            _(
                "%(line)s: the money cannot be carried over. The recipient has no issued grant for the year after, "
                "or the money was carried over before."
            )
            % {"line": label}
        )
    if not reason.strip():
        raise NotNow(_("%(line)s: write why the money is claimed back or carried over.") % {"line": label})
