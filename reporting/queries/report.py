"""Reads of reports. Nothing here writes."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from grants.models import Grant
from grants.queries import grants, issued_grants
from grants.queries.decision import WITH_MONEY
from networks.models import Deadline, Round, User
from networks.roles import LEADERS, STAFF, Role, bodies
from networks.states import Duty
from reporting.models import Report, ReportLine
from reporting.states import Attainment, ReportState


def issued() -> QuerySet[Grant]:
    """Grants to report on, with their reports and what `networks.deadlines` wants.

    Their letters are issued, and they give something; or they did so when the report was begun.
    """
    deadlines = Prefetch("decision__round__deadlines", Deadline.objects.prefetch_related("dispensations"))
    found: QuerySet[Grant] = (
        grants()
        .filter(WITH_MONEY | Q(report__isnull=False))
        .select_related("report__dispensation__granted_by")
        .prefetch_related(deadlines)
    )
    return found


def reportable_by(user: User, *, now: datetime) -> QuerySet[Grant]:
    """The issued grants that the person reports on."""
    leads = bodies(user, LEADERS, now=now)
    owns = bodies(user, Role.OWNER, now=now)
    coordinates = bodies(user, Role.UH_COORDINATOR, now=now)
    return issued().filter(Q(network__in=leads) | Q(network__payee__in=owns) | Q(university__in=coordinates))


def grants_with_reports_for(user: User, *, now: datetime) -> QuerySet[Grant]:
    """The issued grants whose reports the person may open: one's own, all for the County Governor's staff,

    and the network's own for its members.
    """
    mine = reportable_by(user, now=now).values("pk")
    county = bodies(user, STAFF, now=now)
    member = bodies(user, Role.NETWORK_MEMBER, now=now)
    seen_by_members = Q(network__in=member, report__state__in=[ReportState.SUBMITTED, ReportState.APPROVED])
    return issued().filter(Q(pk__in=mine) | Q(decision__round__county__in=county) | seen_by_members)


def reports_owed(round: Round) -> list[Grant]:
    """The issued grants of the round that give something, without a submitted or approved report."""
    met = [ReportState.SUBMITTED, ReportState.APPROVED]
    return list(issued_grants(round).filter(WITH_MONEY).exclude(report__state__in=met))


def unreported() -> QuerySet[Grant]:
    """The issued grants of all rounds without a submitted or approved report, with what says when they are due."""
    met = [ReportState.SUBMITTED, ReportState.APPROVED]
    return issued().exclude(report__state__in=met).filter(decision__round__deadlines__duty=Duty.REPORT)


def report_of(grant: Grant) -> Report | None:
    """The grant's report, or None while it is not begun."""
    return getattr(grant, "report", None)


def lines_of(report: Report) -> list[ReportLine]:
    """The report's lines in the order of the letter, one for each line of the grant (unsaved where new)."""
    known = {row.line_id: row for row in report.lines.all()} if report.pk else {}
    return [
        _with_line(known.get(line.pk), report, line) for line in report.grant.lines.all() if line.budget_nok
    ]


def _with_line(row: ReportLine | None, report: Report, line: object) -> ReportLine:
    row = row or ReportLine(report=report)
    row.line = line  # type: ignore[assignment]  # -- a GrantLine of the report's own grant
    return row


@dataclass(frozen=True, kw_only=True)
class Total:
    """One recipient's sums in whole kroner."""

    grant: Grant
    budget_nok: int
    used_nok: int
    unspent_nok: int


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The round's reports added up."""

    totals: list[Total]
    attainment: list[tuple[str, int]] = field(default_factory=list)

    @property
    def granted_nok(self) -> int:
        """All that was granted."""
        return sum(total.budget_nok for total in self.totals)

    @property
    def used_nok(self) -> int:
        """All that is reported as used in submitted and approved reports."""
        return sum(total.used_nok for total in self.totals)

    @property
    def unspent_nok(self) -> int:
        """All that is reported as unspent in submitted and approved reports."""
        return sum(total.unspent_nok for total in self.totals)

    @property
    def received(self) -> int:
        """How many reports are submitted or approved."""
        return sum(1 for total in self.totals if _is_in(total.grant))


def _is_in(grant: Grant) -> bool:
    report = report_of(grant)
    return report is not None and report.state in (ReportState.SUBMITTED, ReportState.APPROVED)


def overview(round: Round) -> Overview:
    """What was granted, used and left in the round, per recipient, and how far the goals were reached."""
    sent = Q(report__state__in=[ReportState.SUBMITTED, ReportState.APPROVED])
    rows = (
        ReportLine.objects.filter(sent, report__grant__decision__round=round)
        .order_by()
        .values("report__grant_id")
        .annotate(used=Sum("used_nok"), unspent=Sum("unspent_nok"))
    )
    sums = {row["report__grant_id"]: (row["used"] or 0, row["unspent"] or 0) for row in rows}
    totals = [
        Total(
            grant=grant,
            budget_nok=grant.amount_nok,
            used_nok=sums.get(grant.pk, (0, 0))[0],
            unspent_nok=sums.get(grant.pk, (0, 0))[1],
        )
        for grant in issued().filter(decision__round=round)
    ]
    counts = dict(
        ReportLine.objects.filter(sent, report__grant__decision__round=round)
        .exclude(attainment="")
        .order_by()
        .values_list("attainment")
        .annotate(Count("pk"))
    )
    attainment = [(str(choice.label), counts.get(choice.value, 0)) for choice in Attainment]
    return Overview(totals=totals, attainment=attainment)
