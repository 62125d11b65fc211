"""Reads of a network's arenas."""

from datetime import datetime

from django.db.models import F, QuerySet

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import Arena, Kindergarten, Municipality, Network, Organisation, Partnership
from networks.models.periods import valid_on
from networks.queries.shared import open_on


def arenas_of(network: Network) -> QuerySet[Arena]:
    """The arenas in use: those of the whole network first, then each university's, in their order."""
    rows = Arena.objects.filter(network=network, ended_at__isnull=True)
    order = (F("university").asc(nulls_first=True), "order", "pk")
    return rows.select_related("network__county", "university").order_by(*order)


def arenas_in(network: Network, university: Organisation | None) -> QuerySet[Arena]:
    """The arenas in use of the whole network, or of one partnership in it."""
    return arenas_of(network).filter(university=university)


def arena_of(network: Network, pk: int) -> Arena | None:
    """One of the network's arenas that are in use, or None."""
    return arenas_of(network).filter(pk=pk).first()


def locked_arena(arena: Arena) -> Arena:
    """The arena as it stands now, held until the transaction ends."""
    rows = Arena.objects.select_for_update(of=("self",)).select_related("network__county", "university")
    return rows.get(pk=arena.pk)


def hold_network(network: Network) -> None:
    """Let nobody else change the network's arenas until the transaction ends."""
    list(Network.objects.select_for_update(of=("self",)).filter(pk=network.pk).order_by())


def partners_on(network: Network, *, now: datetime) -> QuerySet[Organisation]:
    """The universities that work with the network today, by name."""
    rows = Partnership.objects.filter(valid_on(oslo_date(now)), network=network).order_by()
    return Organisation.objects.filter(pk__in=rows.values("university")).order_by(norwegian("name"), "pk")


def municipalities_on(network: Network, *, now: datetime) -> QuerySet[Municipality]:
    """The network's municipalities today, by name."""
    inside = valid_on(oslo_date(now), "memberships__")
    return Municipality.objects.filter(inside, memberships__network=network).order_by(
        norwegian("name_nb"), "pk"
    )


def kindergartens_on(network: Network, *, now: datetime) -> QuerySet[Kindergarten]:
    """The open kindergartens of the network today, by name, with their municipalities."""
    places = municipalities_on(network, now=now).order_by().values("pk")
    rows = open_on(oslo_date(now)).filter(municipality__in=places).select_related("municipality")
    return rows.order_by(norwegian("name"), "pk")
