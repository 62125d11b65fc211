"""The events of the annual wheels in a person's calendar: whole days that take nobody's time.

What is taken out of a wheel stands as cancelled for a while, since calendars keep what merely disappears.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from icalendar import Event

from networks.models import User, WheelEvent
from networks.queries.wheel_events import feed_events, wheel_path
from rekom.cards.card import SHOWN_AFTER


@dataclass(frozen=True)
class DayEntry:
    """One event of a wheel: what, where it belongs, from which day to which, and the page of its wheel."""

    key: str
    sequence: int
    title: str
    description: str
    starts_on: date
    ends_on: date
    path: str
    is_cancelled: bool


def days_of(user: User, *, now: datetime) -> list[DayEntry]:
    """The events of the wheels that the person belongs to, from two weeks back, soonest first. One statement."""
    return [_entry(event) for event in feed_events(user, since=now - SHOWN_AFTER, now=now)]


def _entry(event: WheelEvent) -> DayEntry:
    whose = event.kindergarten or event.municipality or event.network or event.county
    arena = event.arena.name if event.arena is not None else ""
    where = " – ".join(str(part) for part in (whose, arena) if part)
    return DayEntry(
        key=f"wheel-{event.pk}",
        sequence=event.version,
        title=event.title,
        description="\n\n".join(part for part in (where, event.text, event.link) if part),
        starts_on=event.starts_on,
        ends_on=event.ends_on or event.starts_on,
        path=wheel_path(event),
        is_cancelled=event.removed_at is not None,
    )


def day_event(entry: DayEntry, *, stamp: datetime) -> Event:
    """The event as calendars hold it: all day, until the day after its last (RFC 5545, 3.6.1)."""
    event = Event()
    event.add("uid", f"{entry.key}@{settings.EMAIL_ID_DOMAIN}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp.replace(microsecond=0))
    event.add("last-modified", stamp.replace(microsecond=0))
    event.add("dtstart", entry.starts_on)
    event.add("dtend", entry.ends_on + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.description)
    event.add("url", f"{settings.PORTAL_URL}{entry.path}")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
