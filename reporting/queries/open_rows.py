"""The rows of the open data sets: named columns alone, never whole objects, read as they are sent.

What concerns persons is hidden before it gets here (`open_grants`, `open_grant`). Each function answers rows in the
order of its data set's fields (`reporting.openness.catalogue`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from common.dates import oslo_date
from grants.models import LineKind
from grants.queries.public_key import FIGURES, KeyNetwork, PublicKey, issued_decision, public_key
from grants.states import DecisionState
from needs.models import Measure
from networks.models import County, OrganisationKind
from reporting.models import Report
from reporting.openness.hiding import sum_of_shown
from reporting.queries.open_calendar import dates_of
from reporting.queries.open_counties import open_counties, open_rounds
from reporting.queries.open_grant import lines_shown, outcomes_of
from reporting.queries.open_grants import OpenYear, open_years
from reporting.queries.open_measures import counts_of_year, granted_measures
from reporting.states import ReportState

AT_A_TIME = 2000
"""Rows that are fetched from the database at once."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Chosen:
    """The part of a data set that is asked for; None: all of it. `network` is a network's key."""

    year: int | None = None
    network: int | None = None

    def years(self) -> list[int] | None:
        """The years to read."""
        return None if self.year is None else [self.year]


def grant_rows(chosen: Chosen) -> Iterator[Row]:
    """One row for each letter."""
    texts = _reports_in_short()
    for county in open_counties():
        for year in open_years(county, chosen.years()).values():
            for grant in year.grants:
                if chosen.network in (None, grant.network):
                    text, approved_at = texts.get(grant.pk, (None, None))
                    yield (
                        county.number,
                        year.year,
                        grant.pk,
                        "universitet" if grant.is_university else "nettverk",
                        grant.name,
                        grant.network,
                        grant.letter_number,
                        oslo_date(grant.issued_at) if grant.issued_at else None,
                        grant.fixed_nok,
                        grant.collective_nok,
                        grant.individual_nok,
                        grant.students,
                        grant.total_nok,
                        grant.used_nok,
                        grant.unspent_nok,
                        oslo_date(approved_at) if approved_at else None,
                        text,
                    )


def _reports_in_short() -> dict[int, tuple[str, Any]]:
    rows = Report.objects.filter(state=ReportState.APPROVED, grant__decision__state=DecisionState.ISSUED)
    found = rows.order_by().values_list("grant", "public_text", "approved_at")
    return {grant: (text, approved_at) for grant, text, approved_at in found}


def line_rows(chosen: Chosen) -> Iterator[Row]:
    """One row for each line of a letter that is shown."""
    rows = lines_shown()
    if chosen.year is not None:
        rows = rows.filter(grant__decision__round__grant_year=chosen.year)
    if chosen.network is not None:
        rows = rows.filter(Q(network=chosen.network) | Q(grant__network=chosen.network))
    found = rows.annotate(place=Coalesce("network", "grant__network")).values_list(
        "grant__decision__round__county__number",
        "grant__decision__round__grant_year",
        "grant",
        "pk",
        Coalesce("grant__network__name", "grant__university__name"),
        "place",
        "kind",
        "label",
        "measure",
        "measure__theme__name",
        "amount_nok",
        "budget_nok",
    )
    for row in found.order_by("grant", "order", "pk").iterator(chunk_size=AT_A_TIME):
        kind = "fast" if row[6] == LineKind.FIXED else "felles"
        yield (*row[:6], kind, *row[7:])


def measure_rows(chosen: Chosen) -> Iterator[Row]:
    """One row for each collective measure that was given money."""
    came = outcomes_of()
    rows = _narrowed(granted_measures(), chosen).annotate(county=F("basis__round__county__number"))
    for row in rows.values(*MEASURE_COLUMNS).iterator(chunk_size=AT_A_TIME):
        outcome = came.get(row["pk"], {})
        yield (
            *(row[name] for name in ("county", "year", "pk", "network", "network_name", "theme_name")),
            *(row[name] for name in ("title", "goal", "start_on", "years")),
            *(row[name] for name in ("network_nok", "university_nok", "total_nok", "kindergarten_count")),
            ", ".join(row["places"]),
            outcome.get("carried_out"),
            outcome.get("attainment"),
            outcome.get("kindergartens"),
            outcome.get("staff"),
        )


MEASURE_COLUMNS = (
    *("county", "year", "pk", "network", "network_name", "theme_name", "title", "goal", "start_on", "years"),
    *("network_nok", "university_nok", "total_nok", "kindergarten_count", "places"),
)


