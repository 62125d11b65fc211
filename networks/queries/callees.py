"""Who is called to a meeting: of the forum its members and case officers; of a network by its arena.

In a network the leader, all members and the universities are always called; which heads and owners come on top
follows from the arena ("Rekom DMMH i Trøndelag sørvest", Årshjul). Those who are taken off by name are not called,
those who are added by name are, and a substitute only when the one they stand in for cannot come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import (
    Attendance,
    Forum,
    Kindergarten,
    Meeting,
    NetworkMunicipality,
    Partnership,
    Seat,
)
from networks.models.periods import valid_on
from networks.queries.shared import open_on
from networks.roles import LEADERS, Role
from networks.states import ArenaKind

OF_HEADS = (
    ArenaKind.REGIONAL_HEADS,
    ArenaKind.MUNICIPAL_HEADS,
    ArenaKind.BETWEEN,
    ArenaKind.DEVELOPMENT,
)
"""The arenas in which heads of kindergartens meet."""
RANK = (
    Role.FORUM_MEMBER,
    *LEADERS,
    Role.NETWORK_MEMBER,
    Role.UH_COORDINATOR,
    Role.HEAD,
    Role.OWNER,
    Role.CASE_OFFICER,
)
"""By which of several seats a person is called."""


@dataclass(frozen=True)
class Area:
    """What a meeting of a network covers on its day, by keys.

    `whole`: the municipalities of the network, or of the partnership whose arena it is; `places`: those that the
    meeting is for; `universities`: those that work there.
    """

    whole: frozenset[int]
    places: frozenset[int]
    universities: frozenset[int]


def area_of(meeting: Meeting) -> Area:
    """The municipalities and universities that a meeting of a network is for."""
    day = oslo_date(meeting.starts_at)
    own = meeting.arena.university_id if meeting.arena else None
    rows = NetworkMunicipality.objects.filter(valid_on(day), network=meeting.network_id)
    whole = set(rows.values_list("municipality_id", flat=True))
    partnerships = Partnership.objects.filter(valid_on(day), network=meeting.network_id).order_by()
    pairs: list[tuple[int, int | None]] = [
        (university, place)
        for university, place in partnerships.values_list("university_id", "municipality_id")
        if own in (None, university)
    ]
    own_places = {place for _university, place in pairs}
    if own is not None and None not in own_places:
        whole &= own_places
    chosen = meeting.kindergarten.municipality_id if meeting.kindergarten else meeting.municipality_id
    places = whole & {chosen} if chosen else whole
    universities = {university for university, place in pairs if place is None or place in places}
    return Area(frozenset(whole), frozenset(places), frozenset(universities))


def people_to_call(meeting: Meeting, *, keeps_substitutes: bool = True) -> list[Seat]:
    """Who is called, each person once by one seat, in Norwegian order of their names.

    Without `keeps_substitutes` those who stand in for somebody are left out: all are asked anew.
    """
    day = oslo_date(meeting.starts_at)
    rows = list(Attendance.objects.filter(meeting=meeting).values_list("person_id", "seat_id", *BY_HAND))
    by_hand = {seat for _person, seat, added, off, _for in rows if seat and added and not off}
    if keeps_substitutes:
        by_hand |= {seat for _person, seat, _added, off, stands in rows if seat and stands and not off}
    taken_off = {person for person, _seat, _added, off, _for in rows if off}
    usual = Q(substitute_for__isnull=True) & _usual(meeting)
    seats = Seat.objects.filter(valid_on(day), usual | Q(pk__in=by_hand), user__is_active=True)
    return _one_each(seats.exclude(user__in=taken_off))


BY_HAND = ("added_by_id", "taken_off_by_id", "stands_in_for_id")


def members_among(meeting: Meeting, seats: Iterable[Seat]) -> int:
    """How many of those who are called make it a meeting: in the forum its members, in a network anybody."""
    return sum(meeting.forum_id is None or seat.forum_id is not None for seat in seats)


def people_to_add(meeting: Meeting) -> list[Seat]:
    """Who can be called by name: all with a seat in or around the body that meets, substitutes too, who are not."""
    day = oslo_date(meeting.starts_at)
    called = {seat.user_id for seat in people_to_call(meeting)}
    seats = Seat.objects.filter(valid_on(day), _around(meeting, day), user__is_active=True)
    return [seat for seat in _one_each(seats) if seat.user_id not in called]


def members_on(forum: Forum, day: date) -> list[Seat]:
    """The seats in the forum on a day, one for each person, in Norwegian order of their names. No substitutes."""
    members = Q(role=Role.FORUM_MEMBER, forum=forum, substitute_for__isnull=True)
    return _one_each(Seat.objects.filter(valid_on(day), members, user__is_active=True))


def substitute_on(seat: Seat, day: date) -> Seat | None:
    """Who stands in for the holder of a seat on a day, or None."""
    rows = Seat.objects.filter(valid_on(day), substitute_for=seat, user__is_active=True)
    return rows.select_related("user").order_by("valid_from", "pk").first()


def chair_on(meeting: Meeting) -> int | None:
    """The key of who usually chairs: who has the forum's chair that day, or leads the network; None for nobody."""
    day = oslo_date(meeting.starts_at)
    seats = Seat.objects.filter(valid_on(day), substitute_for__isnull=True)
    if meeting.forum_id:
        seats = seats.filter(forum=meeting.forum_id, is_chair=True)
    else:
        seats = seats.filter(network=meeting.network_id, role=Role.NETWORK_LEADER)
    return seats.order_by("pk").values_list("user_id", flat=True).first()


