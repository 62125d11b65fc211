"""The collective measures that were given money, as everybody sees them: rows of named columns."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from common.sorting import norwegian
from grants.models import Grant, GrantLine
from grants.states import DecisionState
from needs.models import Measure, Theme
from networks.models import County, Kindergarten, Municipality, Network

COLUMNS = (
    *("pk", "year", "title", "goal", "start_on", "years", "network", "network_name", "theme", "theme_name"),
    *("network_nok", "university_nok", "total_nok", "kindergarten_count", "places", "grant"),
)
WORDS = 8  # of a search that are looked for


def granted_measures(county: County | None = None) -> QuerySet[Measure, dict[str, Any]]:
    """The measures that letters give money to, as rows of COLUMNS, newest year first; amounts in whole kroner."""
    given = _lines().filter(amount_nok__gt=0)
    rows = Measure.objects.filter(Exists(given), basis__round__decision__state=DecisionState.ISSUED)
    if county is not None:
        rows = rows.filter(basis__round__county=county)
    grant = Grant.objects.filter(
        decision__round=OuterRef("basis__round"), network=OuterRef("basis__network")
    ).values("pk")[:1]
    named: QuerySet[Measure, dict[str, Any]] = (
        rows.order_by()
        .annotate(
            year=F("basis__round__grant_year"),
            network=F("basis__network"),
            network_name=F("basis__network__name"),
            theme_name=F("theme__name"),
            network_nok=_sum(grant__network__isnull=False),
            university_nok=_sum(grant__university__isnull=False),
            total_nok=_sum(),
            kindergarten_count=_kindergartens(),
            places=ArraySubquery(_places()),
            grant=Subquery(grant),
        )
        .values(*COLUMNS)
        .order_by("-year", norwegian("network_name"), "pk")
    )
    return named


def _lines() -> QuerySet[GrantLine]:
    return GrantLine.objects.filter(measure=OuterRef("pk"), grant__decision__state=DecisionState.ISSUED)


def _sum(**only: Any) -> Coalesce:
    rows = _lines().filter(**only).order_by().values("measure").annotate(nok=Sum("amount_nok"))
    return Coalesce(Subquery(rows.values("nok")), 0)


def _kindergartens() -> Coalesce:
    rows = Kindergarten.objects.filter(measures=OuterRef("pk")).order_by().values("measures")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _places() -> QuerySet[Municipality, Any]:
    """The municipalities of the kindergartens that take part, by name."""
    taking_part = Kindergarten.objects.filter(measures=OuterRef(OuterRef("pk")), municipality=OuterRef("pk"))
    rows = Municipality.objects.filter(Exists(taking_part)).order_by(norwegian("name_nb"))
    return rows.values("name_nb")


def with_words(rows: Any, typed: str) -> Any:
    """The measures in which every word stands: in title, goal, theme, network, university, municipality or
    kindergarten."""
    for word in typed.split()[:WORDS]:
        taking_part = Kindergarten.objects.filter(
            Q(name__icontains=word) | Q(municipality__name_nb__icontains=word), measures=OuterRef("pk")
        )
        university = Q(grant__university__name__icontains=word) | Q(
            grant__university__short_name__icontains=word
        )
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(goal__icontains=word)
            | Q(theme__name__icontains=word)
            | Q(basis__network__name__icontains=word)
            | Exists(taking_part)
            | Exists(_lines().filter(university, amount_nok__gt=0))
        )
    return rows


def in_municipality(rows: Any, municipality: int) -> Any:
    """The measures in which a kindergarten of the municipality takes part."""
    taking_part = Kindergarten.objects.filter(municipality=municipality, measures=OuterRef("pk"))
    return rows.filter(Exists(taking_part))


def choices_of(county: County) -> dict[str, list[tuple[Any, str]]]:
    """What the list can be narrowed to: networks, themes and municipalities, in Norwegian order. Three statements."""
    places = Municipality.objects.filter(county=county, valid_to__isnull=True)
    return {
        "network": list(
            Network.objects.filter(county=county).order_by(norwegian("name")).values_list("pk", "name")
        ),
        "theme": list(Theme.objects.filter(county=county).order_by("order", "pk").values_list("pk", "name")),
        "municipality": list(places.order_by(norwegian("name_nb")).values_list("pk", "name_nb")),
    }


def money_by_theme(county: County, year: int) -> list[tuple[str, int]]:
    """What the letters of a year give for collective measures, by theme, the largest first."""
    rows = (
        GrantLine.objects.filter(
            grant__decision__state=DecisionState.ISSUED,
            grant__decision__round__county=county,
            grant__decision__round__grant_year=year,
            measure__theme__isnull=False,
            amount_nok__gt=0,
        )
        .order_by()
        .values_list("measure__theme__name")
        .annotate(nok=Sum("amount_nok"))
        .order_by("-nok", "measure__theme__name")
    )
    return list(rows)


def counts_of_year(county: County, year: int) -> dict[str, int]:
    """How many measures a year's letters give money to, and how many kindergartens and municipalities take part."""
    measures = Measure.objects.filter(
        Exists(_lines().filter(amount_nok__gt=0)),
        basis__round__county=county,
        basis__round__grant_year=year,
    )
    return measures.aggregate(
        measure_count=Count("pk", distinct=True),
        kindergarten_count=Count("kindergartens", distinct=True),
        municipality_count=Count("kindergartens__municipality", distinct=True),
    )
