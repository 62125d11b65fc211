"""What came of a round: how many were reached, what the money was used for, and how far the goals were reached."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from common.sorting import norwegian_key
from grants.models import Grant, GrantLine, LineKind
from grants.queries.decision import WITH_MONEY
from grants.states import DecisionState
from networks.models import KindergartenFigures, KindergartenPeriod, OrganisationKind, Round
from reporting.models import MeasureReport, ReportLine
from reporting.queries.money import MoneyRow, money_rows
from reporting.states import MET, Attainment, CarriedOut, FactsState

MUNICIPAL, PRIVATE = "municipal", "private"
INDIVIDUAL = (LineKind.INDIVIDUAL, LineKind.COMMITTED)
PROMISED = "promised"
"""The key of individual money that was promised beforehand, where no nomination says which study it is for."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """What came of one part of the round (all of it, a theme, a network, a university, a kind of owner, a place).

    `measures` are those whose facts all sides have approved; kindergartens and municipalities are counted once, the
    children are the kindergartens' own. `staff_reached` adds up the measures: who took part in two counts twice. It
    is None where the reports do not divide it so, and so is the money (whole kroner; used and unspent as the reports
    that are in say).
    """

    key: str
    name: str
    measures: int
    kindergartens: int
    municipalities: int
    children: int
    staff_reached: int | None = None
    granted_nok: int | None = None
    used_nok: int | None = None
    unspent_nok: int | None = None


@dataclass(frozen=True, kw_only=True)
class Choices:
    """How many measures have one answer; `key` is a value of `Attainment` or `CarriedOut`."""

    key: str
    name: str
    measures: int


@dataclass(frozen=True, kw_only=True)
class Study:
    """Individual money for one kind of study: how many got it, and whole kroner.

    `students` is None for money that was promised beforehand without a name.
    """

    key: str
    name: str
    students: int | None
    granted_nok: int
    used_nok: int
    unspent_nok: int


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """Money by what it was given for (a `grants.models.LineKind`), in whole kroner."""

    key: str
    name: str
    granted_nok: int
    used_nok: int
    unspent_nok: int


@dataclass(frozen=True, kw_only=True)
class Results:
    """What came of one round. `without_figures` kindergartens were reached whose children nobody has counted.

    `network_money` and `university_money` are the two kinds of recipients; together they are the `total`'s money.
    """

    year: int
    reports_due: int
    reports_in: int
    measures_granted: int
    without_figures: int
    total: Part
    themes: tuple[Part, ...]
    owners: tuple[Part, ...]
    networks: tuple[Part, ...]
    universities: tuple[Part, ...]
    municipalities: tuple[Part, ...]
    carried_out: tuple[Choices, ...]
    attainment: tuple[Choices, ...]
    studies: tuple[Study, ...]
    purposes: tuple[Purpose, ...]
    network_money: Purpose
    university_money: Purpose


@dataclass(frozen=True)
class _Place:
    kindergarten: int
    municipality: int
    municipality_name: str
    is_municipal: bool
    children: int | None


@dataclass(frozen=True)
class _Fact:
    measure: int
    network: int
    theme: int | None
    staff: int
    carried_out: str
    attainment: str
    universities: frozenset[int]
    places: tuple[_Place, ...]


def results_of(round: Round) -> Results:
    """What came of the round's issued grants, in ten statements however large the county.

    Facts count when all sides have approved them, money when the recipient's report is in. A kindergarten has the
    owner and the municipality of the round's reference day, and the children of the grant year, or of the last year
    before it that has figures.
    """
    money = money_rows(round.county, [round.grant_year])
    sides = _universities_of_measures(round)
    facts = _facts(round, sides)
    due, received = _reports(round)
    places = {place.kindergarten: place for fact in facts for place in fact.places}
    return Results(
        year=round.grant_year,
        reports_due=due,
        reports_in=received,
        measures_granted=len(sides),
        without_figures=sum(1 for place in places.values() if place.children is None),
        total=_part("", "", facts, money),
        themes=_themes(facts, money),
        owners=_owners(facts),
        networks=_networks(facts, money),
        universities=_universities(round, facts, money),
        municipalities=_municipalities(facts),
        carried_out=_choices(CarriedOut, (fact.carried_out for fact in facts)),
        attainment=_choices(Attainment, (fact.attainment for fact in facts)),
        studies=_studies(round),
        purposes=_purposes(money),
        network_money=_money("networks", _("Networks"), [row for row in money if not row.is_university]),
        university_money=_money(
            "universities", _("Universities"), [row for row in money if row.is_university]
        ),
    )


# --- Reading ----------------------------------------------------------------------------------------------


def _issued(round: Round, path: str = "") -> Q:
    return Q(
        **{
            f"{path}grant__decision__round": round,
            f"{path}grant__decision__state": DecisionState.ISSUED,
        }
    )


def _universities_of_measures(round: Round) -> dict[int, frozenset[int]]:
    """The measures that were given money, each with the universities that were given some of it."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = GrantLine.objects.filter(_issued(round), measure__isnull=False, budget_nok__gt=0)
    for measure, university in rows.order_by("pk").values_list("measure_id", "grant__university_id"):
        found[measure] |= {university} - {None}
    return {measure: frozenset(keys) for measure, keys in found.items()}


