"""The pages on which one says something about a needs report: no new needs, return, a new deadline."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from common import clock
from common.dates import oslo_date
from common.refusals import Refused, may
from common.views import attempt
from needs.forms.needs_report import DeclareNoNeedsForm, ExtendForm, ReturnForm
from needs.models import NeedsReport
from needs.rules import needs_report as rules
from needs.services import needs_report as services
from needs.views.needs_report import answer_for, led_or_404, owned_or_404, place_of
from needs.views.shared import go, person
from networks import deadlines
from networks.deadlines import end_of_day


class VerbPage(LoginRequiredMixin, View):
    """One question, one form, one service. Where the verb is no longer possible: the report's page, and why."""

    find: Any
    form_class: Any
    template_name: str
    label: Any
    done: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.now = clock.now()
        self.known = self.find(request, **kwargs, now=self.now)
        self.report: NeedsReport = self.known.report
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            messages.info(request, refusal.sentence)
            return go("needs_report_detail", place)
        return self._page(self.form_class(initial=self.initial()))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self.serve(form.cleaned_data)):
            return self._page(form, status=409)
        messages.success(request, self.done)
        return go("needs_report_detail", place)

    def initial(self) -> dict[str, Any]:
        """What the form starts with: a week from now."""
        return {"until": oslo_date(deadlines.returned_until(now=self.now))}

    def refusal(self) -> Refused | None:
        """Why the verb is not possible now, or None."""
        raise NotImplementedError

    def serve(self, typed: dict[str, Any]) -> None:
        """Call the service."""
        raise NotImplementedError

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "report": self.report,
            "place": place_of(self.report),
            "answer": answer_for(self.report, now=self.now),
            "cancel_url": reverse("needs:needs_report_detail", kwargs=place_of(self.report)),
            "primary_label": self.label,
        }
        return render(self.request, self.template_name, context, status=status)


class NeedsReportDeclareNoNeeds(VerbPage):
    """The owner says "no new needs this year"."""

    find = staticmethod(owned_or_404)
    form_class = DeclareNoNeedsForm
    template_name = "needs/needs_report_confirm_declare_no_needs.html"
    label = _("No new needs this year")
    done = _("You have said that there are no new needs this year. You get a receipt by e-mail.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_save_needs_report, person(self.request), self.report, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.declare_no_needs(**_who(self.report), by=person(self.request), now=self.now)


class NeedsReportReturn(VerbPage):
    """The network's leader returns a report with a comment and a new instant."""

    find = staticmethod(led_or_404)
    form_class = ReturnForm
    template_name = "needs/needs_report_confirm_return.html"
    label = _("Return for amendment")
    done = _("The needs report is returned, and the owner is told by e-mail.")

    def refusal(self) -> Refused | None:
        later = deadlines.returned_until(now=self.now)
        return may(
            rules.check_may_return_needs_report, person(self.request), self.report, due_at=later, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.return_needs_report(
            report=self.report,
            comment=typed["comment"],
            due_at=end_of_day(typed["until"]),
            by=person(self.request),
            now=self.now,
        )


class NeedsReportExtend(VerbPage):
    """The network's leader gives an owner a new deadline."""

    find = staticmethod(led_or_404)
    form_class = ExtendForm
    template_name = "needs/needs_report_confirm_extend.html"
    label = _("Give a new deadline")
    done = _("The owner has a new deadline, and is told by e-mail.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_extend_needs_report, person(self.request), self.report, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.extend_needs_report(
            **_who(self.report),
            due_at=end_of_day(typed["until"]),
            reason=typed["reason"],
            by=person(self.request),
            now=self.now,
        )


def _who(report: NeedsReport) -> dict[str, Any]:
    return {"round": report.round, "owner": report.owner, "network": report.network}
