"""An annual wheel as one person sees it: the deadlines of the rounds, the meetings they may see, and own events.

The number of statements does not grow with what stands in the wheel.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.clock import oslo
from common.dates import clock_time, day_short, day_without_year, oslo_date
from common.refusals import may
from networks.belonging import PARTNERS, ties
from networks.deadlines import Owed
from networks.models import AgendaItem, Arena, Meeting, Partnership, Round, User, WheelEvent
from networks.models.periods import valid_on
from networks.queries.meetings import meetings_visible_to
from networks.queries.rounds import rounds
from networks.queries.wheel_events import in_days
from networks.roles import Role, holds
from networks.rules.wheel import check_may_change_wheel_event
from networks.states import Duty, MeetingState
from networks.wheel.entries import (
    DEADLINES,
    REST,
    Column,
    Kind,
    Line,
    Wheel,
    WheelEntry,
    blocks_of,
    lettered,
    lines_of,
    numbered,
)
from networks.wheel.scope import Scope
from networks.wheel.year import WheelYear

FORUM = "forum"
"""The key of the column of the cooperation forum's meetings."""
SHOWN = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED)
OF_NETWORK = (Duty.DECISION_BASIS, Duty.NOMINATION_LIST)


@dataclass(frozen=True)
class Partners:
    """With whom the network works where: (university, municipality or None for all of it), as keys."""

    pairs: frozenset[tuple[int, int | None]]

    def in_place(self, municipality: int) -> set[int]:
        """The universities that work in the municipality."""
        return {university for university, place in self.pairs if place in (None, municipality)}

    def places(self, university: int) -> set[int] | None:
        """The municipalities in which the university works; None for the whole network."""
        found = {place for partner, place in self.pairs if partner == university}
        return None if None in found else {place for place in found if place is not None}


def read_wheel(scope: Scope, year: WheelYear, *, user: User, now: datetime) -> Wheel:
    """The wheel of the scope for a year, with what this person may see."""
    part = _Part(scope, _partners(scope, now=now))
    arenas = _arenas(scope)
    entries = [
        *_deadlines(scope, year, user=user, now=now),
        *(_meeting(row, scope) for row in _meetings(scope, year, user=user, now=now) if part.holds(row)),
        *_event_entries([row for row in _events(scope, year) if part.holds(row)], scope, user=user, now=now),
    ]
    columns = lettered(_columns(scope, [row for row in arenas if part.has(row)], entries))
    today = oslo_date(now)
    return Wheel(
        title=scope.title,
        subtitle=scope.subtitle,
        year=year,
        columns=columns,
        entries=numbered(entries, columns),
        today=today if year.holds(today) else None,
    )


@dataclass(frozen=True)
class _Part:
    """Which rows of the network belong to the part of it that the scope is."""

    scope: Scope
    partners: Partners

    @property
    def home(self) -> int | None:
        """The municipality that the scope lies in."""
        if self.scope.kindergarten is not None:
            return self.scope.kindergarten.municipality_id
        return self.scope.municipality.pk if self.scope.municipality is not None else None

    def has(self, arena: Arena) -> bool:
        """Whether the arena is for all, or for a university that works here."""
        if arena.university_id is None:
            return True
        if self.scope.university is not None:
            return arena.university_id == self.scope.university.pk
        return self.home is None or arena.university_id in self.partners.in_place(self.home)

    def holds(self, row: Meeting | WheelEvent) -> bool:
        """Whether a meeting or an event belongs here. A kindergarten's own stands in its own wheel alone."""
        if row.kindergarten_id is not None:
            kindergarten = self.scope.kindergarten
            return kindergarten is not None and row.kindergarten_id == kindergarten.pk
        if row.arena is not None and not self.has(row.arena):
            return False
        if row.municipality_id is None:
            return True
        if self.home is not None:
            return row.municipality_id == self.home
        if self.scope.university is None:
            return True
        places = self.partners.places(self.scope.university.pk)
        return places is None or row.municipality_id in places