def _facts(round: Round, sides: dict[int, frozenset[int]]) -> list[_Fact]:
    """The approved facts of the measures that were given money, each with the places that it reached."""
    rows = (
        MeasureReport.objects.filter(state=FactsState.AGREED, measure__in=sides)
        .annotate(network=F("measure__basis__network"), theme=F("measure__theme"))
        .order_by("measure_id")
    )
    pairs = list(
        MeasureReport.kindergartens.through.objects.filter(
            measurereport__state=FactsState.AGREED, measurereport__measure__in=sides
        ).values_list("measurereport_id", "kindergarten_id")
    )
    places = _places(round, {kindergarten for _facts, kindergarten in pairs})
    reached: dict[int, list[_Place]] = defaultdict(list)
    for facts, kindergarten in pairs:
        reached[facts].append(places[kindergarten])
    return [
        _Fact(
            measure=row["measure"],
            network=row["network"],
            theme=row["theme"],
            staff=row["staff_reached"] or 0,
            carried_out=row["carried_out"],
            attainment=row["attainment"],
            universities=sides[row["measure"]],
            places=tuple(reached[row["pk"]]),
        )
        for row in rows.values(
            *("pk", "measure", "network", "theme", "staff_reached", "carried_out", "attainment")
        )
    ]


def _places(round: Round, kindergartens: set[int]) -> dict[int, _Place]:
    children = _children(round.grant_year, kindergartens)
    rows = KindergartenPeriod.objects.filter(kindergarten__in=kindergartens).select_related(
        "municipality", "owner"
    )
    found: dict[int, KindergartenPeriod] = {}
    for row in rows.order_by("kindergarten_id", "valid_from"):
        if row.kindergarten_id not in found or row.valid_from <= round.reference_on:
            found[row.kindergarten_id] = row
    return {
        key: _Place(
            kindergarten=key,
            municipality=row.municipality_id,
            municipality_name=str(row.municipality),
            is_municipal=row.owner.kind == OrganisationKind.MUNICIPALITY,
            children=children.get(key),
        )
        for key, row in found.items()
    }


def _children(year: int, kindergartens: set[int]) -> dict[int, int]:
    """The children of each kindergarten in the year, or in the newest year before it."""
    rows = KindergartenFigures.objects.filter(kindergarten__in=kindergartens, year__lte=year)
    newest = rows.order_by("kindergarten_id", "-year").distinct("kindergarten_id")
    return dict(newest.values_list("kindergarten_id", "children"))


def _reports(round: Round) -> tuple[int, int]:
    """How many recipients are to report, and how many reports are in."""
    rows = Grant.objects.filter(decision__round=round, decision__state=DecisionState.ISSUED)
    counts = rows.aggregate(
        due=Count("pk", filter=WITH_MONEY | Q(report__state__in=list(MET))),
        received=Count("pk", filter=Q(report__state__in=list(MET))),
    )
    return counts["due"], counts["received"]


# --- Parts ------------------------------------------------------------------------------------------------


def _part(key: str, name: str, facts: Iterable[_Fact], money: Iterable[MoneyRow]) -> Part:
    """One part with its money; `facts` and `money` are those of the part."""
    mine, rows = list(facts), list(money)
    sums = _money(key, name, rows)
    return Part(
        key=key,
        name=name,
        measures=len(mine),
        staff_reached=sum(fact.staff for fact in mine),
        granted_nok=sums.granted_nok,
        used_nok=sums.used_nok,
        unspent_nok=sums.unspent_nok,
        **_reach(place for fact in mine for place in fact.places),
    )


def _reach(places: Iterable[_Place]) -> dict[str, int]:
    known = {place.kindergarten: place for place in places}
    return {
        "kindergartens": len(known),
        "municipalities": len({place.municipality for place in known.values()}),
        "children": sum(place.children or 0 for place in known.values()),
    }


def _money(key: str, name: str, rows: Iterable[MoneyRow]) -> Purpose:
    known = list(rows)
    return Purpose(
        key=key,
        name=name,
        granted_nok=sum(row.granted_nok for row in known),
        used_nok=sum(row.used_nok or 0 for row in known),
        unspent_nok=sum(row.unspent_nok or 0 for row in known),
    )


