"""What the pages of writing a report share: the grant, its report, who may write, and what stands around the form."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from common.draft_pages import DraftPage
from common.gaps import Gap
from common.refusals import Refused, may
from common.views import person, turn_away
from grants.models import Grant
from reporting import queries, rules
from reporting.models import Report, ReportLine
from reporting.parts import Asked, ReportParts
from reporting.queries.report_lines import lines_to_write
from reporting.queries.report_parts import asked, parts_of, returned_with
from reporting.views.report import written_or_404
from reporting.views.report_steps import next_step, step_before, step_url, steps_of

NEXT, PREVIOUS = "next", "previous"


class ReportMixin:
    """A page for those who report for the recipient."""

    request: HttpRequest
    now: datetime
    step = ""
    """The step of the road that the page belongs to."""
    kwargs: dict[str, int]
    grant: Grant
    report: Report

    def find(self, pk: int, **place: int) -> None:
        """The issued grant, when the person reports on it; its report, begun or not. Raises Http404."""
        self.grant = written_or_404(self.request, pk, now=self.now)
        self.report = queries.report_of(self.grant) or Report(grant=self.grant, version=0)
        self.report.grant = self.grant

    def refusal(self) -> Refused | None:
        """Why nothing can be written now, or None."""
        refused = may(rules.check_may_save_report, person(self.request), self.grant, now=self.now)
        return refused or may(rules.check_is_editable, self.report)

    def turned_away(self) -> HttpResponse | None:
        """Away from a page that cannot be written now."""
        refused = self.refusal()
        return turn_away(self.request, refused, self.home()) if refused else None

    def home(self) -> str:
        """Where a reader goes who cannot write now: the report's own page."""
        return self.url("report_detail")

    def url(self, name: str) -> str:
        """The address of another page of the same report."""
        return reverse(f"reporting:{name}", kwargs={"pk": self.grant.pk})

    @cached_property
    def lines(self) -> list[ReportLine]:
        """The report's lines, loaded once for the page."""
        return lines_to_write(self.report)

    @cached_property
    def questions(self) -> list[Asked]:
        """The questions to this recipient, loaded once for the page."""
        return asked(self.grant)

    @cached_property
    def parts(self) -> ReportParts:
        """All that the report consists of, loaded once for the page."""
        return parts_of(self.report, lines=self.lines, questions=self.questions)

    @cached_property
    def gaps(self) -> list[Gap]:
        """What is missing before the report can be sent."""
        return rules.report_gaps(self.parts)

    def read_again(self) -> None:
        """Let the page read the report anew, after something in it is saved."""
        if self.report.pk is None:
            self.find(**self.kwargs)
        else:
            self.report.refresh_from_db(fields=["summary", "version", "saved_at"])
        for name in ("lines", "questions", "parts", "gaps"):
            self.__dict__.pop(name, None)

    def around(self) -> dict[str, Any]:
        """What stands around the form: the road, the date, and what the office asked to have amended."""
        before = step_before(self.step, self.parts)
        return {
            "grant": self.grant,
            "report": self.report,
            "answer": rules.answer(self.grant, now=self.now),
            "steps": steps_of(self.parts, self.step, gaps=self.gaps),
            "gaps": self.gaps,
            "url_before": step_url(self.grant, before) if before else "",
            "url_next": step_url(self.grant, next_step(self.step, self.parts)),
            "returned_with": returned_with(self.report),
        }


class WritingPage(ReportMixin, DraftPage):
    """A page of the road that is saved while it is written."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponseBase:
        return self.turned_away() or super().get(request, **place)

    def saved_at(self) -> datetime | None:
        return self.report.saved_at

    def goes_to(self) -> str:
        """The step at which the person is after this save, as it is remembered."""
        do = self.request.POST.get("do", "")
        if do == NEXT:
            return next_step(self.step, self.parts)
        return step_before(self.step, self.parts) or self.step if do == PREVIOUS else self.step

    def after(self, do: str) -> HttpResponse:
        if do in (NEXT, PREVIOUS):
            return redirect(step_url(self.grant, self.goes_to()))
        messages.success(self.request, _("The draft is saved."))
        return redirect(self.request.path)

    def context(self) -> dict[str, Any]:
        return self.around()
