"""The pages of needs reports: reading, writing, sending."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django_filters.views import FilterView

from common import clock
from common.gaps import Gap
from common.history import history_of
from common.refusals import may
from common.timeline import lines_of
from common.views import KnownPage, attempt, person, shown_version, turn_away
from needs import queries
from needs.filters.needs_report import NeedsReportFilter
from needs.forms.needs_report import NeedsReportPage
from needs.models import NeedsReport
from needs.queries.need_comment import with_comments
from needs.rules import needs_report as rules
from needs.services import needs_report as services
from needs.states import NEEDS_REPORT_FINAL, NeedsReportState
from needs.tables.needs_report import NeedsReportTable
from needs.views.needs_pages import needs_pages
from needs.views.shared import RoundList, go, round_or_404
from networks import deadlines
from networks.queries import more_time
from networks.roles import LEADERS, STAFF, Role, leads
from networks.states import Duty

VERBS = {
    "submit": gettext_lazy("Sent by"),
    "record": gettext_lazy("Recorded as received by"),
    "declare_no_needs": gettext_lazy("No new needs this year, says"),
    "resume": gettext_lazy("Taken up again by"),
    "return": gettext_lazy("Returned for amendment by"),
}
READERS = (Role.OWNER, *LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, *STAFF)


def known_or_404(
    request: HttpRequest, owner: int, network: int, year: int, *, now: datetime
) -> queries.KnownReport:
    """The report of an owner to a network, begun or not, when the person may know of it. Raises Http404."""
    round = round_or_404(request, year, now=now, county__networks=network)
    known = queries.known_report(person(request), round, owner=owner, network=network, now=now)
    if known is None:
        raise Http404
    return known


def owned_or_404(
    request: HttpRequest, owner: int, network: int, year: int, *, now: datetime
) -> queries.KnownReport:
    """The same for the owner's contacts alone. Raises Http404."""
    known = known_or_404(request, owner, network, year, now=now)
    if not rules.owns(person(request), known.report, now=now):
        raise Http404
    return known


def led_or_404(
    request: HttpRequest, owner: int, network: int, year: int, *, now: datetime
) -> queries.KnownReport:
    """The same for the network's leaders alone. Raises Http404."""
    known = known_or_404(request, owner, network, year, now=now)
    if not leads(person(request), known.report.network, now=now):
        raise Http404
    return known


def place_of(report: NeedsReport) -> dict[str, int]:
    """The arguments of the report's addresses."""
    return {"owner": report.owner_id, "network": report.network_id, "year": report.round.grant_year}


def detail_url(report: NeedsReport) -> str:
    """The address of the report's own page."""
    return reverse("needs:needs_report_detail", kwargs=place_of(report))


def answer_for(report: NeedsReport, *, now: datetime) -> deadlines.Answer:
    """How the duty stands for this owner and network."""
    return deadlines.answer(
        Duty.NEEDS_REPORT, report.round, now=now, organisation=report.owner, network=report.network
    )


def more_time_for(user: Any, report: NeedsReport, *, now: datetime) -> Any:
    """What the page says to the owner about a later date."""
    owed = deadlines.Owed(Duty.NEEDS_REPORT, report.round, organisation=report.owner, network=report.network)
    return more_time(user, owed, is_done=report.state in NEEDS_REPORT_FINAL, now=now)


class NeedsReportList(RoundList, FilterView):
    """Who has sent, who owes: one row for each owner and network that the person may know of."""

    template_name = "needs/needs_report_list.html"
    table_class = NeedsReportTable
    filterset_class = NeedsReportFilter
    readers = READERS
    duty = Duty.NEEDS_REPORT

    def get_queryset(self) -> Any:
        return queries.report_pairs(person(self.request), self.round, now=self.now)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        places = queries.report_places(person(self.request), self.round, now=self.now)
        return super().get_filterset_kwargs(filterset_class) | {"places": places}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kpis = key_figures(queries.counts_by_state(self.get_queryset()))
        pages = needs_pages(person(self.request), "reports", now=self.now)
        return super().get_context_data(**kwargs) | {"kpis": kpis, "pages": pages}


