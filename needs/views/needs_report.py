"""The pages of needs reports: reading, writing, sending."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django_filters.views import FilterView

from common import clock
from common.history import history_of
from common.refusals import may
from common.timeline import Line, lines_of
from common.views import person
from needs import queries
from needs.filters.needs_report import NeedsReportFilter
from needs.models import NeedsReport
from needs.queries.need_comment import with_comments
from needs.queries.needs_report import service_reports
from needs.queries.report_parts import readable_attachments
from needs.report_content import own_sections
from needs.rules import needs_report as rules
from needs.rules.delegation import check_may_ask_to_write, networks_with_services
from needs.services import needs_report as services
from needs.states import NEEDS_REPORT_FINAL, NeedsReportState
from needs.tables.needs_report import NeedsReportTable
from needs.views.needs_pages import needs_pages
from needs.views.report_steps import place_of
from needs.views.shared import RoundList, go, round_or_404
from networks import deadlines
from networks.queries import more_time
from networks.roles import LEADERS, REPORTERS, STAFF, Role, leads
from networks.states import Duty

VERBS = {
    "submit": gettext_lazy("Sent by"),
    "record": gettext_lazy("Recorded as received by"),
    "declare_no_needs": gettext_lazy("No new needs this year, says"),
    "take_back": gettext_lazy("Taken back by"),
    "resume": gettext_lazy("Taken up again by"),
    "return": gettext_lazy("Returned for amendment by"),
}
READERS = (*REPORTERS, *LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, *STAFF)


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


def detail_url(report: NeedsReport) -> str:
    """The address of the report's own page."""
    return reverse("needs:needs_report_detail", kwargs=place_of(report))


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
        user = person(self.request)
        return super().get_context_data(**kwargs) | {
            "kpis": kpis,
            "pages": needs_pages(user, "reports", now=self.now),
            "services": service_reports(user, self.round, now=self.now),
            "service_networks": networks_with_services(user, now=self.now),
        }


class NeedsReportDetail(LoginRequiredMixin, TemplateView):
    """How the report stands, what is in it for those who may read it, and what can be done. Also the receipt."""

    template_name = "needs/needs_report_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        known = known_or_404(self.request, **self.kwargs, now=now)
        report = known.report
        is_readable, history = queries.is_readable(user, report, now=now), lines_of(report, VERBS)
        return super().get_context_data(**kwargs) | {
            "report": report,
            "kindergartens": known.kindergartens,
            "place": place_of(report),
            "answer": rules.answer_for_owner(report, now=now),
            "is_readable": is_readable,
            "needs": with_comments(queries.readable_needs(user, known, now=now)) if is_readable else [],
            "sections": own_sections(report) if is_readable else [],
            "files": readable_attachments(user, known, now=now) if known.has_files else [],
            "versions": known.versions if queries.reads_whole(user, known, now=now) else 0,
            "with_comments": report.state == NeedsReportState.SUBMITTED,
            "history": history,
            "is_owner": rules.writes(user, report, now=now),
            "returned_with": _last_return(report, history) if is_readable else "",
            "may": allowed_verbs(user, known, now=now),
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


def _last_return(report: NeedsReport, history: list[Line]) -> str:
    """The same, of a history that is read already."""
    if report.state != NeedsReportState.RETURNED:
        return ""
    return next((line.comment for line in reversed(history) if line.text is VERBS["return"]), "")


def allowed_verbs(user: Any, known: queries.KnownReport, *, now: datetime) -> set[str]:
    """The verbs with a button on the page. Sending is offered with gaps too: its page says what is missing."""
    report, later = known.report, deadlines.returned_until(now=now)
    checks: dict[str, Callable[..., None]] = {
        "save": rules.check_may_save_needs_report,
        "take_back": partial(rules.check_may_take_back_needs_report, has_measures=known.has_measures),
        "ask": check_may_ask_to_write,
        "record": rules.check_may_record_needs_report,
        "return": partial(rules.check_may_return_needs_report, due_at=later),
        "extend": rules.check_may_extend_needs_report,
    }
    if report.state == NeedsReportState.NO_NEEDS:
        checks["resume"] = rules.check_may_resume_needs_report
    found = {verb for verb, check in checks.items() if may(check, user, report, now=now) is None}
    if "save" in found:
        found.add("submit")
        if may(rules.check_may_declare_no_needs, user, report, now=now) is None:
            found.add("declare_no_needs")
    return found


def edit_refusal(user: Any, report: NeedsReport, *, now: datetime) -> str:
    """Why the owner cannot write now, as a sentence; '' for others, and when it can."""
    if report.state not in (NeedsReportState.DRAFT, NeedsReportState.RETURNED):
        return ""
    if not rules.writes(user, report, now=now):
        return ""
    refusal = may(rules.check_may_save_needs_report, user, report, now=now)
    return refusal.sentence if refusal else ""


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