def _usual(meeting: Meeting) -> Q:
    """The seats whose holders are called without anybody asking for it."""
    if meeting.forum is not None:
        return Q(role=Role.FORUM_MEMBER, forum=meeting.forum) | Q(
            role=Role.CASE_OFFICER, county=meeting.forum.county_id
        )
    area, network = area_of(meeting), meeting.network_id
    members = Q(role=Role.NETWORK_MEMBER, network=network)
    if meeting.arena and meeting.arena.university_id:
        members &= Q(municipality__isnull=True) | Q(municipality__in=area.whole)
    universities = Q(role=Role.UH_COORDINATOR, organisation__in=area.universities)
    return Q(role__in=LEADERS, network=network) | members | universities | _of_kindergartens(meeting, area)


def _of_kindergartens(meeting: Meeting, area: Area) -> Q:
    """Heads, and in a municipality's own arena the owners' contacts, of the kindergartens that it is for."""
    kind = meeting.arena.kind if meeting.arena else ""
    if kind not in OF_HEADS:
        return Q(pk__in=[])
    inside = _open_in(area.places, oslo_date(meeting.starts_at))
    if meeting.kindergarten_id:
        inside = inside.filter(pk=meeting.kindergarten_id)
    heads = Q(role=Role.HEAD, kindergarten__in=inside.values("pk"))
    if kind != ArenaKind.MUNICIPAL_HEADS:
        return heads
    return heads | Q(role=Role.OWNER, organisation__in=inside.values("owner"))


def _around(meeting: Meeting, day: date) -> Q:
    if meeting.forum is not None:
        return Q(role=Role.FORUM_MEMBER, forum=meeting.forum) | Q(
            role__in=(Role.CASE_OFFICER, Role.APPROVER), county=meeting.forum.county_id
        )
    network = meeting.network_id
    places = NetworkMunicipality.objects.filter(valid_on(day), network=network).values("municipality")
    inside = _open_in(places, day)
    partners = Partnership.objects.filter(valid_on(day), network=network).values("university")
    return (
        Q(role__in=(*LEADERS, Role.NETWORK_MEMBER), network=network)
        | Q(role=Role.UH_COORDINATOR, organisation__in=partners)
        | Q(role=Role.HEAD, kindergarten__in=inside.values("pk"))
        | Q(role=Role.OWNER, organisation__in=inside.values("owner"))
    )


def _open_in(places: Any, day: date) -> QuerySet[Kindergarten]:
    return open_on(day).filter(municipality__in=places).order_by()


def _one_each(seats: QuerySet[Seat]) -> list[Seat]:
    rows = seats.select_related(
        "user", "forum", "county", "network", "organisation", "kindergarten", "substitute_for__user"
    )
    found: dict[int, Seat] = {}
    for seat in rows.order_by(norwegian("user__name"), "user", "pk"):
        known = found.get(seat.user_id)
        if known is None or _rank(seat) < _rank(known):
            found[seat.user_id] = seat
    return list(found.values())


def _rank(seat: Seat) -> tuple[bool, int]:
    role = Role(seat.role)
    return seat.substitute_for_id is not None, RANK.index(role) if role in RANK else len(RANK)
