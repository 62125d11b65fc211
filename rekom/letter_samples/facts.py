"""Samples of the letters about the shared facts of measures."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rekom.letter_samples.letter import COLLEAGUE, NETWORK, UNIVERSITY, YEAR, Letter

CHANGES = ["Employees who took part: 12 → 14", "What was done: rewritten"]


def _facts(**more: Any) -> dict[str, Any]:
    about = {"measure": "Lek & læring", "network": NETWORK, "year": YEAR}
    return {**about, "path": "/rapport/tiltak/1/", **more}


LETTERS = {
    "reporting/facts_approved": Letter(
        _("A side has approved what came of a measure"), lambda: _facts(by=COLLEAGUE, side=UNIVERSITY)
    ),
    "reporting/facts_agreed": Letter(
        _("All sides have approved what came of a measure"), lambda: _facts(sides=[NETWORK, UNIVERSITY])
    ),
    "reporting/facts_changed": Letter(
        _("An approval of what came of a measure no longer holds"),
        lambda: _facts(by=COLLEAGUE, approval=0, changes=CHANGES),
    ),
}
