"""Which wheels there are for a person, and where in them they may write."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from common.dates import oslo_date
from common.sorting import norwegian
from networks.belonging import AROUND, PARTNERS, ties
from networks.models import Kindergarten, Municipality, Network, Organisation, Partnership, User
from networks.models.periods import valid_on
from networks.queries.places import networks_visible_to
from networks.queries.rounds import county_shown
from networks.queries.shared import open_on
from networks.roles import Role, bodies, holds, seats_of
from networks.rules.wheel import WheelPlace, speaks_for
from networks.wheel.scope import Scope


def county_scope(user: User, *, now: datetime) -> Scope | None:
    """The wheel of the county in which the person has a seat, or None."""
    county = county_shown(user, now=now) if seats_of(user, now=now) else None
    return Scope(county=county) if county is not None else None


def network_scope(user: User, network: int, *, now: datetime) -> Scope | None:
    """The wheel of a network that the person belongs to, or None."""
    found = networks_visible_to(user, now=now).filter(pk=network).first()
    if found is None or not ties(user, found, now=now) & AROUND:
        return None
    return Scope(county=found.county, network=found)


def university_in(network: Network, pk: int, *, now: datetime) -> Organisation | None:
    """The university with this key when it works with the network, or None."""
    rows = Partnership.objects.filter(valid_on(oslo_date(now)), network=network, university=pk)
    found = rows.select_related("university").first()
    return found.university if found is not None else None


def municipality_in(network: Network, pk: int, *, now: datetime) -> Municipality | None:
    """The municipality with this key when it belongs to the network, or None."""
    return _municipalities(network, now=now).filter(pk=pk).first()


def kindergarten_in(network: Network, pk: int, *, now: datetime) -> Kindergarten | None:
    """The kindergarten with this key when it lies in the network and is open, or None."""
    return _kindergartens(network, now=now).filter(pk=pk).first()


def scopes_of(user: User, network: Network, *, now: datetime) -> list[Scope]:
    """The wheels of a network to choose from: the whole, each university's, each municipality's, and those of the
    kindergartens that the person runs.
    """
    rows = Partnership.objects.filter(valid_on(oslo_date(now)), network=network).select_related("university")
    universities = {row.university_id: row.university for row in rows.order_by("university__name")}
    base: dict[str, Any] = {"county": network.county, "network": network}
    several = universities.values() if len(universities) > 1 else []
    return [
        Scope(**base),
        *(Scope(**base, university=university) for university in several),
        *(Scope(**base, municipality=place) for place in _municipalities(network, now=now)),
        *(Scope(**base, kindergarten=mine) for mine in run_by(user, network, now=now)),
    ]


def run_by(user: User, network: Network, *, now: datetime) -> list[Kindergarten]:
    """The network's kindergartens whose head or owner the person is."""
    heads, owners = bodies(user, Role.HEAD, now=now), bodies(user, Role.OWNER, now=now)
    if not (heads or owners):
        return []
    rows = _kindergartens(network, now=now)
    return list(rows.filter(pk__in=heads) | rows.filter(owner__in=owners))


@dataclass(frozen=True)
class Choice:
    """A part of the wheel that the person may write in. `pk` is what a form sends."""

    pk: str
    label: str
    place: WheelPlace

    def __str__(self) -> str:
        return self.label


def places_to_write(user: User, scope: Scope, *, now: datetime) -> list[Choice]:
    """Where in the wheel the person may put events: the whole first, then municipalities, then kindergartens."""
    network, base = scope.network, WheelPlace(county=scope.county, network=scope.network)
    if network is None:
        is_officer = holds(user, Role.CASE_OFFICER, scope.county, now=now)
        return [Choice("alle", str(scope.county), base)] if is_officer else []
    is_partner = bool(ties(user, network, now=now) & PARTNERS)
    spoken = speaks_for(user, network, now=now)
    found = [Choice("alle", str(network), base)] if is_partner else []
    if is_partner or spoken:
        for home in _municipalities(network, now=now):
            if is_partner or home.pk in spoken:
                place = WheelPlace(county=scope.county, network=network, municipality=home)
                found.append(Choice(f"kommune-{home.pk}", str(home), place))
    for mine in run_by(user, network, now=now):
        place = WheelPlace(county=scope.county, network=network, kindergarten=mine)
        found.append(Choice(f"barnehage-{mine.pk}", mine.name, place))
    return found


def _municipalities(network: Network, *, now: datetime) -> QuerySet[Municipality]:
    today = oslo_date(now)
    rows = Municipality.objects.filter(valid_on(today, "memberships__"), memberships__network=network)
    return rows.order_by(norwegian("name_nb"), "pk")


def _kindergartens(network: Network, *, now: datetime) -> QuerySet[Kindergarten]:
    path, today = "municipality__memberships__", oslo_date(now)
    rows = open_on(today).filter(valid_on(today, path), **{f"{path}network": network})
    return rows.select_related("owner", "municipality").order_by(norwegian("name"), "pk")
