"""Samples of the letters about what is given, and what came of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rekom.letter_samples.letter import COLLEAGUE, COMMENT, DUE_AT, NETWORK, PERSON, UNIVERSITY, YEAR, Letter


def _adjustment(*, is_agreed: bool, answer: str, answered_by: str) -> dict[str, Any]:
    return {
        "year": YEAR,
        "network": NETWORK,
        "reason": "Kurset ble rimeligere & samlingen dyrere.",
        "answer": answer,
        "is_agreed": is_agreed,
        "by": PERSON,
        "answered_by": answered_by,
        "path": "/tilskudd/",
    }


def _decision(**more: Any) -> dict[str, Any]:
    return {"year": YEAR, "prepared_by": COLLEAGUE, "path": "/tilskudd/", **more}


def _issued() -> dict[str, Any]:
    letters = [
        {"name": NETWORK, "number": "2030/901", "amount": "1 250 000 kr"},
        {"name": UNIVERSITY, "number": "2030/902", "amount": "480 000 kr"},
    ]
    return _decision(letters=letters, office="Statsforvalteren i Prøvefylket", report_due=DUE_AT)


def _recommendation(**more: Any) -> dict[str, Any]:
    return {"year": YEAR, "number": f"2/{YEAR}", "path": "/tilskudd/", "by": COLLEAGUE, **more}


def _report(**more: Any) -> dict[str, Any]:
    return {"recipient": NETWORK, "year": YEAR, "path": "/rapport/", **more}


LETTERS = {
    "grants/recommendation_adopted": Letter(_("The recommendation is adopted"), _recommendation),
    "grants/recommendation_reopened": Letter(
        _("The recommendation is opened again"), lambda: _recommendation(comment=COMMENT)
    ),
    "grants/decision_prepared": Letter(_("A decision waits for approval"), _decision),
    "grants/decision_sent_back": Letter(
        _("A decision is sent back"), lambda: _decision(comment=COMMENT, by=PERSON)
    ),
    "grants/decision_approved": Letter(_("A decision is approved"), lambda: _decision(by=PERSON)),
    "grants/letters_issued": Letter(_("Grant letters are issued"), _issued),
    "grants/adjustment_proposed": Letter(
        _("A change in the budget is proposed"),
        lambda: _adjustment(is_agreed=False, answer="", answered_by=""),
    ),
    "grants/adjustment_answered": Letter(
        _("A change in the budget is answered"),
        lambda: _adjustment(is_agreed=False, answer="Vi trenger pengene & tiden.", answered_by=COLLEAGUE),
    ),
    "reporting/report_submitted": Letter(
        _("Receipt for a report"), lambda: _report(by=COLLEAGUE, is_late=True)
    ),
    "reporting/report_received": Letter(
        _("A report has come to the county"), lambda: _report(by=COLLEAGUE, is_late=True)
    ),
    "reporting/report_returned": Letter(
        _("A report is returned"), lambda: _report(comment=COMMENT, due_at=DUE_AT)
    ),
    "reporting/report_approved": Letter(_("A report is approved"), _report),
}
