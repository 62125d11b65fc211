"""Scenarios side by side, and as workbooks."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from common import clock
from common.documents.workbook import workbook_response
from common.refusals import NotNow
from common.views import KnownMixin, or_404, person, turn_away
from grants import queries
from grants.allocation import AllocationError, allocate
from grants.allocation_texts import refusal
from grants.comparing import MOST, Comparison, compare, differing
from grants.key_words import signed_percent
from grants.models import Scenario
from grants.queries import scenario as reads
from grants.queries.allocation import names_for
from grants.queries.recommendation import forum_case, recommendation_or_new
from grants.rules.recommendation import check_may_read_recommendation
from grants.scenario_columns import LAST_YEAR, Column, last_year_side, names_in
from grants.scenario_workbook import comparison_sheets, scenario_sheets
from grants.verdict_words import WORDS
from grants.views.recommendation import paper_url
from grants.views.rounds import round_read_as
from networks.models import Round, User
from networks.roles import Role, holds


@dataclass(frozen=True)
class Choice:
    """A scenario, or last year, that can be chosen as a column or as the baseline."""

    key: str
    name: str
    scenario: Scenario | None
    is_chosen: bool
    is_base: bool


class ChosenScenarios(KnownMixin):
    """The scenarios that the address names (`s`), and what they are compared with (`mot`).

    Only those the person may see can be chosen; any other answers 404, whether it is there or not.
    """

    def find(self, year: int) -> None:
        self.round = round_read_as(self.request, year, queries.INSIDERS, now=self.now, with_dates=False)
        user = person(self.request)
        check_may_read(user, self.round)
        self.visible = list(reads.scenarios_visible_to(user, self.round, now=self.now))
        known = {str(row.pk): row for row in self.visible}
        keys = list(dict.fromkeys(self.request.GET.getlist("s"))) or [*known][:MOST]
        base = self.request.GET.get("mot", "") or LAST_YEAR
        if set(keys) - set(known) or base not in {*known, LAST_YEAR}:
            raise Http404
        self.has_too_many = len(keys) > MOST
        self.chosen = [known[key] for key in keys[:MOST]]
        self.base = known.get(base)

    def columns(self) -> list[Column]:
        """The chosen scenarios, worked out; the baseline first where it is a scenario.

        Those whose money cannot be shared out are left out, and named in `refused` with the reason.
        """
        rows = [row for row in self.chosen if row != self.base]
        rows = [self.base, *rows] if self.base else rows
        live = reads.live_facts(self.round)
        tried = [(row, column_of(row, self.round, live)) for row in rows]
        self.refused = [(row.name, found) for row, found in tried if isinstance(found, str)]
        found = [found for _row, found in tried if isinstance(found, Column)]
        if not found or found[0].scenario != self.base:
            self.base = None
        return found

    def comparison(self, columns: list[Column]) -> Comparison:
        """The columns against the baseline."""
        if self.base:
            base, rest = columns[0].side, columns[1:]
            return compare(base, [column.side for column in rest], names_in(columns))
        last = reads.last_years_amounts(self.round)
        base = last_year_side(last.amounts, self.round.grant_year - 1)
        return compare(base, [column.side for column in columns], {**names_in(columns), **last.names})


def check_may_read(user: User, round: Round) -> None:
    """Whoever the meeting keeps the papers of the recommendation from, does not read its scenarios. NotAllowed."""
    case = forum_case(user, round)
    if case.hides_papers:
        check_may_read_recommendation(recommendation_or_new(round), hides_papers=True)


def column_of(scenario: Scenario, round: Round, live: reads.LiveFacts) -> Column | str:
    """A scenario with what goes into it and what comes out, or why its money cannot be shared out."""
    data = reads.scenario_input(scenario, round, live)
    try:
        return Column(scenario, data, allocate(data))
    except AllocationError as error:
        return refusal(error)


class ScenarioCompare(ChosenScenarios, TemplateView):
    """Up to twelve scenarios beside each other: inputs, sums, and who wins and who loses."""

    template_name = "grants/scenario_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = self.columns()
        comparison = self.comparison(columns)
        shown = columns[1:] if self.base else columns
        query = self.request.GET.urlencode()
        address = reverse("grants:scenario_compare_download", kwargs=kwargs)
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "choices": self._choices(),
            "has_too_many": self.has_too_many,
            "refused": self.refused,
            "comparison": comparison,
            "columns": [
                {"column": column, "url": scenario_url(column.scenario, self.round)} for column in shown
            ],
            "base_url": scenario_url(self.base, self.round) if self.base else "",
            "inputs": _rows(columns, "inputs"),
            "sums": _rows(columns, "sums"),
            "lines": _lines(comparison),
            "summaries": [
                {"row": row, "percent": signed_percent(row.percent)} for row in comparison.summaries
            ],
            "paper_url": self._paper_url(),
            "download_url": f"{address}?{query}" if query else address,
        }

    def _paper_url(self) -> str:
        """Where a case officer lays this comparison before the forum; only what is shared can be seen there."""
        if not holds(person(self.request), Role.CASE_OFFICER, self.round.county, now=self.now):
            return ""
        item = forum_case(person(self.request), self.round).item
        path = self.request.get_full_path()
        return paper_url(item, path, _("Scenarios %(year)s") % {"year": self.round.grant_year})

    def _choices(self) -> list[Choice]:
        rows = [
            Choice(str(row.pk), row.name, row, is_chosen=row in self.chosen, is_base=row == self.base)
            for row in self.visible
        ]
        name = _("Last year (%(year)s)") % {"year": self.round.grant_year - 1}
        return [Choice(LAST_YEAR, name, None, is_chosen=False, is_base=self.base is None), *rows]


def _rows(columns: list[Column], part: str) -> list[dict[str, Any]]:
    """A row for each input or sum, and whether the scenarios differ in it."""
    found = [getattr(column, part) for column in columns]
    rows = [
        {"label": same[0][0], "values": [value for _label, value in same]}
        for same in zip(*found, strict=True)
    ]
    differs = differing([[str(value) for value in row["values"]] for row in rows])
    return [{**row, "differs": marked} for row, marked in zip(rows, differs, strict=True)]


def _lines(comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "cells": [
                {"cell": cell, "word": WORDS[cell.verdict], "percent": signed_percent(cell.percent)}
                for cell in line.cells
            ],
        }
        for line in comparison.lines
    ]


class ScenarioCompareWorkbook(ChosenScenarios, View):
    """The same comparison as a workbook."""

    def get(self, request: HttpRequest, year: int) -> HttpResponseBase:
        columns = self.columns()
        name = _("Scenarios %(year)s") % {"year": year} + ".xlsx"
        return workbook_response(name, comparison_sheets(self.comparison(columns), columns))


class ScenarioWorkbook(LoginRequiredMixin, View):
    """One scenario as a workbook with inputs, steps, who gets what, and amounts set by hand."""

    def get(self, request: HttpRequest, year: int, scenario: int) -> HttpResponseBase:
        now = clock.now()
        round = round_read_as(request, year, queries.INSIDERS, now=now, with_dates=False)
        check_may_read(person(request), round)
        visible = reads.scenarios_visible_to(person(request), round, now=now)
        found = or_404(visible.filter(pk=scenario).first())
        column = column_of(found, round, reads.live_facts(round))
        if isinstance(column, str):
            return turn_away(request, NotNow(column), scenario_url(found, round))
        names = names_for(round, dict(column.data))
        sheets = scenario_sheets(column, names, reads.override_rows(found))
        return workbook_response(f"{found.name} {year}.xlsx", sheets)


def scenario_url(scenario: Scenario, round: Round) -> str:
    """The address of a scenario's own page."""
    return reverse("grants:scenario_detail", kwargs={"year": round.grant_year, "scenario": scenario.pk})