def taking_part_rows(chosen: Chosen) -> Iterator[Row]:
    """One row for each kindergarten in each measure that was given money."""
    granted = granted_measures().order_by().values("pk")
    rows = _narrowed(Measure.objects.filter(pk__in=granted, kindergartens__isnull=False), chosen)
    found = rows.values_list(
        "basis__round__county__number",
        "basis__round__grant_year",
        "pk",
        "basis__network",
        "kindergartens__name",
        "kindergartens__org_number",
        "kindergartens__owner__kind",
        "kindergartens__municipality__number",
        "kindergartens__municipality__name_nb",
    ).order_by("basis__round__grant_year", "pk", "kindergartens__pk")
    for row in found.iterator(chunk_size=AT_A_TIME):
        owned = "kommunal" if row[6] == OrganisationKind.MUNICIPALITY else "privat"
        yield (*row[:6], owned, *row[7:])


def _narrowed(rows: Any, chosen: Chosen) -> Any:
    if chosen.year is not None:
        rows = rows.filter(basis__round__grant_year=chosen.year)
    if chosen.network is not None:
        rows = rows.filter(basis__network=chosen.network)
    return rows


def key_rows(chosen: Chosen) -> Iterator[Row]:
    """One row for each network in a round's calculation, with the key that is the same for all of them."""
    for county, key in _keys(chosen):
        yield from (
            key_row(county.number, key, row) for row in key.networks if chosen.network in (None, row.pk)
        )


def key_row(county: str, key: PublicKey, row: KeyNetwork) -> Row:
    """One network's row in the data set about the key."""
    return (
        *(county, key.year, row.pk, row.name, row.order, key.collective_nok),
        *(key.flat_percent, *(key.weights[name] for name in FIGURES)),
        *(key.round_to, key.cap_at_requested, key.shares_rest_anew),
        *(getattr(row, name) for name in FIGURES),
        *(row.requested_nok, row.set_by_hand_nok, row.key_nok, row.letters_nok),
    )


def key_university_rows(chosen: Chosen) -> Iterator[Row]:
    """One row for each university in each network of a round's calculation."""
    for county, key in _keys(chosen):
        for row in key.networks:
            for part in row.universities if chosen.network in (None, row.pk) else ():
                yield (county.number, key.year, row.pk, part.name, part.requested_nok, part.amount_nok)


def _keys(chosen: Chosen) -> Iterator[tuple[County, PublicKey]]:
    for county in open_counties():
        for round in open_rounds(county):
            decision = issued_decision(round) if chosen.year in (None, round.grant_year) else None
            if decision is not None:
                decision.round = round
                yield county, public_key(decision)


def calendar_rows(chosen: Chosen) -> Iterator[Row]:
    """One row for each date of each round, in every county that has issued letters."""
    for county in open_counties():
        for row in dates_of(county):
            if chosen.year in (None, row.year):
                yield county.number, row.year, row.duty, row.name, row.opens_on, row.due_on


def result_rows(chosen: Chosen) -> Iterator[Row]:
    """The sums of each round: (county, year, group, name, number or None where hidden)."""
    came = outcomes_of()
    for county in open_counties():
        for year in open_years(county, chosen.years()).values():
            staff = _staff_of(county, year.year, came)
            for group, name, number in _results(county, year, staff):
                yield county.number, year.year, group, name, number


def _results(county: County, year: OpenYear, staff: int | None) -> Iterator[tuple[str, str, int | None]]:
    counts = counts_of_year(county, year.year)
    yield "nettverk", "", sum(not grant.is_university for grant in year.grants)
    yield "universitet", "", sum(grant.is_university for grant in year.grants)
    yield "tiltak", "", counts["measure_count"]
    yield "barnehager", "", counts["kindergarten_count"]
    yield "kommuner", "", counts["municipality_count"]
    yield "ansatte", "", staff
    yield "studenter", "", year.students
    for name, number in year.by_study:
        yield "studenter", name, number
    yield "kroner", "faste poster", year.fixed_nok
    yield "kroner", "felles tiltak", year.collective_nok
    yield "kroner", "individuelle tiltak", year.individual_nok
    yield "kroner", "i alt", year.total_nok


def _staff_of(county: County, year: int, came: dict[int, dict[str, Any]]) -> int | None:
    """Staff that measures reached, of those measures alone whose number is shown."""
    rows = (
        granted_measures(county).filter(basis__round__grant_year=year).order_by().values_list("pk", flat=True)
    )
    return sum_of_shown([came[pk]["staff"] for pk in rows if pk in came])
