"""What the pages of writing a needs report share: the report, who may write it, and what stands around the form."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.draft_pages import DraftPage
from common.drafts import Shown
from common.gaps import Gap, show_gaps
from common.refusals import NotAllowed, Refused, may
from common.views import or_404, person, turn_away
from needs.models import Need, NeedsReport
from needs.queries.report_comments import comments_by_key
from needs.queries.report_writing import load_needs, report_to_write
from needs.rules import needs_report as rules
from needs.views.needs_report import detail_url, returned_with
from needs.views.report_steps import (
    MISSING,
    RECEIVED,
    next_step,
    place_of,
    report_gaps,
    step_before,
    step_url,
    steps_of,
)
from needs.views.shared import round_or_404

NEXT, PREVIOUS = "next", "previous"
NEED_PLACE = "need:"
"""How a writing place names one need: "need:12"."""


class ReportMixin:
    """A page for those who write a report: the owner's people, and the leader who records one."""

    request: HttpRequest
    now: Any
    step = ""
    """The step of the road that the page belongs to."""
    report: NeedsReport
    is_record: bool
    refused: Refused | None

    def find(self, **place: int) -> None:
        """The report, begun or not. Raises Http404 for others, and for a leader where the draft is the owner's."""
        user = person(self.request)
        round = round_or_404(self.request, place["year"], now=self.now, county__networks=place["network"])
        self.report = or_404(
            report_to_write(user, round, owner=place["owner"], network=place["network"], now=self.now)
        )
        self.refused = may(rules.check_may_draft_needs_report, user, self.report, now=self.now)
        self.is_record = not rules.writes(user, self.report, now=self.now)
        is_owners_own = self.is_record and rules.is_begun_by_owner(self.report)
        if isinstance(self.refused, NotAllowed) or is_owners_own:
            raise Http404

    def check(self) -> None:
        """Raises NotNow when nothing can be written now."""
        if self.refused is not None:
            raise self.refused

    def refusal(self) -> Refused | None:
        """Why nothing can be written now, or None."""
        return self.refused

    def turned_away(self) -> HttpResponse | None:
        """Away from a page that cannot be written now; a leader says first how the report came."""
        if self.refused is not None:
            return turn_away(self.request, self.refused, self.home())
        if self.is_record and not self.report.received_how and self.step != RECEIVED:
            return redirect(step_url(self.report, RECEIVED))
        return None

    def home(self) -> str:
        """Where a reader goes who cannot write now."""
        return detail_url(self.report)

    def needs(self) -> list[Need]:
        """The report's needs, loaded once for the page."""
        if not hasattr(self, "_needs"):
            self._needs = load_needs(self.report)
        return self._needs

    def around(self) -> dict[str, Any]:
        """What stands around the form: the road, the date, and what the leader asked to have amended."""
        report, before = self.report, step_before(self.step, is_record=self.is_record)
        gaps = report_gaps(report, self.needs(), is_record=self.is_record)
        return {
            "report": report,
            "place": place_of(report),
            "is_record": self.is_record,
            "is_service": rules.is_from_service(report),
            "answer": rules.answer_for_owner(report, now=self.now),
            "steps": steps_of(report, self.step, gaps=gaps, is_record=self.is_record),
            "gaps": gaps,
            "url_before": step_url(report, before) if before else "",
            "returned_with": returned_with(report),
            "comments": comments_by_key(report),
        }


class WritingPage(ReportMixin, DraftPage):
    """A page of the road that is saved while it is written."""

    form: Any

    def get(self, request: HttpRequest, **place: Any) -> HttpResponseBase:
        return self.turned_away() or super().get(request, **place)

    def page(self, form: Any, shown: Shown, **kwargs: Any) -> HttpResponse:
        self.form = form
        return super().page(form, shown, **kwargs)

    def saved_at(self) -> datetime | None:
        return self.report.saved_at

    def goes_to(self) -> str:
        """The step at which the person is after this save, as it is remembered."""
        do = self.request.POST.get("do", "")
        if do == NEXT:
            return next_step(self.step, is_record=self.is_record)
        return step_before(self.step, is_record=self.is_record) or self.step if do == PREVIOUS else self.step

    def after(self, do: str) -> HttpResponse:
        if do in (NEXT, PREVIOUS):
            there = self.goes_to()
            return redirect(step_url(self.report, there) if there != self.step else self.home())
        messages.success(self.request, _("The draft is saved."))
        return redirect(self.request.path)

    def prepare(self, form: Any) -> None:
        if MISSING in self.request.GET:
            show_gaps(form, self.missing())

    def missing(self) -> list[Gap]:
        """What is missing on this page."""
        return report_gaps(self.report, self.needs(), is_record=self.is_record)

    def comment_key(self, name: str) -> str:
        """The key under which the leader's comments on a field stand."""
        return name

    def context(self) -> dict[str, Any]:
        around = self.around()
        comments = around["comments"]
        rows = [(self.form[name], comments.get(self.comment_key(name), [])) for name in self.form.fields]
        return around | {"rows": rows}
