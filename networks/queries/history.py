"""Named reads of what has become of bodies and places. Nothing here writes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from common.sorting import norwegian
from networks.models import (
    County,
    Kindergarten,
    KindergartenPeriod,
    Municipality,
    Organisation,
    OrganisationKind,
    RegisterChange,
    User,
)
from networks.models.periods import valid_on
from networks.queries.rounds import counties_of
from networks.queries.shared import open_on
from networks.states import RegisterChangeKind as Kind

FIELD: dict[type[Any], str] = {
    Organisation: "organisation",
    Kindergarten: "kindergarten",
    Municipality: "municipality",
}
OWNERS = (OrganisationKind.MUNICIPALITY, OrganisationKind.PRIVATE_OWNER)
TAKES_UP = (Kind.MERGER, Kind.MOVE)
"""The changes by which one goes on under the name of another."""


@dataclass(frozen=True)
class Former:
    """A name that was used until, and in, a year."""

    name: str
    until: int


def thing_name(thing: Organisation | Kindergarten | Municipality) -> str:
    """What the thing is called now, in Norwegian."""
    return thing.name_nb if isinstance(thing, Municipality) else thing.name


def last_change_of(thing: Organisation | Kindergarten | Municipality) -> date | None:
    """The last day on which something is known to have changed, also ahead of today; None where nothing is known.

    A kindergarten's own periods count; what has been taken up in others counts for those as well.
    """
    name = FIELD[type(thing)]
    changes = RegisterChange.objects.filter(**{name: thing})
    days = [changes.aggregate(last=Max("on"))["last"]]
    if isinstance(thing, Kindergarten):
        days.append(thing.periods.aggregate(last=Max("valid_from"))["last"])
    if isinstance(thing, Municipality):
        days.append(thing.valid_from)
    return max((found for found in days if found), default=None)


def newest_period_of(thing: Organisation | Municipality) -> date | None:
    """The last day on which one of the kindergartens that are there now was registered otherwise."""
    path = "municipality" if isinstance(thing, Municipality) else "owner"
    mine = KindergartenPeriod.objects.filter(**{path: thing})
    last: date | None = mine.filter(valid_to__isnull=True).aggregate(last=Max("valid_from"))["last"]
    return last


def register_changes(county: County) -> QuerySet[RegisterChange]:
    """The county's changes, the newest first, with what they are about."""
    rows = RegisterChange.objects.filter(county=county)
    return rows.select_related(
        "organisation",
        "kindergarten",
        "municipality",
        "to_organisation",
        "to_kindergarten",
        "to_municipality",
        "recorded_by",
    ).order_by("-on", "-pk")


def changes_of(thing: Organisation | Kindergarten | Municipality) -> QuerySet[RegisterChange]:
    """What has happened to the thing, and what it has taken up, the newest first."""
    name = FIELD[type(thing)]
    county = thing.municipality.county if isinstance(thing, Kindergarten) else thing.county
    return register_changes(county).filter(Q(**{name: thing}) | Q(**{f"to_{name}": thing}))


def planned_change(county: County, pk: int) -> RegisterChange | None:
    """A change of the county that lies ahead."""
    return register_changes(county).filter(pk=pk, is_planned=True).first()


def years_of_changes(county: County) -> list[int]:
    """The years in which something has changed, the newest first."""
    days = RegisterChange.objects.filter(county=county).dates("on", "year", order="DESC")
    return [found.year for found in days]


def periods_of(kindergarten: Kindergarten) -> list[KindergartenPeriod]:
    """How the kindergarten has been registered, the newest first."""
    rows = kindergarten.periods.select_related("owner", "municipality")
    return list(rows.order_by("-valid_from"))


