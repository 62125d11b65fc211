"""What can be done to one's own events in an annual wheel: add, change, remove. What was removed is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.history import note_change
from common.refusals import NotNow
from common.versions import check_version
from networks.models import User, WheelEvent
from networks.queries.wheel_events import locked_wheel_event
from networks.rules import wheel as rules
from networks.rules.wheel import WheelPlace
from networks.wheel.year import EARLIEST, LATEST, last_of_month

LONGEST_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class WheelEventInput:
    """What is typed about an event, and where it stands. A whole month is given by any of its days."""

    place: WheelPlace
    title: str
    starts_on: date
    ends_on: date | None = None
    is_whole_month: bool = False
    text: str = ""
    link: str = ""


@transaction.atomic
def add_wheel_event(*, typed: WheelEventInput, by: User, now: datetime) -> WheelEvent:
    """Put an event into a wheel: a day, some days or whole months. Raises NotNow for impossible days."""
    rules.check_may_add_wheel_event(by, typed.place, now=now)
    event = WheelEvent.objects.create(created_by=by, created_at=now, **_columns(typed))
    note_change(event, "add_wheel_event", "", event.starts_on.isoformat(), by=by, now=now)
    return event


@transaction.atomic
def change_wheel_event(
    *, event: WheelEvent, typed: WheelEventInput, version: int, by: User, now: datetime
) -> WheelEvent:
    """Change an event, and where it stands. `version` is what the page showed; raises NotNow when somebody else has
    saved since.
    """
    event = locked_wheel_event(event)
    rules.check_may_change_wheel_event(by, event, now=now)
    rules.check_may_add_wheel_event(by, typed.place, now=now)
    check_version(event.version, version)
    before = event.starts_on.isoformat()
    _set(event, _columns(typed) | {"version": event.version + 1})
    note_change(event, "change_wheel_event", before, event.starts_on.isoformat(), by=by, now=now)
    return event


@transaction.atomic
def remove_wheel_event(*, event: WheelEvent, by: User, now: datetime) -> WheelEvent:
    """Take an event out of the wheel; in people's calendars it stands as cancelled."""
    event = locked_wheel_event(event)
    rules.check_may_remove_wheel_event(by, event, now=now)
    _set(event, {"removed_at": now, "version": event.version + 1})
    note_change(event, "remove_wheel_event", event.starts_on.isoformat(), "", by=by, now=now)
    return event


def _set(event: WheelEvent, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(event, name, value)
    event.save(update_fields=list(columns))


def _columns(typed: WheelEventInput) -> dict[str, Any]:
    place = typed.place
    starts_on, ends_on = _days(typed)
    return {
        "county": place.county,
        "network": place.network,
        "arena": place.arena,
        "municipality": place.municipality,
        "kindergarten": place.kindergarten,
        "title": typed.title,
        "text": typed.text,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "is_whole_month": typed.is_whole_month,
        "link": typed.link,
    }


def _days(typed: WheelEventInput) -> tuple[date, date | None]:
    """The first day, and the last where it is another. Raises NotNow for days that cannot be."""
    first, last = typed.starts_on, typed.ends_on or typed.starts_on
    if first.year < EARLIEST or last.year > LATEST:
        raise NotNow(_("Choose a day between %(first)s and %(last)s.") % {"first": EARLIEST, "last": LATEST})
    if last < first:
        raise NotNow(_("The last day must not be before the first."))
    if (last - first).days > LONGEST_DAYS:
        raise NotNow(_("An event lasts a year at most."))
    if typed.is_whole_month:
        return first.replace(day=1), last_of_month(last)
    return first, last if last != first else None
