"""Named reads of people and their seats. Nothing here writes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import (
    County,
    Forum,
    Network,
    Organisation,
    OrganisationKind,
    Seat,
    User,
)
from networks.models.periods import valid_on
from networks.queries.shared import held_in, open_on, standing_on
from networks.roles import BODY_FIELD, LEADERS, Role


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


def people_of(network: Network, *, now: datetime) -> QuerySet[Seat]:
    """The seats in the network today: leader and coordinators first, then members by name."""
    rows = holders([*LEADERS, Role.NETWORK_MEMBER], now=now, bodies={"network": [network.pk]})
    rank = Case(When(role=Role.NETWORK_LEADER, then=0), When(role=Role.COORDINATOR, then=1), default=2)
    return rows.select_related("municipality").order_by(rank, norwegian("user__name"), "pk")


def seats_in(counties: Iterable[int], *, now: datetime) -> QuerySet[Seat]:
    """Everybody's seats in the counties today or later, with people and bodies, by name."""
    return (
        Seat.objects.filter(held_in(counties))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=oslo_date(now)))
        .select_related(
            "user",
            "county",
            "kindergarten__owner",
            "organisation",
            "network",
            "forum",
            "municipality",
            "substitute_for__user",
        )
        .order_by(norwegian("user__name"), "pk")
    )


def bodies_for(role: Role, county: County, *, now: datetime) -> QuerySet[Any]:
    """The bodies of the county in which the role can be held, in Norwegian order."""
    in_order = (norwegian("name"), "pk")
    found: dict[str, QuerySet[Any]] = {
        "county": County.objects.filter(pk=county.pk),
        "forum": Forum.objects.filter(county=county),
        "network": Network.objects.filter(county=county),
        "kindergarten": open_on(oslo_date(now)).filter(owner__county=county),
        "organisation": _organisations_for(role, county, oslo_date(now)),
    }
    return found[BODY_FIELD[role]].order_by(*in_order)


def _organisations_for(role: Role, county: County, today: date) -> QuerySet[Organisation]:
    is_university = Q(kind=OrganisationKind.UNIVERSITY)
    mine = standing_on(today).filter(county=county)
    return mine.filter(is_university) if role == Role.UH_COORDINATOR else mine.exclude(is_university)


def names_of(people: Iterable[int]) -> dict[int, str]:
    """The names of people by their keys."""
    return dict(User.objects.filter(pk__in=list(people)).values_list("pk", "name"))