def former_names(model: type[Any], keys: Iterable[int]) -> dict[int, list[Former]]:
    """The names that the things had before, and of those that they have taken up, by key, the newest first.

    One statement for all. Only what has been carried out counts.
    """
    field, wanted = FIELD[model], set(keys)
    if not wanted:
        return {}
    own = Q(kind=Kind.RENAME, **{f"{field}__in": wanted})
    taken_up = Q(kind__in=TAKES_UP, **{f"to_{field}__in": wanted, f"{field}__isnull": False})
    name = "name_nb" if model is Municipality else "name"
    rows = (
        RegisterChange.objects.filter(own | taken_up, is_planned=False)
        .order_by("-on", "pk")
        .values_list("kind", "on", f"{field}_id", f"to_{field}_id", "name_before", f"{field}__{name}")
    )
    found: dict[int, list[Former]] = defaultdict(list)
    for kind, on, key, to_key, before, called in rows:
        goes_to = key if kind == Kind.RENAME else to_key
        found[goes_to].append(Former(before or called, (on - timedelta(days=1)).year))
    return dict(found)


def called_before(model: type[Any], typed: str) -> Q:
    """The things that were called so before, or have taken up one that is: for searching a list of `model`."""
    field = FIELD[model]
    name = "name_nb" if model is Municipality else "name"
    before = Q(name_before__icontains=typed) | Q(**{f"{field}__{name}__icontains": typed})
    done = RegisterChange.objects.filter(is_planned=False)
    own = done.filter(kind=Kind.RENAME, name_before__icontains=typed, **{field: OuterRef("pk")})
    taken_up = done.filter(before, kind__in=TAKES_UP, **{f"to_{field}": OuterRef("pk")})
    return Q(Exists(own)) | Q(Exists(taken_up))


def kindergarten_called(typed: str) -> Q:
    """The kindergartens that are called so, or were before, or whose owner is or was."""
    owners = Organisation.objects.filter(Q(name__icontains=typed) | called_before(Organisation, typed))
    return Q(name__icontains=typed) | Q(owner__in=owners.values("pk")) | called_before(Kindergarten, typed)


def kindergarten_seen_by(user: User, pk: int, *, now: datetime) -> Kindergarten | None:
    """A kindergarten of the person's counties, also one that has closed."""
    rows = Kindergarten.objects.filter(owner__county__in=counties_of(user, now=now))
    return rows.select_related("owner", "municipality__county").filter(pk=pk).first()


def municipality_seen_by(user: User, pk: int, *, now: datetime) -> Municipality | None:
    """A municipality of the person's counties, also one that has ended."""
    rows = Municipality.objects.filter(county__in=counties_of(user, now=now))
    return rows.select_related("county").filter(pk=pk).first()


def is_number_known(model: type[Any], number: str) -> bool:
    """Whether a municipality, an organisation or a kindergarten has the number."""
    column = "number" if model is Municipality else "org_number"
    return bool(model._default_manager.filter(**{column: number}).exists())


def organisation_of(county: County, pk: int) -> Organisation | None:
    """An organisation of the county, with its municipality."""
    return Organisation.objects.filter(county=county).select_related("county").filter(pk=pk).first()


def kindergarten_of(county: County, pk: int) -> Kindergarten | None:
    """A kindergarten of the county, also one that has closed."""
    rows = Kindergarten.objects.filter(municipality__county=county)
    return rows.select_related("owner", "municipality__county").filter(pk=pk).first()


def municipality_of(county: County, pk: int) -> Municipality | None:
    """A municipality of the county, also one that has ended."""
    return Municipality.objects.filter(county=county).select_related("county").filter(pk=pk).first()


def others_like(thing: Organisation | Municipality, on: date) -> list[Any]:
    """The owners, universities or municipalities of the county that are in use, in Norwegian order."""
    if isinstance(thing, Municipality):
        towns = Municipality.objects.filter(valid_on(on), county=thing.county_id)
        return list(towns.exclude(pk=thing.pk).order_by(norwegian("name_nb"), "pk"))
    kinds = [thing.kind] if thing.kind == OrganisationKind.UNIVERSITY else OWNERS
    rows = Organisation.objects.filter(county=thing.county_id, kind__in=kinds, ended_on=None)
    return list(rows.exclude(pk=thing.pk).order_by(norwegian("name"), "pk"))


def open_in(thing: Organisation | Municipality, on: date) -> list[Kindergarten]:
    """The kindergartens that the organisation owns, or that lie in the municipality, in Norwegian order."""
    path = "municipality" if isinstance(thing, Municipality) else "owner"
    return list(open_on(on).filter(**{path: thing}).order_by(norwegian("name"), "pk"))
