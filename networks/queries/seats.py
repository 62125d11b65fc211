"""Reads of seats: who sits where, who stands in for whom, and who sat there before."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import Forum, Network, Organisation, Partnership, Seat, User
from networks.models.periods import valid_on
from networks.queries.shared import open_on
from networks.roles import BODY_FIELD, STAFF, Role, bodies

BODIES = ("county", "kindergarten__owner", "organisation", "network__county", "forum__county")
IN_ORDER = (
    Role.NETWORK_LEADER,
    Role.COORDINATOR,
    Role.NETWORK_MEMBER,
    Role.UH_COORDINATOR,
    Role.OWNER,
    Role.REPORT_WRITER,
    Role.HEAD,
)
"""How the people around a network, or at an owner, are listed."""


def seats() -> QuerySet[Seat]:
    """All seats ever, with what a page says of each: person, body, whom they stand in for."""
    return Seat.objects.select_related("user", "municipality", "substitute_for__user", *BODIES)


def seat_of(pk: int) -> Seat | None:
    """One seat, or None."""
    return seats().filter(pk=pk).first()


def locked_seat(seat: Seat) -> Seat:
    """The seat as it stands now, held until the transaction ends."""
    return Seat.objects.select_for_update(of=("self",)).select_related("user", *BODIES).get(pk=seat.pk)


def hold_body(role: str, pk: int) -> None:
    """Let nobody else give this body's seats away until the transaction ends."""
    model: Any = Seat._meta.get_field(BODY_FIELD[Role(role)]).related_model
    list(model.objects.select_for_update().filter(pk=pk).values_list("pk"))


def in_body(role: str, pk: int) -> QuerySet[Seat]:
    """All seats ever of one role in one body."""
    return seats().filter(role=role, **{f"{BODY_FIELD[Role(role)]}_id": pk})


def overlapping(role: str, pk: int, valid_from: date, valid_to: date | None) -> Seat | None:
    """Somebody who holds the role itself, not as a substitute, in some part of the period; or None."""
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from)
    begins = Q(valid_from__lt=valid_to) if valid_to else Q()
    return in_body(role, pk).filter(lasts, begins, substitute_for__isnull=True).first()


def succession(seat: Seat) -> list[Seat]:
    """Who has had the role in the body, now and before, the newest first; substitutes are left out.

    For a role that several hold at a time: the seat itself and those that were handed on from one to the other.
    """
    rows = in_body(seat.role, seat.body_pk).filter(substitute_for__isnull=True)
    return list(rows.order_by("-valid_from", "-pk"))


def substitutes_of(seat: Seat, *, now: datetime) -> list[Seat]:
    """Those who stand in for the seat today or later."""
    rows = seats().filter(substitute_for=seat).filter(_not_over(oslo_date(now)))
    return list(rows.order_by("valid_from", "pk"))


def people_around(network: Network, *, now: datetime) -> QuerySet[Seat]:
    """The contacts of a network: its own seats, and those of its universities, its owners and its heads today.

    Also seats that are over or lie ahead: `today_only` takes those away.
    """
    return _ordered(people_around_all([network.pk], now=now))


def people_around_all(networks: Iterable[int], *, now: datetime) -> QuerySet[Seat]:
    """The contacts of several networks (keys), each seat once."""
    today, wanted_networks = oslo_date(now), list(networks)
    path = "municipality__memberships__"
    inside = open_on(today).filter(valid_on(today, path), **{f"{path}network__in": wanted_networks})
    universities = Partnership.objects.filter(valid_on(today), network__in=wanted_networks)
    wanted = (
        Q(network__in=wanted_networks)
        | Q(role=Role.UH_COORDINATOR, organisation__in=universities.values("university"))
        | Q(role=Role.OWNER, organisation__in=inside.values("owner"))
        | Q(role=Role.HEAD, kindergarten__in=inside.values("pk"))
    )
    return seats().filter(wanted)


