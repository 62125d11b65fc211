"""What happened, in words: title, text (a reason, where one was given) and where to read more."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import instant_short
from common.models import StateChange
from common.money import kroner
from needs.states import BasisState

GRANT = ("grant__network", "grant__university", "grant__decision__round")
REPORT = GRANT
NEEDS_REPORT = ("owner", "network", "round")
Said = tuple[str, str, str]


def payment(row: Any, change: StateChange) -> Said:
    """Money has been paid to the recipient, or came back. What the office notes about it is its own."""
    who = {"amount": kroner(row.amount_nok), "recipient": row.grant.network or row.grant.university}
    titles = {
        "pay": _("%(amount)s has been paid to %(recipient)s") % who,
        "bounce": _("The payment of %(amount)s to %(recipient)s came back") % who,
    }
    return titles[change.verb], "", reverse("grants:payment_own")


def payout(row: Any, change: StateChange) -> Said:
    """The network has paid an owner for one who studies, or has stopped it. No names."""
    what = {"amount": kroner(row.amount_nok), "kindergarten": row.nomination.kindergarten}
    titles = {
        "pay": _("The network has paid %(amount)s for an employee who studies, %(kindergarten)s") % what,
        "stop": _("The payout of %(amount)s for an employee who studies is stopped, %(kindergarten)s") % what,
    }
    return titles[change.verb], change.comment, reverse("grants:payout_detail", kwargs={"pk": row.pk})


def own_report(row: Any, change: StateChange) -> Said:
    """The office has approved a report, or returned it with a reason."""
    what = _of_grant(row)
    titles = {
        "approve": _("The report for %(year)s is approved, %(recipient)s") % what,
        "return": _("The report for %(year)s has been returned, %(recipient)s") % what,
    }
    return titles[change.verb], change.comment, _report_url(row)


def report_in(row: Any, change: StateChange) -> Said:
    """A recipient has sent its report."""
    return _("The report for %(year)s from %(recipient)s is in") % _of_grant(row), "", _report_url(row)


def _of_grant(row: Any) -> dict[str, Any]:
    grant = row.grant
    return {"year": grant.decision.round.grant_year, "recipient": grant.network or grant.university}


def _report_url(row: Any) -> str:
    return reverse("reporting:report_detail", kwargs={"pk": row.grant_id})


def basis(row: Any, change: StateChange) -> Said:
    """A decision basis has been sent, returned with a reason, or accepted."""
    what = {"year": row.round.grant_year, "network": row.network}
    titles = {
        "submit": _("The decision basis for %(year)s is submitted, %(network)s") % what,
        "return": _("The decision basis for %(year)s has been returned, %(network)s") % what,
        "accept": _("The decision basis for %(year)s is accepted, %(network)s") % what,
    }
    place = {"network": row.network_id, "year": row.round.grant_year}
    text = change.comment if change.after in (BasisState.RETURNED, BasisState.ACCEPTED) else ""
    return titles[change.verb], text, reverse("needs:decision_basis_detail", kwargs=place)


def own_needs_report(row: Any, change: StateChange) -> Said:
    """The network has returned the owner's needs report, with a reason."""
    title = _("%(network)s has returned the needs report for %(year)s") % {
        "network": row.network,
        "year": row.round.grant_year,
    }
    return title, change.comment, _needs_report_url(row)


def needs_report_in(row: Any, change: StateChange) -> Said:
    """An owner has sent its needs report, or says that it has no new needs."""
    what = {"owner": row.owner, "year": row.round.grant_year}
    titles = {
        "submit": _("%(owner)s has sent the needs report for %(year)s") % what,
        "declare_no_needs": _("%(owner)s has no new needs for %(year)s") % what,
    }
    return titles[change.verb], "", _needs_report_url(row)


def _needs_report_url(row: Any) -> str:
    place = {"owner": row.owner_id, "network": row.network_id, "year": row.round.grant_year}
    return reverse("needs:needs_report_detail", kwargs=place)


def plan(row: Any, change: StateChange) -> Said:
    """A long-term plan has been adopted."""
    url = (
        reverse("networks:plan_detail", kwargs={"network": row.network_id})
        if row.network_id
        else reverse("networks:county_plan")
    )
    return _("The long-term plan is adopted, %(body)s") % {"body": row.body}, "", url


def meeting(row: Any, change: StateChange) -> Said:
    """The person is called to a meeting; it was changed or cancelled; or its minutes are there."""
    what = {"meeting": row.title, "when": instant_short(row.starts_at)}
    titles = {
        "call": _("You are called to %(meeting)s, %(when)s") % what,
        "change": _("The invitation to %(meeting)s is changed: %(when)s") % what,
        "cancel": _("%(meeting)s, %(when)s, is cancelled") % what,
        "send_minutes": _("The minutes of %(meeting)s are there") % what,
    }
    text = change.comment if change.verb == "cancel" else row.who_meets
    return titles[change.verb], text, reverse("networks:meeting_detail", kwargs={"pk": row.pk})


def decision(row: Any, change: StateChange) -> Said:
    """The grant letters have been sent."""
    year = row.round.grant_year
    return _decided(year), "", reverse("grants:decision_detail", kwargs={"year": year})


def public_decision(row: Any, change: StateChange) -> Said:
    """The same for who does not work with the decision: who got what stands on the open pages."""
    year = row.round.grant_year
    return _decided(year), "", reverse("open:year", kwargs={"year": year})


def _decided(year: int) -> str:
    return _("The decision for %(year)s is made, and the grant letters are sent") % {"year": year}


def recommendation(row: Any, change: StateChange) -> Said:
    """The forum has adopted its recommendation, or it is open again."""
    year = row.round.grant_year
    titles = {
        "adopt": _("The recommendation for %(year)s is adopted") % {"year": year},
        "reopen": _("The recommendation for %(year)s is open again") % {"year": year},
    }
    return titles[change.verb], change.comment, reverse("grants:recommendation_detail", kwargs={"year": year})


def adjustment(row: Any, change: StateChange) -> Said:
    """The other side has answered a proposal to move money."""
    what = {"year": row.round.grant_year, "network": row.network}
    titles = {
        "agree": _("The changed budget for %(year)s is agreed, %(network)s") % what,
        "decline": _("The proposed budget for %(year)s is declined, %(network)s") % what,
    }
    place = {"year": row.round.grant_year, "network": row.network_id}
    return titles[change.verb], change.comment, reverse("grants:adjustment_detail", kwargs=place)
