"""Named reads of networks, kindergartens, municipalities and organisations. Nothing here writes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import (
    County,
    Kindergarten,
    KindergartenFigures,
    Municipality,
    Network,
    NetworkMunicipality,
    Organisation,
    OrganisationKind,
    Partnership,
    Round,
    Seat,
    User,
)
from networks.models.periods import valid_on
from networks.queries.rounds import counties_of
from networks.queries.shared import open_on
from networks.roles import Role


def networks_visible_to(user: User, *, now: datetime) -> QuerySet[Network]:
    """The networks of the counties in which the person has a seat, in Norwegian order."""
    return (
        Network.objects.filter(county__in=counties_of(user, now=now))
        .select_related("county", "payee")
        .order_by(norwegian("name"))
    )


def in_network(networks: Network | Iterable[Network] | Iterable[int], round: Round, prefix: str = "") -> Q:
    """The rows whose municipality belongs to one of the networks in the round. `prefix` leads to the kindergarten."""
    wanted = [networks] if isinstance(networks, Network) else networks
    path = f"{prefix}municipality__memberships__"
    return Q(**{f"{path}network__in": wanted}) & valid_on(round.reference_on, path)


def kindergartens_in(network: Network, round: Round) -> QuerySet[Kindergarten]:
    """The kindergartens of the network in the round that are not closed, with owner and municipality."""
    return (
        Kindergarten.objects.filter(in_network(network, round))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on))
        .select_related("owner", "municipality")
        .order_by(norwegian("name"), "pk")
    )


def owner_networks(owners: Iterable[int], round: Round) -> list[tuple[int, int]]:
    """The pairs (owner, network) of the round in which the owner has a kindergarten, as primary keys, each once."""
    path = "municipality__memberships__"
    pairs = (
        Kindergarten.objects.filter(owner__in=list(owners))
        .filter(valid_on(round.reference_on, path))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on))
        .order_by()
        .values_list("owner_id", f"{path}network_id")
        .distinct()
    )
    return sorted(pairs)


def network_of(kindergarten: Kindergarten, round: Round) -> Network | None:
    """The network of the kindergarten's municipality in the round, or None when it has none."""
    return Network.objects.filter(
        valid_on(round.reference_on, "memberships__"),
        memberships__municipality=kindergarten.municipality_id,
    ).first()


def universities_of(network: Network, round: Round) -> QuerySet[Organisation]:
    """The universities that are the network's partners in the round, the first partner first."""
    partners = Partnership.objects.filter(valid_on(round.reference_on), network=network)
    return Organisation.objects.filter(pk__in=partners.values("university")).order_by("name")


def networks_of_university(universities: Iterable[int], round: Round) -> QuerySet[Network]:
    """The networks that the universities are partners of in the round."""
    partners = Partnership.objects.filter(valid_on(round.reference_on), university__in=list(universities))
    return Network.objects.filter(pk__in=partners.values("network")).order_by(norwegian("name"))


def partnered(universities: Iterable[int], round: Round, prefix: str = "") -> Q:
    """The kindergartens that the universities work with in the round: per municipality, or the whole network.

    `prefix` leads from the filtered model to the kindergarten ('kindergarten__').
    """
    mine = Partnership.objects.filter(valid_on(round.reference_on), university__in=list(universities))
    whole = mine.filter(municipality__isnull=True).values("network")
    part = mine.filter(municipality__isnull=False).values("municipality")
    path = f"{prefix}municipality__memberships__"
    in_whole = Q(**{f"{path}network__in": whole}) & valid_on(round.reference_on, path)
    return Q(**{f"{prefix}municipality__in": part}) | in_whole


def networks_with_facts(user: User, *, now: datetime) -> QuerySet[Network]:
    """The networks that the person can see, with `places` (names), `universities` (labels), `leader` and `size`."""
    today = oslo_date(now)
    mine: dict[str, Any] = {"network": OuterRef("pk")}
    places = NetworkMunicipality.objects.filter(valid_on(today), **mine).order_by(
        norwegian("municipality__name_nb")
    )
    partners = Partnership.objects.filter(valid_on(today), **mine).order_by(
        "-is_first_partner", "university__name"
    )
    label = Coalesce(NullIf("university__short_name", Value("")), "university__name")
    leaders = Seat.objects.filter(valid_on(today), role=Role.NETWORK_LEADER, **mine)
    inside = open_on(today).filter(
        valid_on(today, "municipality__memberships__"), municipality__memberships__network=OuterRef("pk")
    )
    size = inside.order_by().values("municipality__memberships__network").annotate(n=Count("pk")).values("n")
    return networks_visible_to(user, now=now).annotate(
        places=ArraySubquery(places.values("municipality__name_nb")),
        universities=ArraySubquery(partners.values_list(label)),
        leader=Subquery(leaders.values("user__name")[:1]),
        size=Coalesce(Subquery(size), 0),
    )


