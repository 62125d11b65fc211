"""The pages of reports: the list, one report, returning and approving it, and the sums."""

from datetime import datetime
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import clock
from common.dates import oslo_date
from common.money import kroner
from common.pictures import bars
from common.refusals import may
from common.timeline import lines_of
from common.views import (
    KnownMixin,
    VerbPage,
    or_404,
    person,
)
from grants.models import Grant
from networks.deadlines import Owed, end_of_day, returned_until
from networks.queries import more_time, rounds_visible_to, staff_round
from networks.roles import LEADERS, STAFF, Role, holds
from networks.states import Duty
from reporting import queries, rules, services
from reporting.filters.report import ReportFilter
from reporting.forms.report import ReturnForm
from reporting.models import Report
from reporting.money_table import money_table
from reporting.parts import ReportParts
from reporting.queries.report_parts import parts_of, readable_versions, reads_content, returned_with
from reporting.states import EDITABLE, MET, ReportState
from reporting.tables.report import ReportTable
from reporting.views.control_panel import control_panel

VERBS = {
    "submit": gettext_lazy("Sent by"),
    "return": gettext_lazy("Returned for amendment by"),
    "approve": gettext_lazy("Approved by"),
}
READERS = (Role.OWNER, *LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, *STAFF)


def grant_or_404(request: HttpRequest, pk: int, *, now: datetime) -> Grant:
    """The issued grant, when the person may open its report. Raises Http404."""
    return get_object_or_404(queries.grants_with_reports_for(person(request), now=now), pk=pk)


def written_or_404(request: HttpRequest, pk: int, *, now: datetime) -> Grant:
    """The issued grant, when the person reports on it. Raises Http404."""
    return get_object_or_404(queries.reportable_by(person(request), now=now), pk=pk)


def sent_or_404(request: HttpRequest, pk: int, *, now: datetime) -> Report:
    """The report, when the person may decide on it. Raises Http404."""
    report = queries.report_of(grant_or_404(request, pk, now=now))
    if report is None or not holds(
        person(request), Role.CASE_OFFICER, report.grant.decision.round.county, now=now
    ):
        raise Http404
    return report


def detail_url(grant: int) -> str:
    """The address of the report's own page."""
    return reverse("reporting:report_detail", kwargs={"pk": grant})


def begun(grant: Grant) -> Report:
    """The grant's report; an unsaved one while it is not begun."""
    return queries.report_of(grant) or Report(grant=grant, version=0)


class ReportList(KnownMixin, SingleTableMixin, FilterView):
    """One's own reports; for the County Governor's staff all of them, also those that are owed."""

    template_name = "reporting/report_list.html"
    table_class = ReportTable
    filterset_class = ReportFilter
    paginate_by = 25

    def find(self, **place: Any) -> None:
        if not holds(person(self.request), READERS, now=self.now):
            raise Http404

    def get_queryset(self) -> Any:
        return queries.grants_with_reports_for(person(self.request), now=self.now)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        rounds = rounds_visible_to(person(self.request), now=self.now)
        self.years = sorted(rounds.values_list("grant_year", flat=True), reverse=True)
        return super().get_filterset_kwargs(filterset_class) | {"years": self.years}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        is_staff = holds(user, STAFF, now=self.now)
        return super().get_context_data(**kwargs) | {
            "overview_years": queries.years_with_letters(user, now=self.now) if is_staff else [],
            "is_staff": is_staff,
            "sets_up": holds(user, Role.CASE_OFFICER, now=self.now),
        }


