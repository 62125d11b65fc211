"""Reports that wait for their recipients."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from common.models import StateChange
from grants.models import Grant
from grants.queries.decision import WITH_MONEY
from networks import deadlines
from networks.models import County, Round
from networks.states import Duty
from rekom.standstill.row import Still
from reporting.models import Report
from reporting.queries.remarks import waiting_questions
from reporting.states import MET, ReportState

LATE_FOR = timedelta(days=365)


def overdue(county: County, rounds: list[Round], now: datetime) -> Iterable[Still]:
    """The recipients whose report is overdue, or returned and not sent again; with the reason for the return."""
    late = {round.pk: due_at for round in rounds if (due_at := _overdue_since(round, now)) is not None}
    last = StateChange.objects.filter(
        content_type=ContentType.objects.get_for_model(Report),
        object_id=OuterRef("report"),
        verb="return",
    ).order_by("-at")
    rows = (
        Grant.objects.filter(WITH_MONEY, decision__round__county=county)
        .filter(Q(decision__round__in=late) | Q(report__state=ReportState.RETURNED))
        .exclude(report__state__in=list(MET))
        .select_related("network", "university", "decision__round", "report")
        .annotate(
            returned_at=Subquery(last.values("at")[:1]), returned_because=Subquery(last.values("comment")[:1])
        )
        .order_by("decision__round__grant_year", "pk")
    )
    for grant in rows:
        year = grant.decision.round.grant_year
        state = grant.report.state if hasattr(grant, "report") else ""
        if state == ReportState.RETURNED:
            why = _("The report for %(year)s was returned and has not come back: %(reason)s") % {
                "year": year,
                "reason": grant.returned_because or "",
            }
        elif state:
            why = _("The report for %(year)s is overdue. It is begun.") % {"year": year}
        else:
            why = _("The report for %(year)s is overdue. It is not begun.") % {"year": year}
        yield Still(
            who=str(grant.network or grant.university),
            why=why,
            since=grant.returned_at or late.get(grant.decision.round_id),
            url=reverse("reporting:report_detail", kwargs={"pk": grant.pk}),
        )


def _overdue_since(round: Round, now: datetime) -> datetime | None:
    """When the round's reports were due, when that was within the last year."""
    if not any(row.duty == Duty.REPORT for row in round.deadlines.all()):
        return None
    answer = deadlines.answer(Duty.REPORT, round, now=now)
    return answer.due_at if answer.is_past and now <= answer.due_at + LATE_FOR else None


def questions(county: County, rounds: list[Round], now: datetime) -> Iterable[Still]:
    """The office's own questions that nobody has answered, the oldest first."""
    rows = waiting_questions().filter(report__grant__decision__round__county=county)
    related = ("report__grant__network", "report__grant__university")
    for row in rows.select_related(*related).order_by("at", "pk"):
        grant = row.report.grant
        yield Still(
            who=str(grant.network or grant.university),
            why=row.text,
            since=row.at,
            url=reverse("reporting:report_detail", kwargs={"pk": grant.pk}),
        )
