"""What the control of reports looks at, read for one report or for all of a round in a constant number of reads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Sum

from common.dates import day, oslo_date
from grants.models import Grant, GrantLine, Instalment, MoneyBack, Payout
from grants.queries.carry_over import next_grants
from grants.states import InstalmentState, PayoutState
from networks.models import Kindergarten, KindergartenFigures, Round
from networks.queries import networks_by_kindergarten
from reporting.controlled import Controlled, Finding, LineSeen, MeasureSeen
from reporting.findings import findings_of
from reporting.models import MeasureReport, Report, ReportAnswer, ReportLine, ReportQuestion
from reporting.queries.facts import facts_of, facts_of_round, kindergartens_in_facts, sides_missing
from reporting.queries.questions import questions_for, wording
from reporting.queries.report import issued, lines_of, with_lines
from reporting.rules.report import answer
from reporting.states import Attainment, Audience, CarriedOut, FactsState, ReportState, SpendingKind


@dataclass(frozen=True)
class Figures:
    """Full-time equivalents of kindergartens by key, and the newest year they are of."""

    by_kindergarten: dict[int, Decimal]
    year: int


def reports_sent(round: Round) -> list[Report]:
    """The round's reports that wait for the County Governor, those that came first on top, with their lines."""
    grants = issued().filter(decision__round=round, report__state=ReportState.SUBMITTED)
    reports = [_with_grant(grant) for grant in grants]
    with_lines(reports)
    return sorted(reports, key=lambda report: (report.submitted_at is None, report.submitted_at, report.pk))


def controls_of(reports: Sequence[Report], *, now: datetime) -> dict[int, list[Finding]]:
    """What the control sees in each report of one round, by the report's key. A constant number of reads."""
    return {key: findings_of(seen) for key, seen in controlled(reports, now=now).items()}


def controlled(reports: Sequence[Report], *, now: datetime) -> dict[int, Controlled]:
    """What each report of one round is held against, by the report's key."""
    if not reports:
        return {}
    return _Reading(reports, now=now).answers()


def _with_grant(grant: Grant) -> Report:
    report: Report = grant.report
    report.grant = grant
    return report


class _Reading:
    """All that several reports of one round are held against, read once."""

    def __init__(self, reports: Sequence[Report], *, now: datetime) -> None:
        self.reports, self.now = reports, now
        self.round = reports[0].grant.decision.round
        grants = [report.grant for report in reports]
        with_lines([report for report in reports if "lines" not in _loaded(report)])
        self.lines = {report.pk: lines_of(report) for report in reports}
        self.facts = facts_of(grants[0]) if len(grants) == 1 else facts_of_round(self.round)
        self.without_money = _without_money(self.round)
        self.paid = _paid(grants)
        self.payouts = _payouts(row.line_id for rows in self.lines.values() for row in rows)
        self.next = next_grants(grants)
        self.questions = _required(self.round)
        self.answered = _answered(reports)
        reached = {place.pk for facts in self.facts for place in kindergartens_in_facts(facts)}
        self.networks = networks_by_kindergarten(reached, self.round)
        self.figures = _figures(reached, self.round)

    def answers(self) -> dict[int, Controlled]:
        """Each report's control, by the report's key."""
        return {report.pk: self._controlled(report) for report in self.reports}

    def _controlled(self, report: Report) -> Controlled:
        grant, rows = report.grant, self.lines[report.pk]
        by_measure = {facts.measure_id: facts for facts in self.facts if _has_money_in(facts, grant)}
        due_at = answer(grant, now=self.now).due_at
        return Controlled(
            year=self.round.grant_year,
            lines=tuple(self._line(row, by_measure) for row in rows),
            measures=(*self._measures(by_measure.values(), rows), *self._measures_without_money(grant)),
            paid_nok=self.paid[grant.pk],
            has_next_grant=grant.pk in self.next,
            unanswered=tuple(self._unanswered(report)),
            is_late=report.is_late,
            due_on=day(oslo_date(due_at)) if due_at else "",
            submitted_on=day(oslo_date(report.submitted_at)) if report.submitted_at else "",
        )

    def _line(self, row: ReportLine, by_measure: dict[int, MeasureReport]) -> LineSeen:
        facts = by_measure.get(row.line.measure_id or 0) if row.carry_over_id is None else None
        attainment = facts.attainment if facts else row.attainment
        is_done = facts.carried_out == CarriedOut.FULLY if facts else attainment == Attainment.FULLY
        return LineSeen(
            key=key_of(row),
            label=row.line.label,
            had_nok=row.budget_nok,
            used_nok=row.used_nok,
            unspent_nok=row.left_nok,
            kinds={part.kind: part.amount_nok for part in row.by_kind},
            has_note_on_other=bool(row.note_of_other.strip())
            or not any(part.kind == SpendingKind.OTHER for part in row.by_kind),
            is_explained=bool(row.difference_reason.strip()),
            wish=row.unspent_wish,
            attainment=attainment,
            is_carried_out=is_done,
            is_carried=row.carry_over_id is not None,
            payouts_nok=self.payouts.get(row.line_id) if row.carry_over_id is None else None,
        )

    def _measures(self, found: Iterable[MeasureReport], rows: Sequence[ReportLine]) -> Iterable[MeasureSeen]:
        used: Counter[int] = Counter()
        for row in rows:
            if row.line.measure_id and row.carry_over_id is None:
                used[row.line.measure_id] += row.used_nok or 0
        return [self._measure(facts, used[facts.measure_id]) for facts in found]

    def _measure(self, facts: MeasureReport, used_nok: int) -> MeasureSeen:
        measure, reached = facts.measure, kindergartens_in_facts(facts)
        planned = {row["pk"] for row in measure.kindergarten_rows}
        outside = [place for place in reached if self._network(place) != measure.basis.network_id]
        inside = [place for place in reached if place not in outside]
        fte = self.figures.by_kindergarten
        return MeasureSeen(
            key=measure.pk,
            title=measure.title,
            carried_out=facts.carried_out,
            used_nok=used_nok,
            kindergartens=len(reached),
            staff_reached=facts.staff_reached,
            staff_fte=sum((fte[place.pk] for place in reached if place.pk in fte), Decimal(0)),
            figures_year=self.figures.year,
            without_figures=tuple(place.name for place in reached if place.pk not in fte),
            outside_network=tuple(place.name for place in outside),
            outside_measure=tuple(place.name for place in inside if planned and place.pk not in planned),
            missing_sides=()
            if facts.state == FactsState.AGREED
            else tuple(side.name for side in sides_missing(facts)),
        )

    def _network(self, place: Kindergarten) -> int | None:
        return self.networks.get(place.pk, (None, ""))[0]

    def _measures_without_money(self, grant: Grant) -> list[MeasureSeen]:
        return [
            MeasureSeen(
                key=facts.measure_id,
                title=facts.measure.title,
                is_granted=False,
                carried_out=facts.carried_out,
            )
            for facts in self.without_money.get(grant.network_id or 0, [])
        ]

    def _unanswered(self, report: Report) -> Iterable[tuple[str, str]]:
        grant = report.grant
        kind = Audience.UNIVERSITY if grant.university_id else Audience.NETWORK
        for question in self.questions:
            is_asked = question.audience in (Audience.RECIPIENT, kind)
            if is_asked and question.key not in self.answered[report.pk]:
                yield question.key, wording(question, "nb")[0]


