"""A person's own duties as a calendar (RFC 5545): the home page's list, with what has not opened yet, and the
meetings that the person is called to, and what stands in the annual wheels that the person belongs to.

The first two come from `rekom.cards`, so that the page and the calendar cannot disagree. What is done stays with a
check mark for as long as the home page shows it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from common.calendars import ZONE, Invitation, meeting_event, norwegian_zone
from common.clock import OSLO
from networks.models import User
from networks.queries.invitations import invitation_to
from networks.queries.meetings import meetings_called
from networks.roles import seats_of
from rekom import queries
from rekom.cards import MEET, Card, cards_for
from rekom.cards.card import SHOWN_AFTER
from rekom.duties import read
from rekom.feed_days import DayEntry, day_event

ALARM_DAYS = (7, 1)
ALARM_AT = time(8)  # the hour of the reminders by mail
ASK_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One duty in the calendar: what, whose, until when (UTC), and where it is done."""

    key: str
    title: str
    body: str
    state: str
    due_at: datetime
    path: str
    is_done: bool


def entries_of(user: User, *, now: datetime) -> list[Entry]:
    """All that the person owes, owed lately or will owe in the rounds that are open, each once, soonest first.

    The number of statements does not grow with the bodies.
    """
    seats = seats_of(user, now=now)
    rounds = list(queries.rounds_with_states(user, now=now)) if seats else []
    reads = read(user, seats, rounds, now=now, sees_ahead=True)
    found: dict[str, Entry] = {}
    for seat in seats:
        for card in cards_for(seat, reads, now=now, sees_ahead=True):
            if card.key and card.due is not None and (card.is_todo or card.is_done):
                found.setdefault(card.key, _entry(card, str(seat.body), card.due))
    return sorted(found.values(), key=lambda entry: (entry.due_at, entry.key))


def _entry(card: Card, body: str, due_at: datetime) -> Entry:
    return Entry(card.key, card.title, body, card.state_label, due_at, card.url, card.is_done)


def meetings_of(user: User, *, now: datetime) -> list[Invitation]:
    """The meetings that the person is called to, from two weeks back, soonest first; those cancelled are gone."""
    if not {seat.role for seat in seats_of(user, now=now)} & MEET:
        return []
    language = translation.get_language() or settings.LANGUAGE_CODE
    called = meetings_called(user, since=now - SHOWN_AFTER, now=now)
    return [invitation_to(meeting, language=language) for meeting in called]


def mark_of(entries: Iterable[Entry | Invitation | DayEntry]) -> str:
    """The same text for the same duties and meetings, another as soon as one of them changes."""
    said = repr([astuple(entry) for entry in entries])
    return f'"{hashlib.sha256(said.encode()).hexdigest()}"'


def calendar_of(
    entries: Iterable[Entry],
    meetings: Iterable[Invitation] = (),
    days: Iterable[DayEntry] = (),
    *,
    now: datetime,
) -> bytes:
    """The duties, meetings and events as iCalendar text in the active language, UTF-8 with CRLF and folded lines."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Rekom//{settings.EMAIL_ID_DOMAIN}//{translation.get_language()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Rekom: my duties"))
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(norwegian_zone())
    for entry in entries:
        calendar.add_component(_event(entry, now=now))
    for meeting in meetings:
        calendar.add_component(meeting_event(meeting, stamp=now))
    for day in days:
        calendar.add_component(day_event(day, stamp=now))
    return calendar.to_ical()


def _event(entry: Entry, *, now: datetime) -> Event:
    """A moment in the calendar, at the due instant; it takes nobody's time."""
    event = Event()
    event.add("uid", f"{entry.key}@{settings.EMAIL_ID_DOMAIN}")
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("last-modified", now.replace(microsecond=0))
    event.add("dtstart", entry.due_at.astimezone(OSLO))
    event.add("summary", _summary(entry))
    state = _("State: %(state)s") % {"state": entry.state}
    event.add("description", f"{entry.body}\n{state}")
    event.add("url", f"{settings.PORTAL_URL}{entry.path}")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if not entry.is_done:
        for days in ALARM_DAYS:
            event.add_component(_alarm(entry, days))
    return event


def _summary(entry: Entry) -> str:
    if entry.is_done:
        return _("✓ %(title)s – done") % {"title": entry.title}
    return _("%(title)s – deadline") % {"title": entry.title}


def _alarm(entry: Entry, days: int) -> Alarm:
    """A note in the morning, some days before: counted in Norwegian wall time, as calendars do."""
    due = entry.due_at.astimezone(OSLO).replace(tzinfo=None)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _summary(entry))
    alarm.add("trigger", datetime.combine(due.date() - timedelta(days=days), ALARM_AT) - due)
    return alarm
