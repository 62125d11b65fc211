"""Samples of the letters about what is given, and what came of it."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rekom.letter_samples.letter import COLLEAGUE, COMMENT, DUE_AT, NETWORK, PERSON, UNIVERSITY, YEAR, Letter

PAID_AT = "2030-04-29T22:00:00+00:00"


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


def _correction(**more: Any) -> dict[str, Any]:
    facts = {"year": YEAR, "recipient": NETWORK, "prepared_by": COLLEAGUE}
    return {**facts, "path": "/tilskudd/2030/rettelser/3/", **more}


def _corrected() -> dict[str, Any]:
    return {
        "year": YEAR,
        "recipient": NETWORK,
        "number": "2030-90-01-K1",
        "replaces": "2030-90-01",
        "before": "1 250 000 kr",
        "after": "1 290 000 kr",
        "office": "Statsforvalteren i Prøvefylket",
        "path": "/tilskudd/brev/3/om/",
    }


def _complaint(**more: Any) -> dict[str, Any]:
    return {
        "year": YEAR,
        "recipient": NETWORK,
        "letter": "2030-90-01",
        "complainant": COLLEAGUE,
        "office": "Statsforvalteren i Prøvefylket",
        "path": "/tilskudd/2030/klager/3/",
        **more,
    }


def _recommendation(**more: Any) -> dict[str, Any]:
    return {"year": YEAR, "number": f"2/{YEAR}", "path": "/tilskudd/", "by": COLLEAGUE, **more}


def _payment(**more: Any) -> dict[str, Any]:
    return {
        "year": YEAR,
        "name": NETWORK,
        "office": "Statsforvalteren i Prøvefylket",
        "email": "tilskudd@example.no",
        "path": "/tilskudd/utbetalinger/",
        **more,
    }


def _payments() -> dict[str, Any]:
    rows = [
        {"amount": "625 000 kr", "paid_on": PAID_AT, "reference": "2030-901-1"},
        {"amount": "625 000 kr", "paid_on": PAID_AT, "reference": "2030-901-2"},
    ]
    return _payment(payments=rows)


def _faults() -> dict[str, Any]:
    facts = {"name": NETWORK, "found": "1 249 999 kr", "wanted": "1 250 000 kr"}
    sentence = gettext("%(name)s: the lines add up to %(found)s, but the grant is %(wanted)s.") % facts
    return {"number": 1, "faults": [sentence], "path": "/drift/"}


def _report(**more: Any) -> dict[str, Any]:
    return {"recipient": NETWORK, "year": YEAR, "path": "/rapport/", **more}


def _approved_report() -> dict[str, Any]:
    settled = [
        {
            "line": "Lek & læring",
            "amount": "30 000 kr",
            "is_carried": True,
            "reason": "Samlingen er flyttet.",
        },
        {
            "line": "Leder eller koordinator",
            "amount": "5 000 kr",
            "is_carried": False,
            "reason": "Ikke brukt.",
        },
    ]
    return _report(settled=settled, public_text="Barnehagene har fått et felles språk om lek & læring.")


LETTERS = {
    "grants/payments_made": Letter(_("A grant is paid"), _payments),
    "grants/payment_bounced": Letter(
        _("A payment has come back from the bank"),
        lambda: _payment(amount="625 000 kr", reference="2030-901-1"),
    ),
    "grants/money_claimed": Letter(
        _("Money is claimed back"),
        lambda: _payment(amount="40 000 kr", reason="Kurset ble rimeligere & midlene er ikke brukt."),
    ),
    "grants/money_carried_over": Letter(
        _("Unused money can be used next year"),
        lambda: _payment(
            amount="40 000 kr",
            line="Lek & læring",
            to_year=YEAR + 1,
            reason="Den siste samlingen ble flyttet til januar.",
        ),
    ),
    "grants/money_returned": Letter(_("Claimed money has come back"), lambda: _payment(amount="40 000 kr")),
    "grants/money_faults_found": Letter(_("The money does not add up"), _faults),
    "grants/recommendation_adopted": Letter(_("The recommendation is adopted"), _recommendation),
    "grants/recommendation_reopened": Letter(
        _("The recommendation is opened again"), lambda: _recommendation(comment=COMMENT)
    ),
    "grants/decision_prepared": Letter(_("A decision waits for approval"), _decision),
    "grants/decision_sent_back": Letter(
        _("A decision is sent back"), lambda: _decision(comment=COMMENT, by=PERSON)
    ),
    "grants/decision_approved": Letter(_("A decision is approved"), lambda: _decision(by=PERSON)),
    "grants/correction_prepared": Letter(_("A correction waits for approval"), _correction),
    "grants/correction_sent_back": Letter(
        _("A correction is sent back"), lambda: _correction(comment=COMMENT, by=PERSON)
    ),
    "grants/correction_issued": Letter(_("A grant is corrected"), _corrected),
    "grants/complaint_received": Letter(
        _("A complaint is received"),
        lambda: _complaint(received_on="2030-05-02", due_at=DUE_AT, is_in_time=True),
    ),
    "grants/complaint_forwarded": Letter(
        _("A complaint is sent to the appeal body"), lambda: _complaint(forwarded_to="Klageinstansen")
    ),
    "grants/complaint_settled": Letter(
        _("A complaint is decided"),
        lambda: _complaint(
            state="upheld", is_granted=True, forwarded_to="", outcome="Barnehagen hadde rett & får mer."
        ),
    ),
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
    "reporting/report_approved": Letter(_("A report is approved"), _approved_report),
    "reporting/report_question_asked": Letter(
        _("A question about a report"),
        lambda: _report(office="Statsforvalteren i Prøvefylket", by=COLLEAGUE, question="Hva er «Annet»?"),
    ),
    "reporting/report_question_answered": Letter(
        _("A question about a report is answered"),
        lambda: _report(
            office="Statsforvalteren i Prøvefylket",
            by=PERSON,
            question="Hva er «Annet»?",
            answer="Leie av lokale & utstyr.",
        ),
    ),
}
