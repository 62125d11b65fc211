"""Named reads of people, places, networks and rounds. Nothing here writes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import (
    County,
    Deadline,
    Kindergarten,
    Network,
    Organisation,
    Partnership,
    Round,
    Seat,
    User,
)
from networks.models.periods import valid_on
from networks.roles import Role, seats_of
from networks.states import DeadlineState


def counties_of(user: User, *, now: datetime) -> list[int]:
    """The primary keys of the counties in which the person has a seat."""
    found = set()
    for seat in seats_of(user, now=now):
        body = seat.body
        found.add(body.pk if isinstance(body, County) else _county_id(body))
    return sorted(found)


def county_shown(user: Any, *, now: datetime) -> County | None:
    """The county whose name stands on the page: the person's first, else the portal's only one."""
    seats = seats_of(user, now=now) if user is not None else []
    if seats:
        return min((_county(seat.body) for seat in seats), key=lambda county: county.pk)
    found = list(County.objects.all()[:2])
    return found[0] if len(found) == 1 else None


def _county(body: Any) -> County:
    """The county of a seat's body, which is loaded with the seat."""
    if isinstance(body, County):
        return body
    county: County = body.owner.county if isinstance(body, Kindergarten) else body.county
    return county


def _county_id(body: Any) -> int:
    if isinstance(body, Kindergarten):
        return body.owner.county_id
    return int(body.county_id)


def rounds() -> QuerySet[Round]:
    """Rounds with their deadlines and dispensations loaded, as `networks.deadlines` wants them."""
    return Round.objects.select_related("county").prefetch_related(
        Prefetch("deadlines", Deadline.objects.prefetch_related("dispensations"))
    )


def rounds_in_play(*, now: datetime) -> QuerySet[Round]:
    """The rounds in which something can still open, close or be reminded of at `now`.

    A round is out of play two months after its last date, when all its duties are noted as passed.
    """
    recent = now - timedelta(days=60)
    alive = (
        ~Q(deadlines__state=DeadlineState.PASSED)
        | Q(deadlines__due_at__gte=recent)
        | Q(deadlines__dispensations__due_at__gte=recent)
    )
    return rounds().filter(alive).distinct().order_by("grant_year", "pk")


def rounds_visible_to(user: User, *, now: datetime) -> QuerySet[Round]:
    """The rounds of the counties in which the person has a seat, newest first."""
    return rounds().filter(county__in=counties_of(user, now=now))


def newest_round(user: User, *, now: datetime) -> Round | None:
    """The newest round that the person can see."""
    return rounds_visible_to(user, now=now).first()


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


def owners_in(network: Network, round: Round) -> QuerySet[Organisation]:
    """The owners that have a kindergarten in the network in the round, each once."""
    owners = kindergartens_in(network, round).order_by().values("owner")
    return Organisation.objects.filter(pk__in=owners).order_by(norwegian("name"), "pk")


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


def holders(
    roles: Iterable[Role], *, now: datetime, bodies: dict[str, Iterable[int]] | None = None
) -> QuerySet[Seat]:
    """The seats of `roles` that are valid at `now`, with their people; `bodies` narrows by column, as in

    `holders([Role.OWNER], now=now, bodies={"organisation": [7]})`.
    """
    today = oslo_date(now)
    seats = Seat.objects.filter(valid_on(today), role__in=list(roles), user__is_active=True)
    for column, keys in (bodies or {}).items():
        seats = seats.filter(**{f"{column}__in": list(keys)})
    return seats.select_related("user")


def people_with(roles: Iterable[Role], *, now: datetime, **body: Iterable[int]) -> list[User]:
    """The people who hold one of `roles` now, each once: `people_with([Role.OWNER], now=now, organisation=[7])`."""
    seats = holders(roles, now=now, bodies=dict(body))
    return list({seat.user_id: seat.user for seat in seats}.values())
