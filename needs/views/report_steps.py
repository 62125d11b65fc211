"""The road through a needs report: its steps, where each stands, and the way from what is missing to its field."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.gaps import Gap
from needs.models import Need, NeedsReport
from needs.queries.needs_report import needs_of
from needs.rules import needs_report as rules

RECEIVED, NEEDS, INVOLVEMENT, COOPERATION, ATTACHMENTS, SEND = (
    "received",
    "needs",
    "involvement",
    "cooperation",
    "attachments",
    "send",
)
STEPS = {
    RECEIVED: ("needs_report_received", _("How it came")),
    NEEDS: ("needs_report_needs", _("Needs")),
    INVOLVEMENT: ("needs_report_involvement", _("Who took part")),
    COOPERATION: ("needs_report_cooperation", _("Cooperation")),
    ATTACHMENTS: ("needs_report_attachments", _("Attachments")),
    SEND: ("needs_report_confirm_submit", _("Look over and send")),
}
"""Each step: the name of its page, and what it is called."""
FIELDS = {
    RECEIVED: ("received_how",),
    INVOLVEMENT: ("heads_involvement", "staff_groups", "involved_when", "staff_involvement"),
    COOPERATION: ("sami_perspectives", "ppt_part", "ppt_involvement", "own_contribution"),
}
"""The report's own fields, by the step in which they are asked."""
MISSING = "mangler"
"""In an address: let the page say at each field what is missing."""


def place_of(report: NeedsReport) -> dict[str, int]:
    """The arguments of the report's addresses."""
    return {"owner": report.owner_id, "network": report.network_id, "year": report.round.grant_year}


def step_url(report: NeedsReport, step: str) -> str:
    """The address of a step; of the first one when there is no such step."""
    name, _label = STEPS.get(step, STEPS[NEEDS])
    return reverse(f"needs:{name}", kwargs=place_of(report))


def need_url(report: NeedsReport, pk: int) -> str:
    """The address at which one need is written."""
    return reverse("needs:need_edit", kwargs={**place_of(report), "pk": pk})


def road(*, is_record: bool) -> list[str]:
    """The steps in their order. What came another way begins with how it came."""
    return [step for step in STEPS if step != RECEIVED or is_record]


def next_step(step: str, *, is_record: bool) -> str:
    """The step after this one; the last has none after it and gives itself."""
    steps = road(is_record=is_record)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def step_before(step: str, *, is_record: bool) -> str:
    """The step before this one; '' for the first."""
    steps = road(is_record=is_record)
    return steps[steps.index(step) - 1] if steps.index(step) else ""


def report_gaps(report: NeedsReport, needs: Sequence[Need], *, is_record: bool) -> list[Gap]:
    """What is missing before the report can be sent, or recorded."""
    gaps = rules.record_gaps if is_record else rules.needs_report_gaps
    return gaps(report, needs)


def steps_of(
    report: NeedsReport, current: str, *, gaps: Iterable[Gap], is_record: bool = False
) -> list[dict[str, Any]]:
    """The progress list for `components/steps.html`. `gaps` is what `report_gaps` has found.

    A step is done when something is written in it and nothing in it is missing.
    """
    missing = {step_of(gap) for gap in gaps}
    return [
        {
            "label": STEPS[step][1],
            "url": step_url(report, step),
            "is_done": _is_begun(report, step) and step not in missing,
            "is_current": step == current,
        }
        for step in road(is_record=is_record)
    ]


def step_of(gap: Gap) -> str:
    """The step in which something is missing."""
    if gap.form:
        return NEEDS
    return next((step for step, fields in FIELDS.items() if gap.field in fields), NEEDS)


def gap_address(report: NeedsReport, gap: Gap) -> str:
    """The address of the field in which something is missing; that page says what is missing in it.

    `gap.form` is "needs-<n>" for the need that stands as number n (from 0) among `needs_of(report)`.
    """
    return f"{_gap_page(report, gap)}?{MISSING}=1#id_{gap.field}"


def _gap_page(report: NeedsReport, gap: Gap) -> str:
    if not gap.form:
        return step_url(report, step_of(gap))
    needs, number = needs_of(report), int(gap.form.removeprefix("needs-"))
    return need_url(report, needs[number].pk) if number < len(needs) else step_url(report, NEEDS)


def gaps_of_need(gaps: Iterable[Gap], number: int) -> list[Gap]:
    """What is missing in the need that stands as number `number` (from 0), as its own page has it."""
    return [Gap(gap.field, gap.sentence) for gap in gaps if gap.form == f"needs-{number}"]


def _is_begun(report: NeedsReport, step: str) -> bool:
    """Whether anything is written in the step. Files and the last look are never done before the report is sent."""
    if step == NEEDS:
        return bool(needs_of(report))
    return any(getattr(report, name) for name in FIELDS.get(step, ()))
