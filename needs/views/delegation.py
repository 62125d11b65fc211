"""Asking a colleague to write the report, telling that it is ready, and letting a municipal service report."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from common import clock
from common.refusals import NotAllowed, Refused, may
from common.views import VerbPage, or_404, person
from needs.forms.delegation import AskForm, ServiceForm
from needs.queries.delegation import writer_of, writers_of
from needs.rules import delegation as rules
from needs.services import delegation as services
from needs.views.needs_report import detail_url, known_or_404
from needs.views.shared import go, round_or_404
from networks.queries import networks_visible_to
from networks.roles import leads


class WritersPage(VerbPage):
    """Who writes the report besides the owner's contacts, and asking one more."""

    template_name = "needs/report_writers.html"
    form_class = AskForm
    primary_label = gettext_lazy("Ask by e-mail")
    done = gettext_lazy("Your colleague is asked by e-mail.")

    def find(self, **place: int) -> None:
        self.place = place
        self.report = known_or_404(self.request, **place, now=self.now).report
        if isinstance(self._asking(), NotAllowed):
            raise Http404

    def _asking(self) -> Refused | None:
        return may(rules.check_may_ask_to_write, person(self.request), self.report, now=self.now)

    def home(self) -> str:
        return detail_url(self.report)

    def refusal(self) -> Refused | None:
        return self._asking()

    def serve(self, typed: dict[str, Any]) -> None:
        services.ask_to_write(report=self.report, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        seats = list(writers_of(self.report.owner, now=self.now))
        return {
            "report": self.report,
            "place": self.place,
            "seats": seats,
            "user_pk": person(self.request).pk,
        }


@login_required
@require_POST
def report_writer_end(request: HttpRequest, seat: int, **place: int) -> HttpResponse:
    """Take the task from a colleague."""
    now = clock.now()
    report = known_or_404(request, **place, now=now).report
    known = or_404(writer_of(report, seat, now=now))
    refusal = may(rules.check_may_end_writing, person(request), report, known, now=now)
    if isinstance(refusal, NotAllowed):
        raise Http404
    services.end_writing(report=report, seat=known, by=person(request), now=now)
    messages.success(request, _("%(name)s can no longer write.") % {"name": known.user.name})
    return go("report_writers", place)


@login_required
@require_POST
def needs_report_tell_ready(request: HttpRequest, **place: int) -> HttpResponse:
    """Tell the owner that the report can be looked over and sent."""
    now = clock.now()
    report = known_or_404(request, **place, now=now).report
    refusal = may(rules.check_may_tell_ready, person(request), report, now=now)
    if isinstance(refusal, NotAllowed):
        raise Http404
    services.tell_ready(report=report, by=person(request), now=now)
    messages.success(request, _("The owner is told that the needs report is ready."))
    return go("needs_report_detail", place)


class ServiceBegin(VerbPage):
    """A municipal service reports a need of its own: it is named here, and then writes like an owner."""

    template_name = "needs/service_begin.html"
    form_class = ServiceForm
    primary_label = gettext_lazy("Begin")
    done = ""

    def find(self, network: int, year: int) -> None:
        self.round = round_or_404(self.request, year, now=self.now, county__networks=network)
        user = person(self.request)
        self.network = or_404(networks_visible_to(user, now=self.now).filter(pk=network).first())
        if may(rules.check_may_begin_service_report, user, self.network, now=self.now) is not None:
            raise Http404

    def home(self) -> str:
        return reverse("needs:needs_report_list")

    def initial(self) -> dict[str, Any]:
        mine = rules.service_seats(person(self.request), now=self.now)
        return {"name": next((seat.represents for seat in mine if seat.network_id == self.network.pk), "")}

    def context(self) -> dict[str, Any]:
        return {"network": self.network, "round": self.round}

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(form)
        service = services.begin_service_report(
            round=self.round,
            network=self.network,
            name=form.cleaned_data["name"],
            by=person(request),
            now=self.now,
        )
        there = {"owner": service.pk, "network": self.network.pk, "year": self.round.grant_year}
        is_recorded = leads(person(request), self.network, now=self.now)
        return go("needs_report_record" if is_recorded else "needs_report_edit", there)
