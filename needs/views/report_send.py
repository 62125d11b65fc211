"""The last step of a needs report: everything on one page with what is missing and what would be better; sending."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from common.gaps import Gap
from common.kept import KeptSection
from common.refusals import may
from common.views import KnownPage, or_404, person, shown_version
from needs.models import NeedsReport
from needs.queries.report_parts import attachments_of, shared_count
from needs.queries.report_writing import kindergartens_to_choose, report_to_write
from needs.report_content import sections_of
from needs.rules import needs_report as rules
from needs.rules.report_hints import needs_report_hints
from needs.services import needs_report as services
from needs.views.report_page import ReportMixin
from needs.views.report_steps import (
    ATTACHMENTS,
    COOPERATION,
    INVOLVEMENT,
    NEEDS,
    RECEIVED,
    SEND,
    gap_address,
    need_url,
    step_url,
)
from needs.views.shared import go, round_or_404

STEP_OF = {
    "received": RECEIVED,
    "involvement": INVOLVEMENT,
    "cooperation": COOPERATION,
    "attachments": ATTACHMENTS,
}
"""The step in which a section of the report is written, by the section's key."""


class NeedsReportConfirmSubmit(ReportMixin, KnownPage):
    """The summary. What is missing stops sending and links to its field; the hints do not stop anybody."""

    step = SEND

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self.turned_away() or render(
            request, "needs/needs_report_confirm_submit.html", self._context()
        )

    def _context(self) -> dict[str, Any]:
        report, needs, user = self.report, self.needs(), person(self.request)
        around = self.around()
        files = attachments_of(report)
        sections = sections_of(report, needs, by=user, files=files) if report.pk else []
        return around | {
            "gaps": self._linked(around["gaps"]),
            "hints": [] if self.is_record else self._linked(self._hints()),
            "sections": [(section, self._written_at(section)) for section in sections],
            "files": files,
            "sends": may(rules.check_may_send_needs_report, user, report, now=self.now) is None,
        }

    def _linked(self, gaps: list[Gap]) -> list[tuple[str, str]]:
        """Each with the address of its field."""
        pairs = zip(gaps, rules.numbered(gaps), strict=True)
        return [(gap_address(self.report, gap), numbered.sentence) for gap, numbered in pairs]

    def _hints(self) -> list[Gap]:
        kindergartens = kindergartens_to_choose(self.report)
        shared = shared_count(kindergartens, self.report) if kindergartens else None
        return needs_report_hints(self.report, self.needs(), kindergartens=kindergartens, shared=shared)

    def _written_at(self, section: KeptSection) -> str:
        if section.key.startswith("need-"):
            return need_url(self.report, int(section.key.removeprefix("need-")))
        return step_url(self.report, STEP_OF.get(section.key, NEEDS))


def _written_or_404(
    request: HttpRequest, owner: int, network: int, year: int, *, now: datetime
) -> NeedsReport:
    """The draft, for those who write it; its needs are read when it is sent. Raises Http404."""
    user = person(request)
    round = round_or_404(request, year, now=now, county__networks=network)
    report = or_404(report_to_write(user, round, owner=owner, network=network, now=now))
    if report.pk is None or not rules.writes(user, report, now=now):
        raise Http404
    return report


@login_required
@require_POST
def needs_report_submit(request: HttpRequest, **place: int) -> HttpResponse:
    """Send the saved draft to the network."""
    now = clock.now()
    report = _written_or_404(request, **place, now=now)
    services.submit_needs_report(report=report, by=person(request), now=now, version=shown_version(request))
    messages.success(request, _("The needs report is sent. You get a receipt by e-mail."))
    return go("needs_report_detail", place)
