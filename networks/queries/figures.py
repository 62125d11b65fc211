"""Figures per municipality and year, as the county was then or as it is on another day. Nothing here writes."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from networks.models import (
    County,
    KindergartenFigures,
    KindergartenPeriod,
    Municipality,
    MunicipalityChange,
)

REPORTED = (12, 15)
"""The day of the year that the figures are of: kindergartens report as of 15 December."""


@dataclass
class MunicipalityFigures:
    """What the kindergartens of one municipality add up to in a year."""

    municipality: Municipality
    kindergartens: int = 0
    children: int = 0
    staff_fte: Decimal = field(default_factory=Decimal)

    def add(self, row: KindergartenFigures) -> None:
        """Count one kindergarten's figures."""
        self.kindergartens += 1
        self.children += row.children
        self.staff_fte += row.staff_fte or 0


def figures_by_municipality(
    county: County, year: int, *, as_of: date | None = None
) -> list[MunicipalityFigures]:
    """The year's figures by municipality, in the order of numbers; three statements, however large the county.

    Each kindergarten counts once: in the municipality where it lay on `as_of` (15 December of the year where no day
    is given), or in what that municipality had become by then. A kindergarten that was not there on the day counts
    where it lay nearest to it. So the total of a year is the same for every day.
    """
    on = as_of or date(year, *REPORTED)
    rows = KindergartenFigures.objects.filter(year=year, kindergarten__municipality__county=county)
    places = _places_on(county, on)
    successors = _successors(county, on)
    towns = Municipality.objects.in_bulk({successors.get(key, key) for key in places.values()})
    found = {key: MunicipalityFigures(town) for key, town in towns.items()}
    for row in rows.order_by("pk"):
        place = places[row.kindergarten_id]
        found[successors.get(place, place)].add(row)
    counted = [one for one in found.values() if one.kindergartens]
    return sorted(counted, key=lambda one: (one.municipality.number, one.municipality.name_nb))


def years_with_figures(county: County) -> list[int]:
    """The years of which the county has figures, the newest first."""
    rows = KindergartenFigures.objects.filter(kindergarten__municipality__county=county)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def _places_on(county: County, on: date) -> dict[int, int]:
    """Where each kindergarten lay on the day, as keys: the period that holds the day, else the one nearest to it."""
    rows = KindergartenPeriod.objects.filter(kindergarten__municipality__county=county)
    found: dict[int, int] = {}
    for key, place, since in rows.order_by("kindergarten", "valid_from").values_list(
        "kindergarten_id", "municipality_id", "valid_from"
    ):
        if key not in found or since <= on:
            found[key] = place
    return found


def _successors(county: County, on: date) -> dict[int, int]:
    """What each municipality that had ended by the day had become, as keys. A divided one has no heir."""
    heirs: dict[int, list[int]] = defaultdict(list)
    changes = MunicipalityChange.objects.filter(before__county=county, on__lte=on)
    kept = changes.filter(before__valid_to__lte=on).exclude(kind=MunicipalityChange.Kind.SPLIT)
    for before, after in kept.order_by("on", "pk").values_list("before_id", "after_id"):
        heirs[before].append(after)
    single = {before: after[0] for before, after in heirs.items() if len(after) == 1}
    return {before: _last(before, single) for before in single}


def _last(one: int, single: dict[int, int]) -> int:
    """The end of the chain of successors; a chain that comes back to itself ends where it does."""
    seen = {one}
    while one in single and single[one] not in seen:
        one = single[one]
        seen.add(one)
    return one