def kindergartens_of(network: Network, user: User, *, now: datetime) -> list[Any]:
    """The network's kindergartens today, as `kindergartens_with_facts`."""
    path = "municipality__memberships__"
    inside = Q(valid_on(oslo_date(now), path), **{f"{path}network": network})
    return list(kindergartens_with_facts(user, now=now).filter(inside))


def kindergartens_with_facts(user: User, *, now: datetime) -> QuerySet[Any]:
    """The kindergartens of the person's counties, with `network_name`, `network_key` and their newest figures."""
    today = oslo_date(now)
    member = NetworkMunicipality.objects.filter(valid_on(today), municipality=OuterRef("municipality"))
    figures = KindergartenFigures.objects.filter(kindergarten=OuterRef("pk"), year__lte=today.year).order_by(
        "-year"
    )
    return (
        open_on(today)
        .filter(owner__county__in=counties_of(user, now=now))
        .select_related("owner", "municipality")
        .annotate(
            network_key=Subquery(member.values("network")[:1]),
            network_name=Subquery(member.values("network__name")[:1]),
            children=Subquery(figures.values("children")[:1]),
            staff_fte=Subquery(figures.values("staff_fte")[:1]),
            departments=Subquery(figures.values("departments")[:1]),
            figures_year=Subquery(figures.values("year")[:1]),
        )
        .order_by(norwegian("name"), "pk")
    )


def memberships_of(network: Network, *, now: datetime) -> QuerySet[NetworkMunicipality]:
    """The municipalities of the network today."""
    rows = NetworkMunicipality.objects.filter(valid_on(oslo_date(now)), network=network)
    return rows.select_related("municipality").order_by(norwegian("municipality__name_nb"))


def partnerships_of(network: Network, *, now: datetime) -> QuerySet[Partnership]:
    """The network's partnerships today, the first partner first."""
    rows = Partnership.objects.filter(valid_on(oslo_date(now)), network=network)
    return rows.select_related("university", "municipality").order_by(
        "-is_first_partner", "university__name", "municipality__name_nb"
    )


def municipalities_visible_to(user: User, *, now: datetime) -> QuerySet[Municipality]:
    """The municipalities of the person's counties today, in Norwegian order."""
    rows = Municipality.objects.filter(valid_on(oslo_date(now)), county__in=counties_of(user, now=now))
    return rows.order_by(norwegian("name_nb"), "pk")


def municipalities_of(county: County, *, now: datetime) -> QuerySet[Municipality]:
    """The county's municipalities today, in Norwegian order."""
    rows = Municipality.objects.filter(valid_on(oslo_date(now)), county=county)
    return rows.order_by(norwegian("name_nb"), "pk")


def organisations_in(county: County) -> QuerySet[Organisation]:
    """The county's organisations in Norwegian order; `pays_for` names the networks whose money they receive."""
    paid = Network.objects.filter(payee=OuterRef("pk")).order_by(norwegian("name")).values("name")
    rows = Organisation.objects.filter(county=county).select_related("municipality")
    return rows.annotate(pays_for=ArraySubquery(paid)).order_by(norwegian("name"), "pk")


def gets_letters() -> Q:
    """The organisations that grant letters go to: universities, and those who receive a network's money."""
    payees = Network.objects.filter(payee__isnull=False).values("payee")
    return Q(kind=OrganisationKind.UNIVERSITY) | Q(pk__in=payees)


def versions_of(organisation: Organisation) -> list[Any]:
    """Every version of the organisation's name and numbers that the database has kept, oldest first."""
    kept = Organisation.pgh_event_model.objects  # type: ignore[attr-defined]  # -- pghistory.track sets it
    return list(kept.filter(pgh_obj=organisation).select_related("pgh_context").order_by("pgh_id"))


def network_of_municipality(municipality: int, *, now: datetime) -> Network | None:
    """The network that the municipality (a key) belongs to today."""
    rows = NetworkMunicipality.objects.filter(valid_on(oslo_date(now)), municipality=municipality)
    found = rows.select_related("network").first()
    return found.network if found else None
