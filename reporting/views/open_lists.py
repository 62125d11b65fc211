"""The open list of measures, and how the key works with a year's numbers."""

from typing import Any

from django.http import Http404
from django_tables2 import RequestConfig

from common.views import or_404
from grants.queries.key_sums import sums_of
from grants.queries.public_key import issued_decision, public_key, steps_of
from reporting.filters.openness import OpenMeasureFilter
from reporting.openness import key_words as words
from reporting.queries.open_counties import open_rounds
from reporting.queries.open_grant import years_open
from reporting.queries.open_grants import open_years
from reporting.queries.open_measures import granted_measures
from reporting.tables.openness import OpenMeasureTable
from reporting.views.open_page import OpenPage

PER_PAGE = 25


class OpenMeasures(OpenPage):
    """Measures that were given money, found by words, year, network, theme and municipality."""

    template_name = "open/measures.html"

    def context(self) -> dict[str, Any]:
        county = or_404(self.county)
        filters = OpenMeasureFilter(
            self.request.GET, queryset=granted_measures(county), county=county, years=years_open(county)
        )
        table = OpenMeasureTable(filters.qs, namespace=self.namespace, suffix=self.suffix)
        RequestConfig(self.request, paginate={"per_page": PER_PAGE, "silent": True}).configure(table)
        return {"filter": filters, "table": table, "hits": table.paginator.count}


class OpenKey(OpenPage):
    """How a round's collective money was shared among the networks, with every number that takes part."""

    template_name = "open/key.html"
    is_kept = True

    def find(self, year: int = 0, **place: Any) -> None:
        rounds = open_rounds(or_404(self.county)).filter(grant_year=year)
        self.round = or_404(rounds.first())
        self.decision = or_404(issued_decision(self.round))
        self.decision.round = self.round

    def context(self) -> dict[str, Any]:
        key = public_key(self.decision)
        names = words.figure_names()
        year = open_years(or_404(self.county), [key.year]).get(key.year)
        rows, sums = words.network_rows(key), sums_of(self.decision)
        return {
            "key": key,
            "before": words.before_the_key(key, year),
            "rules": words.rules_of(key, sums),
            "sums": words.sum_rows(key, sums),
            "totals": words.totals_of(key),
            "figures": [names[name] for name in words.figures_read(key)],
            "rows": [
                {**row, "url": self.url("key_network", year=key.year, network=row["pk"])} for row in rows
            ],
            "is_changed": any(row["is_changed"] for row in rows),
            "year_url": self.url("year", year=key.year),
            "dataset_url": self.url("dataset", dataset="fordelingsnokkel"),
        }


class OpenKeyNetwork(OpenKey):
    """How one network's amount came about, step by step."""

    template_name = "open/key_network.html"

    def find(self, year: int = 0, network: int = 0, **place: Any) -> None:
        super().find(year=year)
        self.key = public_key(self.decision)
        rows = [row for row in self.key.networks if row.pk == network]
        if not rows:
            raise Http404
        self.row = rows[0]

    def context(self) -> dict[str, Any]:
        row, sums = self.row, sums_of(self.decision)
        said = words.steps_said(sums.rows.get(row.pk), sums)
        return {
            "key": self.key,
            "row": row,
            "steps": steps_of(self.decision, row.pk, said),
            "parts": words.university_rows(row, self.key.round_to),
            "changed_nok": row.letters_nok - row.key_nok,
            "key_url": self.url("key", year=self.key.year),
        }