def _partners(scope: Scope, *, now: datetime) -> Partners:
    if scope.network is None:
        return Partners(frozenset())
    rows = Partnership.objects.filter(valid_on(oslo_date(now)), network=scope.network).order_by()
    return Partners(frozenset(rows.values_list("university_id", "municipality_id")))


def _arenas(scope: Scope) -> list[Arena]:
    if scope.network is None:
        return []
    rows = Arena.objects.filter(network=scope.network).select_related("university")
    return list(rows.order_by(F("university__name").asc(nulls_first=True), "order", "pk"))


def _columns(scope: Scope, arenas: Iterable[Arena], entries: Iterable[WheelEntry]) -> list[Column]:
    """The arenas in use, then what belongs to none, then the deadlines."""
    used = {entry.column for entry in entries}
    found = [_column(row, scope) for row in arenas if row.ended_at is None or str(row.pk) in used]
    if scope.network is None:
        found = [Column(key=FORUM, name=_("Cooperation forum"))] if FORUM in used else []
    if REST in used or not found:
        name = _("The whole county") if scope.network is None else _("The whole network")
        found.append(Column(key=REST, name=name))
    return [*found, Column(key=DEADLINES, name=_("Deadlines"))]


def _column(arena: Arena, scope: Scope) -> Column:
    shown = arena.university if scope.university is None else None
    return Column(
        key=str(arena.pk),
        name=arena.name,
        note=shown.label if shown is not None else "",
        who=blocks_of(lines_of(arena.who)),
        purpose=blocks_of(lines_of(arena.purpose)),
    )


def _deadlines(scope: Scope, year: WheelYear, *, user: User, now: datetime) -> Iterator[WheelEntry]:
    """The dates of the county's rounds; for a network or kindergarten with the later ones that it was given."""
    near = Q(county=scope.county, grant_year__gte=year.year - 1, grant_year__lte=year.year + 2)
    for found in rounds().filter(near).order_by("grant_year"):
        for row in found.deadlines.all():
            owed = _owed(scope, Duty(row.duty), found)
            due = oslo_date(owed.answer(now=now).due_at)
            if year.holds(due):
                words = {"duty": row.get_duty_display(), "year": found.grant_year}
                yield WheelEntry(
                    kind=Kind.DEADLINE,
                    column=DEADLINES,
                    starts_on=due,
                    ends_on=due,
                    title=_("%(duty)s (%(year)s)") % words,
                    when=day_without_year(due),
                    day=day_short(due),
                    path=_path(owed, user, now=now),
                )


def _owed(scope: Scope, duty: Duty, round: Round) -> Owed:
    if duty == Duty.ASSESSMENT and scope.kindergarten is not None:
        return Owed(duty, round, kindergarten=scope.kindergarten)
    if duty in OF_NETWORK and scope.network is not None:
        return Owed(duty, round, network=scope.network)
    return Owed(duty, round)


def _path(owed: Owed, user: User, *, now: datetime) -> str:
    """The page on which the duty is done, for those who do it."""
    if owed.network is not None and ties(user, owed.network, now=now) & PARTNERS:
        return owed.path
    if owed.kindergarten is not None and holds(user, Role.HEAD, owed.kindergarten, now=now):
        return owed.path
    return ""


def _meetings(scope: Scope, year: WheelYear, *, user: User, now: datetime) -> Iterable[Meeting]:
    first, last = year.begins_on, year.ends_on
    rows = meetings_visible_to(user, now=now).filter(
        state__in=SHOWN,
        starts_at__gte=oslo(first.year, first.month, first.day),
        starts_at__lte=oslo(last.year, last.month, last.day, 23, 59, 59),
    )
    whose = Q(forum__county=scope.county) if scope.network is None else Q(network=scope.network)
    rows = rows.filter(whose)
    items = AgendaItem.objects.only("meeting_id", "title", "order").order_by("order", "pk")
    return rows.select_related("arena", "municipality", "kindergarten").prefetch_related(
        Prefetch("items", items)
    )