class NeedsReportDetail(LoginRequiredMixin, TemplateView):
    """How the report stands, what is in it for those who may read it, and what can be done. Also the receipt."""

    template_name = "needs/needs_report_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        known = known_or_404(self.request, **self.kwargs, now=now)
        report = known.report
        is_readable = queries.is_readable(user, report, now=now)
        return super().get_context_data(**kwargs) | {
            "report": report,
            "kindergartens": known.kindergartens,
            "place": place_of(report),
            "answer": answer_for(report, now=now),
            "is_readable": is_readable,
            "needs": with_comments(queries.readable_needs(user, known, now=now)) if is_readable else [],
            "with_comments": report.state == NeedsReportState.SUBMITTED,
            "history": lines_of(report, VERBS),
            "is_owner": rules.owns(user, report, now=now),
            "returned_with": returned_with(report) if is_readable else "",
            "may": allowed_verbs(user, report, now=now),
            "refusal": edit_refusal(user, report, now=now),
            "more_time": more_time_for(user, report, now=now),
        }


def key_figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    """How many have met the duty, and how many have not, for those who see more than a few."""
    sent = counts.get(NeedsReportState.SUBMITTED, 0)
    if sum(counts.values()) < 4:
        return []
    begun = counts.get(NeedsReportState.DRAFT, 0) + counts.get(NeedsReportState.RETURNED, 0)
    return [
        {"label": _("Sent"), "value": sent},
        {"label": NeedsReportState.NO_NEEDS.label, "value": counts.get(NeedsReportState.NO_NEEDS, 0)},
        {"label": _("Under way"), "value": begun},
        {"label": _("Not begun"), "value": counts.get(queries.NOT_BEGUN, 0)},
    ]


def returned_with(report: NeedsReport) -> str:
    """The comment that a returned report came back with; '' in other states."""
    if report.state != NeedsReportState.RETURNED:
        return ""
    last = history_of(report).filter(verb="return").last()
    return last.comment if last else ""


def allowed_verbs(user: Any, report: NeedsReport, *, now: datetime) -> set[str]:
    """The verbs with a button on the page. Sending is offered with gaps too: its page says what is missing."""
    later = deadlines.returned_until(now=now)
    found = set()
    if may(rules.check_may_save_needs_report, user, report, now=now) is None:
        found |= {"save", "submit", "declare_no_needs"}
    if report.state == NeedsReportState.NO_NEEDS and (
        may(rules.check_may_resume_needs_report, user, report, now=now) is None
    ):
        found.add("resume")
    if may(rules.check_may_record_needs_report, user, report, now=now) is None:
        found.add("record")
    if may(rules.check_may_return_needs_report, user, report, due_at=later, now=now) is None:
        found.add("return")
    if may(rules.check_may_extend_needs_report, user, report, now=now) is None:
        found.add("extend")
    return found


def edit_refusal(user: Any, report: NeedsReport, *, now: datetime) -> str:
    """Why the owner cannot write now, as a sentence; '' for others, and when it can."""
    if report.state not in (NeedsReportState.DRAFT, NeedsReportState.RETURNED):
        return ""
    if not rules.owns(user, report, now=now):
        return ""
    refusal = may(rules.check_may_save_needs_report, user, report, now=now)
    return refusal.sentence if refusal else ""


class NeedsReportEdit(KnownPage):
    """The owner's form, beside what the heads have shared. Saving never demands anything; sending does."""

    is_record = False
    url_name = "needs:needs_report_edit"

    def find(self, **place: int) -> None:
        self.known = owned_or_404(self.request, **place, now=self.now)
        self.report = self.known.report

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self._refusal()
        if refusal is not None:
            return turn_away(request, refusal, detail_url(self.report))
        page = self._page(with_new_row="ny" in request.GET)
        if "mangler" in request.GET:
            page.show_gaps(self._gaps(self.report))
        return self._answer(page, self.report.version)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        page = self._page(data=request.POST)
        if not page.is_valid():
            return self._answer(page, shown_version(request))
        if not attempt(page.form, lambda: self._save(page)):
            return self._answer(page, self.report.version, status=409)
        return self._after(request.POST.get("do", ""), place)

    def _refusal(self) -> Any:
        return may(rules.check_may_save_needs_report, person(self.request), self.report, now=self.now)

    def _gaps(self, report: NeedsReport) -> list[Gap]:
        return rules.needs_report_gaps(report, queries.needs_of(report))

    def _page(self, **kwargs: Any) -> NeedsReportPage:
        return NeedsReportPage(
            self.report,
            queries.needs_of(self.report),
            themes=list(queries.themes(self.report.round.county)),
            kindergartens=self.known.kindergartens,
            is_record=self.is_record,
            **kwargs,
        )

    def _saving(self, page: NeedsReportPage) -> dict[str, Any]:
        return {
            "round": self.report.round,
            "owner": self.report.owner,
            "network": self.report.network,
            "content": page.content,
            "version": shown_version(self.request),
            "by": person(self.request),
            "now": self.now,
        }

    def _save(self, page: NeedsReportPage) -> None:
        self.saved = services.save_needs_report(**self._saving(page))

    def _after(self, verb: str, place: dict[str, int]) -> HttpResponse:
        """Where to go when the draft is saved: a new row, the page before sending, or the form again."""
        here = reverse(self.url_name, kwargs=place)
        if verb == "add":
            row = len(queries.needs_of(self.saved))
            return redirect(f"{here}?ny=1#need-{row + 1}")
        if verb == "next":
            return self._next(here, place)
        messages.success(self.request, _("The draft is saved."))
        return redirect(here)

    def _next(self, here: str, place: dict[str, int]) -> HttpResponse:
        return go("needs_report_confirm_submit", place)

    def _answer(self, page: NeedsReportPage, version: int, *, status: int = 200) -> HttpResponse:
        context = {
            "report": self.report,
            "place": place_of(self.report),
            "form": page.form,
            "formset": page.needs,
            "version": version,
            "is_record": self.is_record,
            "answer": answer_for(self.report, now=self.now),
            "returned_with": returned_with(self.report),
            "shared": list(queries.shared_items(self.known.kindergartens, self.report.round)),
        }
        return render(self.request, "needs/needs_report_form.html", context, status=status)


