"""Samples of the letters about what is wanted."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rekom.letter_samples.letter import (
    COLLEAGUE,
    COMMENT,
    DUE_AT,
    KINDERGARTEN,
    NEEDS,
    NETWORK,
    OWNER,
    PERSON,
    SENT_AT,
    UNIVERSITY,
    YEAR,
    Letter,
)

NO_MONEY = "Pengene rakk til de 8 første av 12 i den prioriterte rekkefølgen. Denne sto som nummer 9."


def _report(**more: Any) -> dict[str, Any]:
    return {
        "owner": OWNER,
        "network": NETWORK,
        "year": YEAR,
        "path": "/behov/",
        "is_no_needs": False,
        "needs": NEEDS,
        **more,
    }


def _basis(**more: Any) -> dict[str, Any]:
    return {"network": NETWORK, "year": YEAR, "path": "/behov/grunnlag/", **more}


CHANGES = ["Tiltak 2, beløp til nettverket: 100 000 kr → 120 000 kr", "Tiltak 2, mål: skrevet om"]


def _sent_basis() -> dict[str, Any]:
    return _basis(
        by=COLLEAGUE,
        sent_at=SENT_AT,
        silent=[UNIVERSITY],
        silent_reason="Koordinatoren er syk & vikaren begynner neste uke.",
        measures=["Språkmiljø for de minste", "Lek & læring ute"],
    )


def _assessment() -> dict[str, Any]:
    return {"kindergarten": KINDERGARTEN, "by": COLLEAGUE, "year": YEAR, "path": "/behov/vurdering/"}


def _nomination() -> dict[str, Any]:
    return {
        "kindergarten": KINDERGARTEN,
        "study": "Barnehagelærer, deltid",
        "institution": UNIVERSITY,
        "amount_nok": 40_000,
        "year": YEAR,
        "by": COLLEAGUE,
        "sent_at": SENT_AT,
        "path": "/behov/studenter/",
    }


def _student(**more: Any) -> dict[str, Any]:
    return {
        "recipient_name": PERSON,
        "kindergarten": KINDERGARTEN,
        "owner": OWNER,
        "study": "Barnehagelærer, deltid",
        "institution": UNIVERSITY,
        "year": YEAR,
        "office": "Statsforvalteren i Prøvefylket",
        "office_email": "post@example.no",
        "forgotten_on": "2029-10-01",
        **more,
    }


def _stored() -> dict[str, Any]:
    return _student(
        email="student@example.no",
        study_type="Deltids- eller samlingsbasert barnehagelærerutdanning",
        ects="30",
        year_of_study=2,
        position_percent=80,
        start_on="2026-08-01",
        end_on="2030-06-30",
        amount_nok=40_000,
        path="/behov/min-nominasjon/eksempel/",
    )


def _decided() -> dict[str, Any]:
    rows = [
        {
            "number": 41,
            "kindergarten": KINDERGARTEN,
            "study": "Barnehagelærer, deltid",
            "granted_nok": 40_000,
            "reason": "",
        },
        {
            "number": 42,
            "kindergarten": KINDERGARTEN,
            "study": "Fagbrev & praksis",
            "granted_nok": 0,
            "reason": NO_MONEY,
        },
    ]
    office = "Statsforvalteren i Prøvefylket"
    return {
        "year": YEAR,
        "office": office,
        "nominations": rows,
        "is_corrected": False,
        "path": "/behov/studenter/",
    }


def _list() -> dict[str, Any]:
    return {
        "network": NETWORK,
        "year": YEAR,
        "number": 7,
        "by": COLLEAGUE,
        "sent_at": SENT_AT,
        "path": "/behov/lister/",
    }


LETTERS = {
    "needs/assessment_shared": Letter(_("A kindergarten has shared its assessment"), _assessment),
    "needs/needs_report_submitted": Letter(
        _("Receipt for a needs report"), lambda: _report(by=COLLEAGUE, sent_at=SENT_AT)
    ),
    "needs/needs_report_received": Letter(
        _("A needs report has come to the network"), lambda: _report(by=COLLEAGUE, sent_at=SENT_AT)
    ),
    "needs/needs_report_recorded": Letter(
        _("The network has recorded a needs report"),
        lambda: _report(by=COLLEAGUE, received_how="Brev & e-post"),
    ),
    "needs/needs_report_returned": Letter(
        _("A needs report is returned"),
        lambda: _report(
            comment=COMMENT, due_at=DUE_AT, at_fields=[{"field": "Behov 2, Hvorfor", "text": COMMENT}]
        ),
    ),
    "needs/needs_report_taken_back": Letter(
        _("An owner has taken back a needs report"), lambda: _report(by=COLLEAGUE, due_at=DUE_AT)
    ),
    "needs/needs_report_extended": Letter(
        _("New deadline for a needs report"), lambda: _report(reason="Sykdom & ferie.", due_at=DUE_AT)
    ),
    "needs/asked_to_write": Letter(
        _("A colleague is asked to write the needs report"),
        lambda: _report(by=COLLEAGUE, due_at=DUE_AT, message="Kan du skrive om språk & lek?"),
    ),
    "needs/need_commented": Letter(
        _("Somebody has commented on a need"),
        lambda: _report(by=COLLEAGUE, need=NEEDS[0], comment="Hva med språk & lek?"),
    ),
    "needs/needs_report_ready": Letter(
        _("A needs report is ready to be sent"), lambda: _report(by=COLLEAGUE, due_at=DUE_AT)
    ),
    "needs/decision_basis_approved": Letter(
        _("A side has approved the decision basis"),
        lambda: _basis(by=COLLEAGUE, side=UNIVERSITY, left=[NETWORK]),
    ),
    "needs/approval_lost": Letter(
        _("An approval no longer holds"), lambda: _basis(by=COLLEAGUE, approval=0, changes=CHANGES)
    ),
    "needs/university_joined": Letter(
        _("A university has a part in a decision basis"), lambda: _basis(by=COLLEAGUE)
    ),
    "needs/decision_basis_accepted": Letter(
        _("A decision basis is accepted"), lambda: _basis(comment="Klart & tydelig.")
    ),
    "needs/decision_basis_submitted": Letter(_("Receipt for a decision basis"), _sent_basis),
    "needs/decision_basis_received": Letter(_("A decision basis has come to the county"), _sent_basis),
    "needs/decision_basis_returned": Letter(
        _("A decision basis is returned"), lambda: _basis(comment=COMMENT, due_at=DUE_AT)
    ),
    "needs/nomination_submitted": Letter(_("Receipt for a nomination"), _nomination),
    "needs/nomination_proposed": Letter(_("A head proposes a nomination"), _nomination),
    "needs/nomination_sent_back": Letter(
        _("A proposed nomination is sent back"), lambda: {**_nomination(), "comment": COMMENT}
    ),
    "needs/nomination_state_changed": Letter(
        _("News about a nomination"),
        lambda: {**_nomination(), "verb": "go_on_leave", "comment": COMMENT, "new_owner": ""},
    ),
    "needs/student_corrected": Letter(
        _("A student has corrected a nomination"), lambda: {**_nomination(), "fields": ["ects", "end_on"]}
    ),
    "needs/student_nominated": Letter(_("To the student: what is stored"), _stored),
    "needs/student_address_changed": Letter(_("To the student: the address is changed"), _student),
    "needs/student_withdrawn": Letter(_("To the student: the nomination is withdrawn"), _student),
    "needs/nominations_decided": Letter(_("An owner's nominations are decided"), _decided),
    "needs/student_decided": Letter(
        _("To the student: whether support is granted"),
        lambda: _student(
            is_granted=False, is_corrected=True, reason=NO_MONEY, path="/behov/min-nominasjon/eksempel/"
        ),
    ),
    "needs/nomination_list_submitted": Letter(_("A network has sent its prioritised list"), _list),
}
