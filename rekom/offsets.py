"""When a reminder is due: on opening, 21, 7 and 1 days before, and the day after. Days and hours are Norwegian."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from common.clock import oslo
from common.dates import oslo_date
from networks.deadlines import Answer

HOUR = 8
USEFUL_AFTER = timedelta(days=14)
A_MOMENT = timedelta(seconds=1)


class Offset(StrEnum):
    """Where in a duty's time a reminder belongs."""

    OPENS = "opens"
    THREE_WEEKS_BEFORE = "21"
    WEEK_BEFORE = "7"
    DAY_BEFORE = "1"
    AFTER = "after"


OPENS, AFTER = Offset.OPENS, Offset.AFTER
THREE_WEEKS_BEFORE, WEEK_BEFORE, DAY_BEFORE = Offset.THREE_WEEKS_BEFORE, Offset.WEEK_BEFORE, Offset.DAY_BEFORE
DAYS_BEFORE = {THREE_WEEKS_BEFORE: 21, WEEK_BEFORE: 7, DAY_BEFORE: 1}


@dataclass(frozen=True)
class Window:
    """The time in which a reminder makes sense: from the hour it may be sent until the next one says more."""

    offset: Offset
    send_at: datetime
    useful_until: datetime


def in_the_morning(day: date) -> datetime:
    """08:00 in Norway on `day`, whatever the clock change does."""
    return oslo(day.year, day.month, day.day, HOUR)


def windows(answer: Answer, offsets: Iterable[Offset]) -> list[Window]:
    """The windows of the wanted offsets, in order; they never overlap.

    A new deadline given later than an offset's hour makes that offset pointless: the person has just been told.
    """
    starts = sorted((_starts(answer, offset), offset) for offset in offsets)
    known_since = answer.dispensation.granted_at if answer.dispensation else answer.opens_at
    starts = [(at, offset) for at, offset in starts if at >= known_since]
    ends = [at - A_MOMENT for at, _offset in starts[1:]] + [datetime.max.replace(tzinfo=answer.due_at.tzinfo)]
    return [
        Window(offset, at, min(end, _useless_after(answer, offset)))
        for (at, offset), end in zip(starts, ends, strict=True)
    ]


def window_at(answer: Answer, offsets: Iterable[Offset]) -> Window | None:
    """The window that the answer's instant lies in, or None between and outside them.

    It is asked by range, never by equality: after days of silence the newest reminder is found, and no older one.
    """
    if not answer.has_opened:
        return None
    for window in windows(answer, offsets):
        begins = answer.opens_at if window.offset == OPENS else window.send_at
        if begins <= answer.now <= window.useful_until:
            return window
    return None


def _starts(answer: Answer, offset: Offset) -> datetime:
    if offset == OPENS:
        return max(answer.opens_at, in_the_morning(oslo_date(answer.opens_at)))
    days = 1 if offset == AFTER else -DAYS_BEFORE[offset]
    return in_the_morning(oslo_date(answer.due_at) + timedelta(days=days))


def _useless_after(answer: Answer, offset: Offset) -> datetime:
    return answer.due_at + USEFUL_AFTER if offset == AFTER else answer.due_at
