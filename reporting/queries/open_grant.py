"""One grant as everybody sees it: the lines of its letter, its measures, and what is approved of its report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from grants.models import Grant, GrantLine, LineKind
from grants.states import DecisionState
from networks.models import County
from reporting.models import MeasureReport, Report
from reporting.openness.hiding import shown
from reporting.queries.open_counties import open_rounds
from reporting.queries.open_grants import OPEN_KINDS
from reporting.queries.open_measures import granted_measures
from reporting.states import FactsState, ReportState


@dataclass(frozen=True, kw_only=True)
class GrantPlace:
    """Where a grant belongs: its county and its round."""

    pk: int
    year: int
    network: int | None
    university: int | None
    county: int


def years_open(county: County) -> list[int]:
    """The years whose letters are issued, newest first."""
    return list(open_rounds(county).values_list("grant_year", flat=True))


def grant_place(pk: int) -> GrantPlace | None:
    """The county and round of a grant whose letter is issued, or None."""
    rows = Grant.objects.filter(pk=pk, decision__state=DecisionState.ISSUED)
    found = rows.values_list(
        "pk", "decision__round__grant_year", "network", "university", "decision__round__county"
    ).first()
    if found is None:
        return None
    key, year, network, university, county = found
    return GrantPlace(pk=key, year=year, network=network, university=university, county=county)


def lines_shown(grant: int | None = None) -> Any:
    """The lines of issued letters that are shown one by one, as rows: fixed posts and collective measures."""
    rows = GrantLine.objects.filter(
        Q(amount_nok__gt=0) | Q(budget_nok__gt=0),
        grant__decision__state=DecisionState.ISSUED,
        kind__in=OPEN_KINDS,
    )
    if grant is not None:
        rows = rows.filter(grant=grant)
    named = rows.annotate(network_name=F("network__name"), theme_name=F("measure__theme__name"))
    columns = ("pk", "kind", "label", "measure", "network_name", "theme_name", "amount_nok", "budget_nok")
    return named.order_by("grant", "order", "pk").values(*columns)


def measures_of(place: GrantPlace) -> list[dict[str, Any]]:
    """The measures that the grant has money for, with what approved reports say came of them."""
    rows = granted_measures().filter(grant_lines__grant=place.pk, grant_lines__amount_nok__gt=0).distinct()
    found = list(rows)
    came = outcomes_of([row["pk"] for row in found])
    return [{**row, "outcome": came.get(row["pk"])} for row in found]


def outcomes_of(measures: list[int] | None = None) -> dict[int, dict[str, Any]]:
    """What came of measures, by key: chosen words and counts, none of the texts. None: of all.

    Only what all sides have agreed on, once the County Governor has approved the network's report. `staff` is None
    below five.
    """
    rows = MeasureReport.objects.filter(
        state=FactsState.AGREED,
        measure__basis__round__decision__grants__report__state=ReportState.APPROVED,
        measure__basis__round__decision__grants__network=F("measure__basis__network"),
        measure__basis__round__decision__state=DecisionState.ISSUED,
    )
    if measures is not None:
        rows = rows.filter(measure__in=measures)
    columns = ("measure", "carried_out", "attainment", "staff_reached")
    counted = rows.order_by().values(*columns).annotate(kindergartens=Count("kindergartens", distinct=True))
    return {
        row["measure"]: {
            "carried_out": row["carried_out"],
            "attainment": row["attainment"],
            "staff": shown(row["staff_reached"]),
            "kindergartens": row["kindergartens"],
        }
        for row in counted
    }


@dataclass(frozen=True, kw_only=True)
class ReportInShort:
    """What is public of an approved report: the text that the case officer approved for it."""

    text: str
    approved_at: datetime | None


def report_in_short(grant: int) -> ReportInShort | None:
    """The approved report of a grant, or None while it is not approved."""
    rows = Report.objects.filter(grant=grant, state=ReportState.APPROVED)
    found = rows.values_list("public_text", "approved_at").first()
    return ReportInShort(text=found[0], approved_at=found[1]) if found else None


def county_of_grant(place: GrantPlace) -> County:
    """The county that the grant belongs to."""
    return County.objects.only("pk", "number", "name", "office_name", "email").get(pk=place.county)


def purpose_name(kind: str) -> str:
    """What a purpose is called, in the active language."""
    return str(LineKind(kind).label)
