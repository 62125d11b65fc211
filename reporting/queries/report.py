"""Reads of reports. Nothing here writes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum, prefetch_related_objects

from grants.models import CarryOver, Grant, GrantLine
from grants.queries import grants, issued_grants
from grants.queries.decision import WITH_MONEY
from grants.states import DecisionState
from networks.models import Deadline, Round, User
from networks.roles import LEADERS, STAFF, Role, bodies
from networks.states import Duty
from reporting.models import MeasureReport, Report, ReportLine
from reporting.states import MET, Attainment, FactsState, ReportState

WITH_CARRIED = Q(Exists(CarryOver.objects.filter(to_grant=OuterRef("pk"))))
"""The grants that hold money from the round before: their recipients report on it, also without new money."""


def issued() -> QuerySet[Grant]:
    """Grants to report on, with their reports and what `networks.deadlines` wants.

    Their letters are issued, and they give something or hold what was carried over; or did so when the report was
    begun.
    """
    deadlines = Prefetch("decision__round__deadlines", Deadline.objects.prefetch_related("dispensations"))
    found: QuerySet[Grant] = (
        grants()
        .filter(WITH_MONEY | WITH_CARRIED | Q(report__isnull=False))
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


def own_report_about(user: User, facts: MeasureReport, *, now: datetime) -> Grant | None:
    """The issued grant for a measure that the person reports on, with its report; None where it is others'."""
    keys = [row["grant"] for row in facts.money]
    return reportable_by(user, now=now).filter(pk__in=keys).order_by("pk").first()


def grants_with_reports_for(user: User, *, now: datetime) -> QuerySet[Grant]:
    """The issued grants whose reports the person may open: one's own, all for the County Governor's staff,

    and the network's own for its members.
    """
    mine = reportable_by(user, now=now).values("pk")
    county = bodies(user, STAFF, now=now)
    member = bodies(user, Role.NETWORK_MEMBER, now=now)
    seen_by_members = Q(network__in=member, report__state__in=[ReportState.SUBMITTED, ReportState.APPROVED])
    return issued().filter(Q(pk__in=mine) | Q(decision__round__county__in=county) | seen_by_members)


def years_with_letters(user: User, *, now: datetime) -> list[int]:
    """The years whose letters are issued, in counties whose office the person works at; newest first."""
    rows = Grant.objects.filter(
        decision__state=DecisionState.ISSUED, decision__round__county__in=bodies(user, STAFF, now=now)
    )
    years = rows.order_by().values_list("decision__round__grant_year", flat=True).distinct()
    return sorted(years, reverse=True)


def reports_owed(round: Round) -> list[Grant]:
    """The issued grants of the round that give or hold something, without a submitted or approved report."""
    return list(issued_grants(round).filter(WITH_MONEY | WITH_CARRIED).exclude(report__state__in=list(MET)))


def unreported() -> QuerySet[Grant]:
    """The issued grants of all rounds without a submitted or approved report, with what says when they are due."""
    return issued().exclude(report__state__in=list(MET)).filter(decision__round__deadlines__duty=Duty.REPORT)


def report_of(grant: Grant) -> Report | None:
    """The grant's report, or None while it is not begun."""
    return getattr(grant, "report", None)


def with_lines(reports: Iterable[Report]) -> None:
    """Load the lines, what they were used for and what was carried over, of several reports in a few statements."""
    found = list(reports)
    prefetch_related_objects(found, Prefetch("lines", ReportLine.objects.prefetch_related("spending")))
    prefetch_related_objects([report.grant for report in found], Prefetch("carried_over", carried_over()))


def carried_over() -> QuerySet[CarryOver]:
    """Money carried over, with the line that it comes from."""
    return CarryOver.objects.select_related("line__measure", "line__network", "line__grant__decision__round")


def lines_of(report: Report) -> list[ReportLine]:
    """The report's lines, unsaved where new: one for each line of the letter, in order, then what was carried over.

    Each with its kinds loaded.
    """
    known = _known_rows(report)
    own = [
        _row(known.get((line.pk, None)), report, line) for line in report.grant.lines.all() if line.budget_nok
    ]
    return own + [
        _row(known.get((carried.line_id, carried.pk)), report, carried.line, carried)
        for carried in _carried_to(report.grant)
    ]


def _known_rows(report: Report) -> dict[tuple[int, int | None], ReportLine]:
    if report.pk is None:
        return {}
    if "lines" in getattr(report, "_prefetched_objects_cache", {}):
        rows = report.lines.all()
    else:
        rows = report.lines.prefetch_related("spending")
    return {(row.line_id, row.carry_over_id): row for row in rows}


def _carried_to(grant: Grant) -> list[CarryOver]:
    if "carried_over" in getattr(grant, "_prefetched_objects_cache", {}):
        return list(grant.carried_over.all())
    return list(carried_over().filter(to_grant=grant))


def _row(
    row: ReportLine | None, report: Report, line: GrantLine, carried: CarryOver | None = None
) -> ReportLine:
    row = row or ReportLine(report=report)
    row.report, row.line, row.carry_over = report, line, carried
    return row


@dataclass(frozen=True, kw_only=True)
class Total:
    """One recipient's sums in whole kroner."""

    grant: Grant
    budget_nok: int
    used_nok: int
    unspent_nok: int

    @property
    def is_in(self) -> bool:
        """Whether the report is submitted or approved, so that it says what is used."""
        return _is_in(self.grant)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The round's reports added up."""

    totals: list[Total]
    attainment: list[tuple[str, int, int]] = field(default_factory=list)
    """How far, how many measures, how many other lines."""

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
        return sum(1 for total in self.totals if total.is_in)


def _is_in(grant: Grant) -> bool:
    report = report_of(grant)
    return report is not None and report.state in (ReportState.SUBMITTED, ReportState.APPROVED)


def overview(round: Round) -> Overview:
    """What was granted, used and left in the round, per recipient, and how far the goals were reached.

    Money carried over to the round is another round's, and is not counted again.
    """
    sent = Q(report__state__in=list(MET), report__grant__decision__round=round, carry_over__isnull=True)
    rows = (
        ReportLine.objects.filter(sent)
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
    return Overview(totals=totals, attainment=_attainment(round, sent))


def _attainment(round: Round, sent: Q) -> list[tuple[str, int, int]]:
    """How far the goals were reached: measures with money by the facts that all sides have approved, and other lines
    by what the reports that are in say of them.
    """
    given = GrantLine.objects.filter(
        grant__decision__round=round,
        grant__decision__state=DecisionState.ISSUED,
        measure=OuterRef("measure"),
        budget_nok__gt=0,
    )
    facts = MeasureReport.objects.filter(Exists(given), state=FactsState.AGREED)
    lines = ReportLine.objects.filter(sent, line__measure__isnull=True)
    measures, others = (
        dict(rows.order_by().values_list("attainment").annotate(Count("pk"))) for rows in (facts, lines)
    )
    return [
        (str(choice.label), measures.get(choice.value, 0), others.get(choice.value, 0))
        for choice in Attainment
    ]
