"""Reads about who takes part in a network and in the cooperation forum, on a day and year by year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from common.dates import oslo_date
from common.sorting import norwegian
from networks.composition import Check, Facts, composition
from networks.models import (
    CompositionYear,
    County,
    Forum,
    Municipality,
    Network,
    Organisation,
    Partnership,
    Round,
    Seat,
    User,
)
from networks.models.periods import valid_on
from networks.queries.shared import open_on
from networks.roles import LEADERS, STAFF, Role, bodies
from networks.schemes import REKOM_2021, Scheme


def checks_of_network(
    network: Network, *, on: date, scheme: Scheme | None = None, facts: Facts | None = None
) -> list[Check]:
    """The checks of who takes part in the network on a day, by the rules of the scheme (the county's newest)."""
    rules = (scheme or scheme_on(network.county_id, on)).network_composition
    return composition(rules, facts or facts_of_network(network, on=on))


def checks_of_forum(forum: Forum, *, on: date, scheme: Scheme | None = None) -> list[Check]:
    """The same for the cooperation forum."""
    rules = (scheme or scheme_on(forum.county_id, on)).forum_composition
    return composition(rules, facts_of_forum(forum, on=on))


def scheme_on(county: int, on: date) -> Scheme:
    """The scheme of the county's newest round that has come to its reference day; without one, the first scheme."""
    newest = Round.objects.filter(county=county, grant_year__lte=on.year).order_by("-grant_year").first()
    return newest.scheme if newest else REKOM_2021


def facts_of_network(network: Network, *, on: date) -> Facts:
    """Who takes part in the network on a day, and what it is about."""
    places = Municipality.objects.filter(valid_on(on, "memberships__"), memberships__network=network)
    inside = open_on(on).filter(
        valid_on(on, "municipality__memberships__"), municipality__memberships__network=network
    )
    return facts_from(
        seats=_seats_on(on, Q(role__in=[*LEADERS, Role.NETWORK_MEMBER], network=network)),
        municipalities=list(places.order_by(norwegian("name_nb"), "pk")),
        universities=_partners(Partnership.objects.filter(valid_on(on), network=network)),
        owners=dict(inside.order_by().values_list("owner__kind").annotate(n=Count("pk"))),
        on=on,
    )


def facts_from(
    *,
    seats: list[Seat],
    municipalities: list[Municipality],
    universities: list[Organisation],
    owners: Mapping[str, int],
    on: date,
) -> Facts:
    """The same of what a page has read already. `owners` counts kindergartens by the kind of their owner."""
    return Facts(
        seats=seats,
        municipalities=municipalities,
        universities=universities,
        owners=owners,
        heads=_heads_among(seats, on=on),
        coordinators=_coordinators(universities, on=on),
    )


def facts_of_forum(forum: Forum, *, on: date) -> Facts:
    """Who takes part in the cooperation forum on a day, and the universities that are partners in the county."""
    seats = _seats_on(on, Q(role=Role.FORUM_MEMBER, forum=forum))
    universities = _partners(Partnership.objects.filter(valid_on(on), network__county=forum.county_id))
    return Facts(
        seats=seats,
        universities=universities,
        coordinators=_coordinators(universities, on=on),
        coordinators_take_part=False,
    )


def _seats_on(on: date, wanted: Q) -> list[Seat]:
    rows = Seat.objects.filter(valid_on(on), wanted, user__is_active=True).select_related("user")
    return list(rows.order_by(norwegian("user__name"), "pk"))


def _partners(partnerships: QuerySet[Partnership]) -> list[Organisation]:
    rows = Organisation.objects.filter(pk__in=partnerships.values("university"))
    return list(rows.order_by(norwegian("name"), "pk"))


def _heads_among(seats: Iterable[Seat], *, on: date) -> frozenset[int]:
    people = [seat.user_id for seat in seats]
    rows = Seat.objects.filter(valid_on(on), role=Role.HEAD, user__in=people, substitute_for__isnull=True)
    return frozenset(rows.values_list("user_id", flat=True))


def _coordinators(universities: Iterable[Organisation], *, on: date) -> dict[int, dict[int, str]]:
    keys = [university.pk for university in universities]
    rows = Seat.objects.filter(
        valid_on(on),
        role=Role.UH_COORDINATOR,
        organisation__in=keys,
        substitute_for__isnull=True,
        user__is_active=True,
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for seat in rows.select_related("user").order_by("pk"):
        found[seat.organisation_id or 0][seat.user_id] = str(seat.user)
    return dict(found)


def years_kept(body: Network | Forum) -> list[CompositionYear]:
    """What was kept of the network or the forum, the newest year first."""
    column = "network" if isinstance(body, Network) else "forum"
    return list(CompositionYear.objects.filter(**{column: body}).order_by("-year"))


def rounds_to_keep(*, now: datetime) -> list[Round]:
    """The rounds that have come to their reference day and of which nothing is kept, oldest first."""
    kept = CompositionYear.objects.filter(
        Q(network__county=OuterRef("county")) | Q(forum__county=OuterRef("county")),
        year=OuterRef("grant_year"),
    )
    rows = Round.objects.filter(~Exists(kept), grant_year__lte=oslo_date(now).year)
    return list(rows.select_related("county").order_by("grant_year", "pk"))


def networks_on(county: County, on: date) -> list[Network]:
    """The county's networks that have a municipality on a day."""
    rows = Network.objects.filter(valid_on(on, "memberships__"), county=county)
    return list(rows.select_related("county").distinct().order_by("pk"))


def forum_of(county: County) -> Forum | None:
    """The county's cooperation forum, or None."""
    return Forum.objects.filter(county=county).select_related("county").first()


def forum_seen_by(user: User, *, now: datetime) -> Forum | None:
    """The forum that the person is a member of, or else the one of the office they work at; None for all others."""
    mine = Q(pk__in=bodies(user, Role.FORUM_MEMBER, now=now)) | Q(county__in=bodies(user, STAFF, now=now))
    return Forum.objects.filter(mine).select_related("county").order_by("pk").first()