def key_of(row: ReportLine) -> str:
    """What a line is called in findings and forms: the grant line's key, or "c" and that of money carried over."""
    return f"c{row.carry_over_id}" if row.carry_over_id else str(row.line_id)


def _loaded(report: Report) -> dict[str, object]:
    return getattr(report, "_prefetched_objects_cache", {})


def _has_money_in(facts: MeasureReport, grant: Grant) -> bool:
    return any(row["grant"] == grant.pk and row["budget"] for row in facts.money)


def _without_money(round: Round) -> dict[int, list[MeasureReport]]:
    """Facts that were begun about measures that nobody has money for, by network."""
    lines = GrantLine.objects.filter(measure=OuterRef("measure"), budget_nok__gt=0)
    rows = (
        MeasureReport.objects.filter(~Exists(lines.order_by()), measure__basis__round=round)
        .exclude(carried_out="")
        .select_related("measure__basis")
        .order_by("measure__priority", "pk")
    )
    found: dict[int, list[MeasureReport]] = defaultdict(list)
    for facts in rows:
        found[facts.measure.basis.network_id].append(facts)
    return found


def _paid(grants: Sequence[Grant]) -> Counter[int]:
    """What is paid of each grant, less what corrections have claimed back, by the grant's key."""
    keys = [grant.pk for grant in grants]
    rows = Instalment.objects.filter(grant__in=keys, state=InstalmentState.PAID).order_by()
    found = Counter(dict(rows.values_list("grant").annotate(total=Sum("amount_nok"))))
    back = MoneyBack.objects.filter(grant__in=keys, correction__isnull=False).order_by()
    found.subtract(dict(back.values_list("grant").annotate(total=Sum("amount_nok"))))
    return found


def _payouts(lines: Iterable[int]) -> dict[int, int]:
    """What is paid to owners of each line that has payouts, by the line's key."""
    rows = Payout.objects.filter(line__in=set(lines)).order_by().values_list("line")
    return dict(rows.annotate(total=Sum("amount_nok", filter=Q(state=PayoutState.PAID), default=0)))


def _required(round: Round) -> list[ReportQuestion]:
    asked = questions_for(round, Audience.RECIPIENT, Audience.NETWORK, Audience.UNIVERSITY)
    return [question for question in asked if question.is_required]


def _answered(reports: Sequence[Report]) -> dict[int, set[str]]:
    """The keys of the questions that each report answers, by the report's key."""
    rows = (
        ReportAnswer.objects.filter(report__in=[report.pk for report in reports]).exclude(text="").order_by()
    )
    found: dict[int, set[str]] = defaultdict(set)
    for report, key in rows.values_list("report", "question__key"):
        found[report].add(key)
    return found


def _figures(kindergartens: Iterable[int], round: Round) -> Figures:
    """The newest staff figures of the grant year or before, kindergarten by kindergarten."""
    rows = (
        KindergartenFigures.objects.filter(
            kindergarten__in=set(kindergartens), year__lte=round.grant_year, staff_fte__isnull=False
        )
        .order_by("kindergarten", "-year")
        .distinct("kindergarten")
        .values_list("kindergarten", "staff_fte", "year")
    )
    found = list(rows)
    by_key = {key: fte for key, fte, _year in found if fte is not None}
    return Figures(by_key, max((year for *_rest, year in found), default=round.grant_year))
