"""Writing a needs report step by step. Each page is saved while it is written; sending alone demands anything."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.drafts import Saved, Shown
from common.refusals import may
from common.views import KnownPage, person, shown_version, turn_away
from needs.forms.report_write import CooperationForm, ReceivedForm, ReportInvolvementForm, StepForm
from needs.queries.drafts import report_values
from needs.queries.report_writing import has_sami_area, writing_place
from needs.rules import needs_report as rules
from needs.services import needs_report as services
from needs.services import report_draft as drafts
from needs.views.needs_report import detail_url, led_or_404
from needs.views.report_page import NEED_PLACE, ReportMixin, WritingPage
from needs.views.report_steps import (
    COOPERATION,
    INVOLVEMENT,
    MISSING,
    NEEDS,
    RECEIVED,
    SEND,
    STEPS,
    gap_address,
    need_url,
    report_gaps,
    step_url,
)
from needs.views.shared import go


class NeedsReportEdit(ReportMixin, KnownPage):
    """The way in: on to where the person last wrote, else to the first step."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        if self.refused is not None:
            return turn_away(request, self.refused, self.home())
        if MISSING in request.GET:
            gaps = report_gaps(self.report, self.needs(), is_record=self.is_record)
            return redirect(gap_address(self.report, gaps[0]) if gaps else step_url(self.report, SEND))
        if self.is_record and not self.report.received_how:
            return redirect(step_url(self.report, RECEIVED))
        return redirect(self._where(writing_place(person(request), self.report)))

    def _where(self, step: str) -> str:
        key = step.removeprefix(NEED_PLACE)
        if step != key and key in {str(need.pk) for need in self.needs()}:
            return need_url(self.report, int(key))
        is_of_leader = step == RECEIVED and not self.is_record
        return step_url(self.report, step if step in STEPS and not is_of_leader else NEEDS)


class NeedsReportRecord(KnownPage):
    """The leader's way in to a report that came another way; a POST records what is written as received."""

    def find(self, **place: int) -> None:
        self.report = led_or_404(self.request, **place, now=self.now).report
        self.place = place

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refused = may(rules.check_may_record_needs_report, person(request), self.report, now=self.now)
        if refused is not None:
            return turn_away(request, refused, detail_url(self.report))
        return go("needs_report_edit", place)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        if self.report.pk is None:
            return go("needs_report_edit", place)
        services.record_needs_report(
            report=self.report, by=person(request), now=self.now, version=shown_version(request)
        )
        messages.success(request, _("The needs report is recorded as received."))
        return go("needs_report_detail", place)


class StepPage(WritingPage):
    """A step with some of the report's own fields."""

    form_class: type[StepForm]
    template_name = "needs/needs_report_step.html"

    def stored(self) -> Saved:
        values = report_values(self.report)
        return Saved(self.report.version, {name: values[name] for name in self.make_form().fields})

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> StepForm:
        return self.form_class(data, initial=initial, report=self.report)

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        report = self.report
        return drafts.save_report_texts(
            round=report.round,
            owner=report.owner,
            network=report.network,
            typed=typed,
            shown=shown,
            by=person(self.request),
            now=self.now,
            at=self.goes_to(),
        )


class ReceivedStep(StepPage):
    """How a report came that the network's leader records."""

    step = RECEIVED
    form_class = ReceivedForm
    template_name = "needs/needs_report_received.html"

    def find(self, **place: int) -> None:
        super().find(**place)
        if not self.is_record:
            raise Http404


class InvolvementStep(StepPage):
    """Who took part."""

    step = INVOLVEMENT
    form_class = ReportInvolvementForm
    template_name = "needs/needs_report_involvement.html"


class CooperationStep(StepPage):
    """Sami perspectives, PPT's part, and what a scheme asks besides."""

    step = COOPERATION
    form_class = CooperationForm
    template_name = "needs/needs_report_cooperation.html"

    def context(self) -> dict[str, Any]:
        return super().context() | {"has_sami_area": has_sami_area(self.report)}
