"""Reads of the municipalities and universities of networks, now, before and ahead. Nothing here writes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import (
    County,
    Municipality,
    Network,
    NetworkMunicipality,
    Organisation,
    OrganisationKind,
    Partnership,
    Round,
    User,
)
from networks.models.periods import valid_on
from networks.queries.shared import open_on, standing_on
from networks.roles import Role, bodies


@dataclass(frozen=True)
class RoundTouched:
    """A round that counts otherwise after a change, and for how many kindergartens."""

    year: int
    kindergartens: int


def networks_kept_by(user: User, *, now: datetime) -> QuerySet[Network]:
    """The networks of the counties in which the person is a case officer, in Norwegian order."""
    kept = Network.objects.filter(county__in=bodies(user, Role.CASE_OFFICER, now=now))
    return kept.select_related("county").order_by(norwegian("name"), "pk")


def all_memberships(network: Network) -> QuerySet[NetworkMunicipality]:
    """The network's municipalities, now, before and ahead, in Norwegian order."""
    rows = NetworkMunicipality.objects.filter(network=network).select_related("network", "municipality")
    return rows.order_by(norwegian("municipality__name_nb"), "valid_from", "pk")


def all_partnerships(network: Network) -> QuerySet[Partnership]:
    """The network's universities, now, before and ahead: the first partner first, then by name."""
    rows = Partnership.objects.filter(network=network)
    return rows.select_related("network", "university", "municipality").order_by(
        "-is_first_partner", norwegian("university__name"), "municipality__name_nb", "valid_from", "pk"
    )


def municipalities_to_place(county: County, *, now: datetime) -> QuerySet[Municipality]:
    """The county's municipalities that are in use today or will be, in Norwegian order."""
    rows = Municipality.objects.filter(_goes_on(oslo_date(now)), county=county)
    return rows.order_by(norwegian("name_nb"), "pk")


def municipalities_of_network(network: Network, *, now: datetime) -> list[Municipality]:
    """The municipalities that belong to the network today or will, each once, in Norwegian order."""
    mine = NetworkMunicipality.objects.filter(_goes_on(oslo_date(now)), network=network)
    rows = Municipality.objects.filter(pk__in=mine.values("municipality"))
    return list(rows.order_by(norwegian("name_nb"), "pk"))


def universities_in(county: County, *, now: datetime) -> QuerySet[Organisation]:
    """The county's universities, in Norwegian order."""
    rows = standing_on(oslo_date(now)).filter(county=county, kind=OrganisationKind.UNIVERSITY)
    return rows.order_by(norwegian("name"), "pk")


def membership_in_the_way(
    municipality: Municipality, first: date, after: date | None = None, *, but: int = 0
) -> NetworkMunicipality | None:
    """The first membership of the municipality that overlaps the period [first, after), besides the row `but`."""
    rows = NetworkMunicipality.objects.filter(_overlaps(first, after), municipality=municipality)
    return rows.exclude(pk=but).select_related("network", "municipality").order_by("valid_from").first()


def partnership_in_the_way(
    wanted: Partnership, *, after: date | None = None, but: int = 0
) -> Partnership | None:
    """A partnership of the same network, university and place that overlaps the wanted one's, until `after`."""
    same = {
        "network": wanted.network,
        "university": wanted.university,
        "municipality": wanted.municipality,
    }
    rows = Partnership.objects.filter(_overlaps(wanted.valid_from, after), **same)
    return rows.exclude(pk=but).select_related("university").order_by("valid_from").first()


def other_first_partner(wanted: Partnership, *, after: date | None = None) -> Partnership | None:
    """Another university that is the network's first partner at some time between the wanted one's start and `after`;
    None where the wanted one is not to be the first.
    """
    if not wanted.is_first_partner:
        return None
    rows = Partnership.objects.filter(_overlaps(wanted.valid_from, after), network=wanted.network)
    others = rows.filter(is_first_partner=True).exclude(university=wanted.university)
    return others.select_related("university").order_by("valid_from").first()


def places_on(network: Network, on: date) -> list[int]:
    """The keys of the municipalities that belong to the network on the day."""
    rows = NetworkMunicipality.objects.filter(valid_on(on), network=network)
    return list(rows.values_list("municipality_id", flat=True))


def partnerships_after(network: Network, municipality: Municipality, ends_on: date) -> QuerySet[Partnership]:
    """The partnerships in the municipality alone that would go on after the day."""
    rows = Partnership.objects.filter(_goes_on(ends_on), network=network, municipality=municipality)
    return rows.select_related("university", "network").order_by("pk")


def rounds_touched(
    network: Network, municipality: Municipality | None, first: date, after: date | None
) -> list[RoundTouched]:
    """The county's rounds that count a day of [first, after), with how many kindergartens of the municipality (None:
    of the whole network) it is about. One read for each round.
    """
    rounds = Round.objects.filter(county=network.county_id).order_by("grant_year")
    days = [(one, one.reference_on) for one in rounds]
    inside = [(one, on) for one, on in days if first <= on and (after is None or on < after)]
    return [
        RoundTouched(one.grant_year, open_on(on).filter(_lies_in(network, municipality, on)).count())
        for one, on in inside
    ]


def _lies_in(network: Network, municipality: Municipality | None, on: date) -> Q:
    if municipality is not None:
        return Q(municipality=municipality)
    path = "municipality__memberships__"
    return Q(**{f"{path}network": network}) & valid_on(on, path)


def _goes_on(after: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=after)


def _overlaps(first: date, after: date | None) -> Q:
    begins_before = Q() if after is None else Q(valid_from__lt=after)
    return _goes_on(first) & begins_before
