"""Reads of the events that people put into annual wheels."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from common.dates import oslo_date
from networks.models import Arena, Kindergarten, NetworkMunicipality, Partnership, User, WheelEvent
from networks.models.periods import valid_on
from networks.queries.rounds import counties_of
from networks.roles import LEADERS, Role, bodies
from networks.wheel.scope import Scope
from networks.wheel.year import year_of

REMEMBERED = timedelta(days=90)
"""So long does a calendar hear that an event was removed."""


def wheel_events() -> QuerySet[WheelEvent]:
    """Events with all that names where they stand, also those that were removed."""
    return WheelEvent.objects.select_related(
        "county", "network__county", "arena__university", "municipality", "kindergarten"
    )


def in_days(begins_on: date, ends_on: date) -> Q:
    """The events that last into the days from `begins_on` to `ends_on`."""
    still = Q(ends_on__isnull=True, starts_on__gte=begins_on) | Q(ends_on__gte=begins_on)
    return Q(starts_on__lte=ends_on) & still


def wheel_event_of(user: User, pk: int, *, now: datetime) -> WheelEvent | None:
    """An event of a county in which the person has a seat that has not been removed, or None."""
    rows = wheel_events().filter(pk=pk, removed_at__isnull=True, county__in=counties_of(user, now=now))
    return rows.first()


def locked_wheel_event(event: WheelEvent) -> WheelEvent:
    """The event as it stands now, held until the transaction ends."""
    return wheel_events().select_for_update(of=("self",)).get(pk=event.pk)


def wheel_path(event: WheelEvent) -> str:
    """The address of the wheel that the event stands in, in its year."""
    scope = Scope(
        county=event.county,
        network=event.network,
        municipality=event.municipality,
        kindergarten=event.kindergarten,
    )
    return f"{scope.address()}?ar={year_of(event.starts_on).year}"


def arenas_to_choose(network: int) -> QuerySet[Arena]:
    """The network's arenas that are in use: those for all first."""
    rows = Arena.objects.filter(network=network, ended_at__isnull=True).select_related("university")
    return rows.order_by(F("university__name").asc(nulls_first=True), "order", "pk")


def feed_events(user: User, *, since: datetime, now: datetime) -> QuerySet[WheelEvent]:
    """The events of the wheels that the person belongs to that last beyond `since`, soonest first: of the networks
    they work in, of their own kindergarten, and of the county. Those removed lately are among them. One statement.
    """
    last_day = Coalesce(F("ends_on"), F("starts_on"))
    rows = wheel_events().alias(last_day=last_day).filter(last_day__gte=oslo_date(since))
    heard = Q(removed_at__isnull=True) | Q(removed_at__gte=now - REMEMBERED)
    mine = Q(network__isnull=True, county__in=counties_of(user, now=now))
    for part in (_of_networks, _of_university, _of_kindergarten):
        mine |= part(user, now=now)
    return rows.filter(heard, mine).order_by("starts_on", "pk")


NOTHING = Q(pk__in=[])


def _of_networks(user: User, *, now: datetime) -> Q:
    """All but the kindergartens' own, for those who lead or sit in a network."""
    found = bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now)
    return Q(network__in=found, kindergarten__isnull=True) if found else NOTHING


def _of_university(user: User, *, now: datetime) -> Q:
    """What is for all, and what is the university's, in its networks."""
    mine = bodies(user, Role.UH_COORDINATOR, now=now)
    if not mine:
        return NOTHING
    shared = Partnership.objects.filter(valid_on(oslo_date(now)), university__in=mine).values("network")
    arena = Q(arena__university__isnull=True) | Q(arena__university__in=mine)
    return Q(network__in=shared, kindergarten__isnull=True) & arena


def _of_kindergarten(user: User, *, now: datetime) -> Q:
    """The kindergarten's own, and what its municipality and its network have for it."""
    mine, today = bodies(user, Role.HEAD, now=now), oslo_date(now)
    if not mine:
        return NOTHING
    homes = Kindergarten.objects.filter(pk__in=mine).values("municipality")
    around = NetworkMunicipality.objects.filter(valid_on(today), municipality__in=homes).values("network")
    whose = Q(municipality__isnull=True) | Q(municipality__in=homes)
    partner = Partnership.objects.filter(
        valid_on(today), network=OuterRef("network"), university=OuterRef("arena__university")
    ).filter(Q(municipality__isnull=True) | Q(municipality__in=homes))
    arena = Q(arena__university__isnull=True) | Q(Exists(partner))
    return Q(kindergarten__in=mine) | (Q(network__in=around, kindergarten__isnull=True) & whose & arena)