def _meeting(row: Meeting, scope: Scope) -> WheelEntry:
    starts, ends = oslo_date(row.starts_at), oslo_date(row.ends_at)
    column = FORUM if scope.network is None else str(row.arena_id or REST)
    words = {
        "day": _days(starts, ends, day_without_year),
        "from": clock_time(row.starts_at),
        "to": clock_time(row.ends_at),
    }
    return WheelEntry(
        kind=Kind.MEETING,
        column=column,
        starts_on=starts,
        ends_on=ends,
        title=row.title,
        when=_("%(day)s, %(from)s to %(to)s") % words,
        day=_days(starts, ends, day_short),
        place="" if row.place and row.place.lower() in row.title.lower() else row.place,
        whose=_whose(row, scope),
        lines=tuple(Line(item.title, True) for item in row.items.all()),
        path=reverse("networks:meeting_detail", kwargs={"pk": row.pk}),
    )


def _events(scope: Scope, year: WheelYear) -> Iterable[WheelEvent]:
    rows = WheelEvent.objects.filter(in_days(year.begins_on, year.ends_on), removed_at__isnull=True)
    rows = rows.select_related("arena", "municipality", "kindergarten")
    if scope.network is None:
        return rows.filter(county=scope.county, network__isnull=True)
    return rows.filter(network=scope.network)


def _event_entries(
    rows: Iterable[WheelEvent], scope: Scope, *, user: User, now: datetime
) -> Iterator[WheelEntry]:
    """The events as entries. Whether the person may change them is asked once for each place in the wheel."""
    asked: dict[tuple[int | None, int | None], bool] = {}
    edit = reverse("networks:wheel_event_edit", kwargs={"pk": 0})
    for row in rows:
        row.network, row.county = scope.network, scope.county
        place = row.municipality_id, row.kindergarten_id
        if place not in asked:
            asked[place] = may(check_may_change_wheel_event, user, row, now=now) is None
        yield _event(row, scope, edit_path=edit.replace("/0/", f"/{row.pk}/") if asked[place] else "")


def _event(row: WheelEvent, scope: Scope, *, edit_path: str) -> WheelEntry:
    starts, ends = row.starts_on, row.ends_on or row.starts_on
    return WheelEntry(
        kind=Kind.EVENT,
        column=REST if row.arena_id is None else str(row.arena_id),
        starts_on=starts,
        ends_on=ends,
        is_whole_month=row.is_whole_month,
        title=row.title,
        when=_event_days(row, day_without_year),
        day=_event_days(row, day_short) or formats.date_format(starts, "F"),
        whose=_whose(row, scope),
        lines=lines_of(row.text),
        link=row.link,
        edit_path=edit_path,
    )


def _event_days(row: WheelEvent, show: Callable[[date], str]) -> str:
    """The event's days in words; nothing for one whole month, which the month itself says."""
    starts, ends = row.starts_on, row.ends_on or row.starts_on
    if not row.is_whole_month:
        return _days(starts, ends, show)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return ""
    return f"{formats.date_format(starts, 'F')}–{formats.date_format(ends, 'F')}"


def _days(starts: date, ends: date, show: Callable[[date], str]) -> str:
    """'2. september', or '3. mars – 5. mars': both days where there are two."""
    language = get_language() or ""
    first = _day(show, starts, language)
    return first if starts == ends else f"{first} – {_day(show, ends, language)}"


@lru_cache(maxsize=3000)
def _day(show: Callable[[date], str], value: date, language: str) -> str:
    """A day in words. There are few days and many entries, and dates are slow to put into words."""
    return show(value)


def _whose(row: Meeting | WheelEvent, scope: Scope) -> str:
    """The municipality that it is for, where the wheel is for more than that."""
    if row.municipality is None or scope.municipality is not None or scope.kindergarten is not None:
        return ""
    return row.municipality.name_nb