def _themes(facts: list[_Fact], money: list[MoneyRow]) -> tuple[Part, ...]:
    """The collective measures by theme."""
    rows = [row for row in money if row.purpose == LineKind.COLLECTIVE]
    names = {row.theme: row.theme_name or _("Without a theme") for row in rows}
    return _sorted(
        _part(
            str(theme or ""),
            name,
            (fact for fact in facts if fact.theme == theme),
            (row for row in rows if row.theme == theme),
        )
        for theme, name in names.items()
    )


def _networks(facts: list[_Fact], money: list[MoneyRow]) -> tuple[Part, ...]:
    """The money that works in each network, the network's own and its universities'."""
    names = {row.network: row.network_name for row in money if row.network is not None}
    return _sorted(
        _part(
            str(network),
            name,
            (fact for fact in facts if fact.network == network),
            (row for row in money if row.network == network),
        )
        for network, name in names.items()
    )


def _universities(round: Round, facts: list[_Fact], money: list[MoneyRow]) -> tuple[Part, ...]:
    rows = Grant.objects.filter(
        decision__round=round, decision__state=DecisionState.ISSUED, university__isnull=False
    )
    known = rows.values_list("pk", "university_id", "university__name")
    return _sorted(
        _part(
            str(university),
            name,
            (fact for fact in facts if university in fact.universities),
            (row for row in money if row.grant == grant),
        )
        for grant, university, name in known
    )


def _owners(facts: list[_Fact]) -> tuple[Part, ...]:
    municipal = _divided(MUNICIPAL, _("Municipal kindergartens"), facts, lambda place: place.is_municipal)
    private = _divided(PRIVATE, _("Private kindergartens"), facts, lambda place: not place.is_municipal)
    return municipal, private


def _municipalities(facts: list[_Fact]) -> tuple[Part, ...]:
    names = {place.municipality: place.municipality_name for fact in facts for place in fact.places}
    by_place: dict[int, list[_Fact]] = defaultdict(list)
    for fact in facts:
        for municipality in {place.municipality for place in fact.places}:
            by_place[municipality].append(fact)
    return _sorted(
        _divided(str(key), name, by_place[key], lambda place, key=key: place.municipality == key)  # type: ignore[misc]  # -- a default binds the key
        for key, name in names.items()
    )


def _divided(key: str, name: str, facts: Iterable[_Fact], belongs: Callable[[_Place], bool]) -> Part:
    """A part that takes some of the kindergartens of each measure, so that staff and money are not divided."""
    mine = [tuple(place for place in fact.places if belongs(place)) for fact in facts]
    touched = [places for places in mine if places]
    reach = _reach(place for places in touched for place in places)
    return Part(key=key, name=name, measures=len(touched), **reach)


def _sorted(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: (norwegian_key(part.name), part.key)))


# --- Counts and money -------------------------------------------------------------------------------------


def _choices(kind: Any, chosen: Iterable[str]) -> tuple[Choices, ...]:
    counts: dict[str, int] = defaultdict(int)
    for value in chosen:
        counts[value] += 1
    return tuple(
        Choices(key=choice.value, name=str(choice.label), measures=counts[choice.value]) for choice in kind
    )


def _purposes(money: list[MoneyRow]) -> tuple[Purpose, ...]:
    return tuple(
        _money(kind.value, str(kind.label), (row for row in money if row.purpose == kind))
        for kind in LineKind
        if any(row.purpose == kind for row in money)
    )


def _studies(round: Round) -> tuple[Study, ...]:
    """Individual money by kind of study, in the order of the county's table; what was promised beforehand last."""
    rows = _by_study(GrantLine.objects.filter(_issued(round), kind__in=INDIVIDUAL, budget_nok__gt=0), "")
    given = rows.annotate(students=Count("nomination", distinct=True), granted=Sum("budget_nok"))
    said = _by_study(
        ReportLine.objects.filter(
            _issued(round, "line__"),
            line__kind__in=INDIVIDUAL,
            carry_over__isnull=True,
            report__state__in=list(MET),
        ),
        "line__",
    ).annotate(used=Sum("used_nok"), unspent=Sum("unspent_nok"))
    used = {row["code"]: row for row in said}
    nothing = {"used": 0, "unspent": 0}
    return tuple(
        Study(
            key=row["code"] or PROMISED,
            name=row["name"] or _("Promised beforehand"),
            students=row["students"] if row["code"] else None,
            granted_nok=row["granted"],
            used_nok=used.get(row["code"], nothing)["used"] or 0,
            unspent_nok=used.get(row["code"], nothing)["unspent"] or 0,
        )
        for row in given.order_by(F("place").asc(nulls_last=True), "code")
    )


def _by_study(rows: QuerySet[Any], path: str) -> QuerySet[Any, dict[str, Any]]:
    study = f"{path}nomination__study_type__"
    found: QuerySet[Any, dict[str, Any]] = (
        rows.order_by()
        .annotate(code=F(f"{study}code"), place=F(f"{study}order"))
        .values("code", "place", name=F(f"{study}name"))
    )
    return found
