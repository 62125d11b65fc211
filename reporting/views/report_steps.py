"""The road through a report: its steps, where each stands, and the way from what is missing to its field."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.gaps import Gap
from grants.models import Grant
from reporting.models import ReportLine
from reporting.parts import ReportParts
from reporting.rules import line_gaps

MEASURES, MONEY, QUESTIONS, ATTACHMENTS, SEND = "measures", "money", "questions", "attachments", "send"
STEPS = {
    MEASURES: ("report_measures", _("The measures")),
    MONEY: ("report_money", _("The money")),
    QUESTIONS: ("report_questions", _("Questions")),
    ATTACHMENTS: ("report_attachments", _("Attachments")),
    SEND: ("report_confirm_submit", _("Look over and send")),
}
"""Each step: the name of its page, and what it is called."""
LINE_PLACE = "line:"
"""How a writing place names one line: "line:12"."""
MISSING = "mangler"
"""In an address: let the page say at each field what is missing."""


def step_url(grant: Grant, step: str) -> str:
    """The address of a step; of the first one when there is no such step."""
    name, _label = STEPS.get(step, STEPS[MEASURES])
    return reverse(f"reporting:{name}", kwargs={"pk": grant.pk})


def line_url(grant: Grant, line: int) -> str:
    """The address at which one line (its key) is written."""
    return reverse("reporting:report_line", kwargs={"pk": grant.pk, "line": line})


def facts_url(measure: int) -> str:
    """The address at which the shared facts about a measure (its key) stand."""
    return reverse("reporting:facts_detail", kwargs={"measure": measure})


def road(parts: ReportParts) -> list[str]:
    """The steps in their order. A recipient without measures begins with the money."""
    return [step for step in STEPS if step != MEASURES or parts.facts]


def next_step(step: str, parts: ReportParts) -> str:
    """The step after this one; the last gives itself."""
    steps = road(parts)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def step_before(step: str, parts: ReportParts) -> str:
    """The step before this one; '' for the first."""
    steps = road(parts)
    return steps[steps.index(step) - 1] if steps.index(step) else ""


def steps_of(parts: ReportParts, current: str, *, gaps: Iterable[Gap]) -> list[dict[str, Any]]:
    """The progress list for `components/steps.html`: a step is done when something is in it and nothing missing."""
    missing = {step_of(gap) for gap in gaps}
    return [
        {
            "label": STEPS[step][1],
            "url": step_url(parts.report.grant, step),
            "is_done": step not in missing and _is_begun(parts, step),
            "is_current": step == current,
        }
        for step in road(parts)
    ]


def _is_begun(parts: ReportParts, step: str) -> bool:
    """Whether the step can be done. Files are when there are some; the last look never before the report is sent."""
    return step in (MEASURES, MONEY, QUESTIONS) or (step == ATTACHMENTS and bool(parts.files))


def step_of(gap: Gap) -> str:
    """The step in which something is missing."""
    if gap.form.startswith("facts-"):
        return MEASURES
    return MONEY if gap.form else QUESTIONS


def gap_address(grant: Grant, gap: Gap) -> str:
    """The address of the field in which something is missing; that page says what is missing in it."""
    kind, _dash, key = gap.form.partition("-")
    if kind == "facts":
        return facts_url(int(key))
    page = line_url(grant, int(key)) if kind == "line" else step_url(grant, QUESTIONS)
    return f"{page}?{MISSING}=1#id_{gap.field}"


def next_line(lines: Iterable[ReportLine], current: int) -> int | None:
    """The next line (its key) in which something is missing, after the current one and around again; None: none."""
    rows = list(lines)
    place = next((n for n, row in enumerate(rows) if row.line_id == current), 0)
    ahead = [*rows[place + 1 :], *rows[:place]]
    return next((row.line_id for row in ahead if line_gaps(row)), None)
