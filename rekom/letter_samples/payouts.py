"""Samples of the letters about payouts to owners, and about who still studies."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rekom.letter_samples.letter import COLLEAGUE, KINDERGARTEN, NETWORK, OWNER, YEAR, Letter

STUDY = "Arbeidsplassbasert barnehagelærerutdanning"
OFFICE = "Statsforvalteren i Prøvefylket"


def _payout(*, half: str = "spring", **more: Any) -> dict[str, Any]:
    return {
        "number": 9001,
        "kindergarten": KINDERGARTEN,
        "owner": OWNER,
        "network": NETWORK,
        "study": STUDY,
        "half": half,
        "year": YEAR,
        "amount_nok": 20_000,
        "reference": "2030-50-01-9001-V" if half == "spring" else "2030-50-01-9001-H",
        **more,
    }


def _student(*, half: str = "spring", **more: Any) -> dict[str, Any]:
    office = {"office": OFFICE, "office_email": "post@example.no", "forgotten_on": f"{YEAR + 5}-10-01"}
    return {**_payout(half=half), **office, **more}


def _employer(*, half: str = "spring", **more: Any) -> dict[str, Any]:
    return {
        "payouts": [_payout(half=half), _payout(half=half, number=9002, reference="2030-50-01-9002-V")],
        "network": NETWORK,
        "half": half,
        "year": YEAR,
        "path": f"/tilskudd/utbetalinger/?aar={YEAR}",
        **more,
    }


BY = {"by": COLLEAGUE, "by_email": "lise.lekeland@example.no"}
LINK = "/tilskudd/studerer/prove/"
LIST = f"/tilskudd/{YEAR}/individuelle/1/"
WHY = "Studiet er avsluttet før høsten & plassen er gitt fra seg."

LETTERS = {
    "grants/payout_paid_student": Letter(
        _("To a student: the support is paid"), lambda: _student(paid_on=f"{YEAR}-05-10")
    ),
    "grants/payouts_paid": Letter(_("To head and owner: support is paid"), lambda: _employer(**BY)),
    "grants/payout_stopped": Letter(
        _("To head and owner: a payout is stopped"), lambda: _employer(half="autumn", reason=WHY, **BY)
    ),
    "grants/payout_given_back": Letter(
        _("A network gives money back"), lambda: _payout(half="autumn", reason=WHY, by=COLLEAGUE, path=LIST)
    ),
    "grants/still_studying_student": Letter(
        _("To a student: do you still study?"),
        lambda: _student(half="autumn", is_reminder=False, path=LINK, personal_path=LINK),
    ),
    "grants/still_studying_head": Letter(
        _("To head and owner: do they still study?"), lambda: _employer(half="autumn", is_reminder=False)
    ),
    "grants/study_said_stopped": Letter(_("A study has stopped"), lambda: _payout(half="autumn", path=LIST)),
}
