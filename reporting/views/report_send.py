"""The last step of a report: everything on one page with what is missing; sending."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from common.kept import KeptSection
from common.views import KnownPage, or_404, person, shown_version
from reporting import queries, services
from reporting.money_table import money_table
from reporting.report_content import sections_of
from reporting.states import FactsState
from reporting.views.report import written_or_404
from reporting.views.report_page import ReportMixin
from reporting.views.report_steps import (
    ATTACHMENTS,
    MONEY,
    QUESTIONS,
    SEND,
    facts_url,
    gap_address,
    step_url,
)

AFTER_MONEY = (QUESTIONS, ATTACHMENTS)
"""The parts that are read after the lines of the letter."""


class ReportConfirmSubmit(ReportMixin, KnownPage):
    """The summary. What is missing stops sending and links to its field."""

    step = SEND

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.turned_away() or render(request, "reporting/report_confirm_submit.html", self._context())

    def _context(self) -> dict[str, Any]:
        found = sections_of(self.parts, by=person(self.request))
        agreed = {f"measure-{one.measure_id}" for one in self.parts.facts if one.state == FactsState.AGREED}
        sections = [
            (one, self._written_at(one), one.key not in agreed)
            for one in found
            if not one.key.startswith("line-")
        ]
        return self.around() | {
            "gaps": [(gap_address(self.grant, gap), gap.sentence) for gap in self.gaps],
            "before": [one for one in sections if one[0].key not in AFTER_MONEY],
            "after": [one for one in sections if one[0].key in AFTER_MONEY],
            "parts": self.parts,
            "money": money_table(self.parts.lines),
            "url_money": step_url(self.grant, MONEY),
            "files": self.parts.files,
        }

    def _written_at(self, section: KeptSection) -> str:
        kind, _dash, key = section.key.partition("-")
        if kind == "measure":
            return facts_url(int(key))
        return step_url(self.grant, ATTACHMENTS if kind == ATTACHMENTS else QUESTIONS)


@login_required
@require_POST
def report_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the saved draft to the County Governor."""
    now = clock.now()
    report = or_404(queries.report_of(written_or_404(request, pk, now=now)))
    services.submit_report(report=report, by=person(request), now=now, version=shown_version(request) or None)
    messages.success(request, _("The report is sent. You get a receipt by e-mail."))
    return redirect("reporting:report_detail", pk=pk)
