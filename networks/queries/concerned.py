"""Whom a change of bodies and places concerns, and what was before it. Nothing here writes.

Asked before a change is carried out: afterwards what is paid for a network stands with the successor already.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from common.dates import oslo_date
from networks.models import (
    Kindergarten,
    KindergartenPeriod,
    Network,
    NetworkMunicipality,
    Partnership,
    RegisterChange,
    RegisterImport,
    User,
)
from networks.models.periods import valid_on
from networks.queries.history import thing_name
from networks.queries.people import holders
from networks.queries.shared import open_on
from networks.roles import BODY_FIELD, LEADERS, Role
from networks.states import RegisterChangeKind as Kind
from networks.states import RegisterSource

TOLD_WITHIN = timedelta(days=365)
"""What happened longer ago is news to nobody."""
OF_KINDERGARTENS = (Kind.NEW_OWNER, Kind.MOVE, Kind.CLOSED, Kind.MERGER)
READERS = {
    "organisation": (Role.OWNER, Role.UH_COORDINATOR),
    "kindergarten": (Role.HEAD,),
    "network": LEADERS,
}
"""Who of each kind of body is told."""

Body = tuple[str, int]


@dataclass(frozen=True)
class Concerned:
    """A change, what stood before it, and the bodies that it concerns, as ("network", key)."""

    change: RegisterChange
    name: str
    before: str
    after: str
    bodies: frozenset[Body]


@dataclass
class _Found:
    """What is loaded once for many changes."""

    before: dict[int, list[KindergartenPeriod]] = field(default_factory=lambda: defaultdict(list))
    memberships: dict[int, list[NetworkMunicipality]] = field(default_factory=lambda: defaultdict(list))


def concerned_by(changes: Iterable[RegisterChange], *, now: datetime) -> list[Concerned]:
    """Whom each change concerns, in their order; without new names, openings, and what is more than a year old.

    The same number of statements however many kindergartens change.
    """
    since = oslo_date(now) - TOLD_WITHIN
    told = [change for change in changes if change.on >= since and _is_news(change)]
    found = _found([change for change in told if change.kindergarten_id])
    rows = [_concerned(change, found) for change in told]
    return [row for row in rows if row is not None]


def _is_news(change: RegisterChange) -> bool:
    return change.kind in (OF_KINDERGARTENS if change.kindergarten_id else (Kind.MERGER,))


def _concerned(change: RegisterChange, found: _Found) -> Concerned | None:
    if change.kindergarten_id:
        return _of_kindergarten(change, found)
    return _of_organisation(change) if change.organisation_id else _of_municipality(change)


def changes_accepted(batch: RegisterImport) -> Sequence[RegisterChange]:
    """The dated changes that have been carried out from a file of the register, with what they are about."""
    accepted = batch.rows.filter(is_accepted=True, kindergarten__isnull=False).values("kindergarten")
    rows = RegisterChange.objects.filter(
        county=batch.county_id, source=RegisterSource.REGISTER, on=batch.of_day, kindergarten__in=accepted
    ).filter(note=batch.filename, recorded_at__gte=batch.uploaded_at)
    return list(rows.select_related("kindergarten", "to_organisation", "to_municipality").order_by("pk"))


def readers_of(bodies: Iterable[Body], *, now: datetime) -> dict[Body, list[User]]:
    """Who is told for each of the bodies; three statements."""
    keys: dict[str, set[int]] = defaultdict(set)
    for kind, key in bodies:
        keys[kind].add(key)
    found: dict[Body, list[User]] = defaultdict(list)
    for kind, roles in READERS.items():
        for seat in holders(roles, now=now, bodies={kind: keys[kind]}).order_by("pk"):
            found[BODY_FIELD[Role(seat.role)], seat.body_pk].append(seat.user)
    return found


def _found(changes: Sequence[RegisterChange]) -> _Found:
    found = _Found()
    if not changes:
        return found
    periods = KindergartenPeriod.objects.filter(kindergarten__in=[row.kindergarten_id for row in changes])
    places = {row.to_municipality_id for row in changes if row.to_municipality_id}
    for period in periods.select_related("owner", "municipality").order_by("valid_from"):
        found.before[period.kindergarten_id].append(period)
        places.add(period.municipality_id)
    for membership in NetworkMunicipality.objects.filter(municipality__in=places):
        found.memberships[membership.municipality_id].append(membership)
    return found


def _of_kindergarten(change: RegisterChange, found: _Found) -> Concerned | None:
    """The owner, the head and the network before and after."""
    key, one = change.kindergarten_id, change.kindergarten
    earlier = [row for row in found.before[key or 0] if row.valid_from < change.on]
    if one is None or key is None or not earlier:
        return None
    period = earlier[-1]
    places = {period.municipality_id, change.to_municipality_id} - {None}
    bodies: set[Body] = {("kindergarten", key), ("organisation", period.owner_id)}
    bodies |= {("organisation", owner) for owner in (change.to_organisation_id, one.owner_id) if owner}
    bodies |= {("network", network) for place in places for network in _networks(found, place, change.on)}
    if change.to_kindergarten is not None:
        other = change.to_kindergarten
        bodies |= {("kindergarten", other.pk), ("organisation", other.owner_id)}
    before = {Kind.NEW_OWNER: period.owner.name, Kind.MOVE: period.municipality.name_nb}
    return Concerned(
        change, one.name, before.get(Kind(change.kind), ""), _name_after(change), frozenset(bodies)
    )


def _of_organisation(change: RegisterChange) -> Concerned:
    """Both organisations, and the networks of the one that is taken up: where it is paid, works, or owns."""
    key = change.organisation_id
    last = change.on - timedelta(days=1)
    owned = KindergartenPeriod.objects.filter(valid_on(last), owner=key).values("municipality")
    inside = NetworkMunicipality.objects.filter(valid_on(last), municipality__in=owned).values("network")
    works = Partnership.objects.filter(valid_on(last), university=key).values("network")
    networks = Network.objects.filter(Q(payee=key) | Q(pk__in=inside) | Q(pk__in=works))
    bodies: set[Body] = {("network", network) for network in networks.values_list("pk", flat=True)}
    bodies |= {("organisation", one) for one in (key, change.to_organisation_id) if one}
    return Concerned(change, change.name_before, "", _name_after(change), frozenset(bodies))


def _of_municipality(change: RegisterChange) -> Concerned:
    """The owners of the kindergartens that lie there, and the networks of both municipalities."""
    key = change.municipality_id
    last = change.on - timedelta(days=1)
    inside: Iterable[Kindergarten] = open_on(last).filter(municipality=key)
    both = [change.municipality_id, change.to_municipality_id]
    rows = NetworkMunicipality.objects.filter(valid_on(last), municipality__in=both)
    bodies: set[Body] = {("organisation", row.owner_id) for row in inside}
    bodies |= {("network", network) for network in rows.values_list("network", flat=True)}
    return Concerned(change, change.name_before, "", _name_after(change), frozenset(bodies))


def _name_after(change: RegisterChange) -> str:
    into = change.to_organisation or change.to_kindergarten or change.to_municipality
    return thing_name(into) if into else ""


def _networks(found: _Found, place: int | None, on: date) -> set[int]:
    """The networks that the municipality belongs to on the day, or until it."""
    rows = found.memberships[place or 0]
    return {
        row.network_id
        for row in rows
        if row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)
    }
