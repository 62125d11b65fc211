"""Reads for the directorate's layout: how it is set up, and its rows, some recipients at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from common.dates import oslo_date
from grants.models import Grant
from networks.models import OrganisationKind, Round
from reporting.layout_sources import LayoutRow, Money
from reporting.models import (
    DirectorateLayout,
    ExportColumn,
    MeasureReport,
    Report,
    ReportAnswer,
    ReportLine,
    ReportQuestion,
    RowsPer,
    Settlement,
)
from reporting.queries.facts import answers_in, facts_of_round, kindergartens_in_facts
from reporting.queries.questions import questions_for
from reporting.queries.report import issued, lines_of, with_lines
from reporting.states import MET, Audience, UnspentWay

AT_A_TIME = 50
"""Recipients that are in memory at the same time."""


def layout_of(round: Round) -> DirectorateLayout | None:
    """How the round's reports are laid out, with its columns in order, or None while nobody has set it up."""
    return (
        DirectorateLayout.objects.filter(round=round)
        .select_related("round__county", "saved_by")
        .prefetch_related(Prefetch("columns", ExportColumn.objects.order_by("order", "pk")))
        .first()
    )


def layout_before(round: Round) -> DirectorateLayout | None:
    """The county's newest layout of an earlier year, or None."""
    return (
        DirectorateLayout.objects.filter(
            round__county=round.county_id, round__grant_year__lt=round.grant_year
        )
        .select_related("round")
        .prefetch_related(Prefetch("columns", ExportColumn.objects.order_by("order", "pk")))
        .order_by("-round__grant_year")
        .first()
    )


def questions_of(round: Round) -> list[ReportQuestion]:
    """All questions that are asked in the round, in order."""
    return questions_for(round, *Audience)


def layout_rows(round: Round, rows_per: str) -> Iterator[LayoutRow]:
    """The rows of the round's layout, from reports that are sent or approved. Read as they are used."""
    if rows_per == RowsPer.MEASURE:
        yield from _measure_rows(round)
        return
    for report in _reports(round):
        if rows_per == RowsPer.LINE:
            yield from _line_rows(report, round)
        else:
            yield _recipient_row(report, round)


def _reports(round: Round) -> Iterator[Report]:
    """The round's reports that are in, networks first, with what their rows say."""
    keys = issued().filter(decision__round=round, report__state__in=list(MET)).values_list("pk", flat=True)
    for some in _some(list(keys)):
        grants = {grant.pk: grant for grant in _grants(some)}
        reports = [_report_of(grants[key]) for key in some]
        with_lines(reports)
        prefetch_related_objects(reports, "lines__settlement")
        yield from reports


def _some(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]


def _grants(keys: Sequence[int]) -> QuerySet[Grant]:
    return (
        issued()
        .filter(pk__in=keys)
        .prefetch_related(
            "lines__measure__theme",
            Prefetch("report__answers", ReportAnswer.objects.select_related("question")),
        )
    )


def _settled(rows: Iterable[ReportLine]) -> dict[int, Settlement]:
    """What became of unused money, by the report line's key. Uses what is loaded with the lines."""
    return {row.pk: row.settlement for row in rows if row.pk and hasattr(row, "settlement")}


def _money(rows: Iterable[ReportLine], settled: dict[int, Settlement]) -> Money:
    found = list(rows)
    kinds: Counter[str] = Counter()
    for row in found:
        kinds.update({part.kind: part.amount_nok for part in row.by_kind})
    mine = [settled[row.pk] for row in found if row.pk in settled]
    return Money(
        had_nok=sum(row.budget_nok for row in found),
        used_nok=sum(row.used_nok or 0 for row in found),
        unspent_nok=sum(row.left_nok or 0 for row in found),
        back_nok=sum(row.amount_nok for row in mine if row.way == UnspentWay.RETURN),
        carried_nok=sum(row.amount_nok for row in mine if row.way == UnspentWay.CARRY_OVER),
        kinds=kinds,
    )


def _measure_rows(round: Round) -> Iterator[LayoutRow]:
    """One row for each measure with money, with what all its recipients have reported of it."""
    by_measure: dict[int, list[ReportLine]] = defaultdict(list)
    lines = (
        ReportLine.objects.filter(
            report__grant__decision__round=round,
            report__state__in=list(MET),
            carry_over__isnull=True,
            line__measure__isnull=False,
        )
        .select_related("line", "settlement")
        .prefetch_related("spending")
    )
    for row in lines.order_by("pk"):
        row.carry_over = None
        by_measure[row.line.measure_id or 0].append(row)
    for facts in facts_of_round(round):
        yield _measure_row(facts, by_measure[facts.measure_id], round)


def _measure_row(facts: MeasureReport, rows: Sequence[ReportLine], round: Round) -> LayoutRow:
    measure = facts.measure
    return LayoutRow(
        year=round.grant_year,
        money=_money(rows, _settled(rows)),
        granted_nok=sum(part["granted"] for part in facts.money),
        label=measure.title,
        network=str(measure.basis.network),
        theme=str(measure.theme or ""),
        goal=measure.goal,
        done=facts.done,
        facts=facts,
        kindergartens=tuple(place.name for place in kindergartens_in_facts(facts)),
        universities=", ".join(part["name"] for part in facts.money if part["university"] and part["budget"]),
        answers=answers_in(facts),
    )


def _report_of(grant: Grant) -> Report:
    report: Report = grant.report
    report.grant = grant
    return report


def _recipient_row(report: Report, round: Round) -> LayoutRow:
    rows = lines_of(report)
    answers = {answer.question.key: answer.text for answer in report.answers.all()}
    money = _money(rows, _settled(rows))
    return LayoutRow(
        **_about(report, round),
        money=money,
        granted_nok=report.grant.amount_nok,
        summary=report.summary,
        public_text=report.public_text,
        answers=answers,
    )


def _line_rows(report: Report, round: Round) -> Iterator[LayoutRow]:
    rows = lines_of(report)
    settled = _settled(rows)
    for row in rows:
        line, measure = row.line, row.line.measure
        yield LayoutRow(
            **_about(report, round),
            money=_money([row], settled),
            granted_nok=0 if row.carry_over_id else line.amount_nok,
            label=line.label,
            line_kind=str(line.get_kind_display()),
            network=str(line.network or report.grant.network or ""),
            theme=str(measure.theme or "") if measure else "",
            goal=measure.goal if measure else "",
            done=row.done,
        )


def _about(report: Report, round: Round) -> dict[str, Any]:
    grant = report.grant
    payee = grant.university or (grant.network.payee if grant.network else None)
    return {
        "year": round.grant_year,
        "recipient": str(grant.network or grant.university),
        "recipient_kind": str(OrganisationKind.UNIVERSITY.label if grant.university_id else _("Network")),
        "organisation_number": payee.org_number if payee else "",
        "letter": grant.letter.number if hasattr(grant, "letter") else "",
        "state": str(report.get_state_display()),
        "submitted_on": oslo_date(report.submitted_at) if report.submitted_at else None,
    }