def today_only(rows: QuerySet[Seat], *, now: datetime) -> QuerySet[Seat]:
    """Those of the seats that hold today, of people with access."""
    return rows.filter(valid_on(oslo_date(now)), user__is_active=True)


def people_at(organisation: Organisation) -> QuerySet[Seat]:
    """The contacts of an organisation, and the heads of its kindergartens, now, before and later."""
    return _ordered(seats().filter(Q(organisation=organisation) | Q(kindergarten__owner=organisation)))


def people_in_forum(forum: Forum) -> QuerySet[Seat]:
    """The forum's seats, now, before and later: the chair, then the others by name."""
    return seats().filter(forum=forum).order_by("-is_chair", norwegian("user__name"), "pk")


def seats_ended(rows: QuerySet[Seat], *, now: datetime) -> QuerySet[Seat]:
    """Those of the seats that are over, the last first."""
    return rows.filter(valid_to__lte=oslo_date(now)).order_by("-valid_to", norwegian("user__name"), "pk")


def seats_ahead(rows: QuerySet[Seat], *, now: datetime) -> QuerySet[Seat]:
    """Those of the seats that have not begun, the soonest first."""
    return rows.filter(valid_from__gt=oslo_date(now)).order_by("valid_from", norwegian("user__name"), "pk")


def organisation_kept_by(user: User, pk: int, *, now: datetime) -> Organisation | None:
    """An organisation whose people the person looks after: its contact, its coordinator or the county's staff."""
    own = Q(pk__in=bodies(user, (Role.OWNER, Role.UH_COORDINATOR), now=now))
    as_staff = Q(county__in=bodies(user, STAFF, now=now))
    return Organisation.objects.filter(own | as_staff, pk=pk).select_related("county").first()


def forum_read_by(user: User, *, now: datetime) -> Forum | None:
    """The cooperation forum of which the person is a member, or whose county they work for."""
    own = Q(pk__in=bodies(user, Role.FORUM_MEMBER, now=now))
    as_staff = Q(county__in=bodies(user, STAFF, now=now))
    return Forum.objects.filter(own | as_staff).select_related("county").order_by("pk").first()


def might_take_over(seat: Seat, *, now: datetime) -> list[User]:
    """The people whom the body knows already, to choose a successor or a substitute among."""
    today, body = oslo_date(now), seat.body
    wanted = Q(**{BODY_FIELD[Role(seat.role)]: body})
    if seat.kindergarten is not None:
        wanted |= Q(organisation=seat.kindergarten.owner_id) | Q(
            kindergarten__owner=seat.kindergarten.owner_id
        )
    if seat.organisation_id is not None:
        wanted |= Q(kindergarten__owner=seat.organisation_id)
    found = User.objects.filter(
        pk__in=Seat.objects.filter(wanted, valid_on(today)).values("user"), is_active=True
    )
    return list(found.exclude(pk=seat.user_id).order_by(norwegian("name"), "pk"))


def others_with(seat: Seat, roles: Iterable[Role], *, now: datetime) -> list[Seat]:
    """Those who hold one of the roles in the same body today besides the seat's holder and their substitutes."""
    column = BODY_FIELD[Role(seat.role)]
    rows = Seat.objects.filter(valid_on(oslo_date(now)), role__in=list(roles), user__is_active=True)
    rows = rows.filter(**{f"{column}_id": seat.body_pk}).exclude(user=seat.user_id)
    return list(rows.exclude(substitute_for=seat.pk).select_related("user"))


def _ordered(rows: QuerySet[Seat]) -> QuerySet[Seat]:
    places = [When(role=role, then=Value(number)) for number, role in enumerate(IN_ORDER)]
    rank = Case(*places, default=Value(len(IN_ORDER)))
    return rows.annotate(rank=rank).order_by("rank", norwegian("user__name"), "pk")


def _not_over(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)