class NeedsReportRecord(NeedsReportEdit):
    """The same form for the network's leader, for a report received another way."""

    is_record = True
    url_name = "needs:needs_report_record"

    def find(self, **place: int) -> None:
        self.known = led_or_404(self.request, **place, now=self.now)
        self.report = self.known.report

    def _refusal(self) -> Any:
        return may(rules.check_may_record_needs_report, person(self.request), self.report, now=self.now)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        if rules.is_begun_by_owner(self.report):
            raise self._refusal()
        return super().post(request, **place)

    def _gaps(self, report: NeedsReport) -> list[Gap]:
        return rules.record_gaps(report, queries.needs_of(report))

    def _save(self, page: NeedsReportPage) -> None:
        how = page.form.cleaned_data["received_how"]
        self.saved = services.save_record(**self._saving(page), received_how=how)

    def _next(self, here: str, place: dict[str, int]) -> HttpResponse:
        if self._gaps(self.saved):
            return redirect(f"{here}?mangler=1")
        services.record_needs_report(report=self.saved, by=person(self.request), now=self.now)
        messages.success(self.request, _("The needs report is recorded as received."))
        return go("needs_report_detail", place)


class NeedsReportConfirmSubmit(LoginRequiredMixin, TemplateView):
    """Everything on one page before sending; what is missing links to its field."""

    template_name = "needs/needs_report_confirm_submit.html"

    def get(self, request: HttpRequest, *args: Any, **place: int) -> HttpResponse:
        now = clock.now()
        known = owned_or_404(request, **place, now=now)
        report = known.report
        refusal = may(rules.check_may_save_needs_report, person(request), report, now=now)
        if refusal is not None:
            return turn_away(request, refusal, detail_url(report))
        needs = queries.needs_of(report)
        edit = reverse("needs:needs_report_edit", kwargs=place)
        gaps = rules.numbered(rules.needs_report_gaps(report, needs))
        return self.render_to_response(
            {
                "report": report,
                "place": place,
                "needs": needs,
                "kindergartens": known.kindergartens,
                "gaps": [(f"{edit}?mangler=1#{gap.anchor}", gap.sentence) for gap in gaps],
                "answer": answer_for(report, now=now),
            }
        )


@login_required
@require_POST
def needs_report_submit(request: HttpRequest, **place: int) -> HttpResponse:
    """Send the saved draft to the network."""
    now = clock.now()
    report = owned_or_404(request, **place, now=now).report
    if report.pk is None:
        raise Http404
    services.submit_needs_report(report=report, by=person(request), now=now, version=shown_version(request))
    messages.success(request, _("The needs report is sent. You get a receipt by e-mail."))
    return go("needs_report_detail", place)


@login_required
@require_POST
def needs_report_resume(request: HttpRequest, **place: int) -> HttpResponse:
    """Take "no new needs this year" back."""
    now = clock.now()
    report = owned_or_404(request, **place, now=now).report
    if report.pk is None:
        raise Http404
    services.resume_needs_report(report=report, by=person(request), now=now)
    messages.success(request, _("You can write the needs report now. Remember to send it."))
    return go("needs_report_edit", place)