class ReportDetail(LoginRequiredMixin, TemplateView):
    """How the report stands, what is in it, and what can be done. Also the receipt."""

    template_name = "reporting/report_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        grant = grant_or_404(self.request, self.kwargs["pk"], now=now)
        report = begun(grant)
        is_mine = rules.writes(user, grant, now=now)
        is_readable = report.pk is not None and reads_content(user, report, now=now)
        refusal = may(rules.check_may_save_report, user, grant, now=now) if is_mine else None
        parts = parts_of(report) if is_readable else None
        can_write = is_mine and refusal is None and report.state in EDITABLE
        return super().get_context_data(**kwargs) | {
            "grant": grant,
            "report": report,
            "parts": parts,
            "money": money_table(parts.lines) if parts else None,
            "answered": _answered(parts) if parts else [],
            "versions": len(readable_versions(user, report, now=now)) if report.pk else 0,
            "is_mine": is_mine,
            "returned_with": returned_with(report) if is_readable else "",
            "answer": rules.answer(grant, now=now),
            "history": lines_of(report, VERBS),
            "can_write": can_write,
            "ahead": _ahead(report) if can_write and report.pk is None else None,
            "refusal": refusal.sentence if refusal else "",
            "more_time": more_time(
                user,
                Owed(Duty.REPORT, grant.decision.round, organisation=grant.university, network=grant.network),
                is_done=report.state in MET,
                now=now,
            )
            if is_mine
            else None,
            "can_decide": report.state == ReportState.SUBMITTED
            and may(rules.check_may_decide_report, user, report, now=now) is None,
            **control_panel(report, user, now=now),
        }


class DecideReport(VerbPage):
    """One question to the case officer, one form, one service."""

    def find(self, pk: int) -> None:
        self.report = sent_or_404(self.request, pk, now=self.now)

    def home(self) -> str:
        return detail_url(self.report.grant_id)

    def initial(self) -> dict[str, Any]:
        """Two weeks from now."""
        return {"until": oslo_date(returned_until(now=self.now, days=14))}

    def context(self) -> dict[str, Any]:
        return {"report": self.report, "grant": self.report.grant}


class ReportReturn(DecideReport):
    """The case officer returns a report with a comment and a new date."""

    form_class = ReturnForm
    template_name = "reporting/report_confirm_return.html"
    primary_label = gettext_lazy("Return the report")
    done = gettext_lazy("The report is returned, and the recipient is told by e-mail.")

    def serve(self, typed: dict[str, Any]) -> None:
        services.return_report(
            report=self.report,
            comment=typed["comment"],
            due_at=end_of_day(typed["until"]),
            by=person(self.request),
            now=self.now,
        )


def _ahead(report: Report) -> dict[str, int]:
    """What a report that is not begun is to tell of."""
    parts = parts_of(report)
    had = sum(line.budget_nok for line in parts.lines)
    return {
        "measures": len(parts.facts),
        "lines": len(parts.lines),
        "had": had,
        "asked": len(parts.questions),
    }


def _answered(parts: ReportParts) -> list[tuple[str, str]]:
    """Each question with its answer. A sent report of an earlier year was not asked: then nothing."""
    rows = [(asked.text, parts.answers.get(asked.key, "")) for asked in parts.questions]
    return rows if any(said for _text, said in rows) or parts.report.state not in MET else []


class ReportOverview(LoginRequiredMixin, TemplateView):
    """The round's reports added up, for the County Governor's staff."""

    template_name = "reporting/report_overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        round = or_404(staff_round(user, self.kwargs["year"], now=now))
        found = queries.overview(round)
        return super().get_context_data(**kwargs) | {
            "round": round,
            "overview": found,
            "kpis": _kpis(found),
            "chart": bars(
                [(str(t.grant.network or t.grant.university), t.used_nok) for t in found.totals],
                key="used",
                title=_("Where the money was used"),
                text=_("Used kroner by recipient, from the reports that are sent."),
                label_header=_("Recipient"),
                value_header=_("Used"),
            ),
        }


def _kpis(found: queries.Overview) -> list[dict[str, str]]:
    return [
        {"label": _("Granted"), "value": kroner(found.granted_nok)},
        {"label": _("Used"), "value": kroner(found.used_nok)},
        {"label": _("Unspent"), "value": kroner(found.unspent_nok)},
        {"label": _("Reports received"), "value": f"{found.received} / {len(found.totals)}"},
    ]
