"""When a reminder is due: at the opening, some days before the date, and some days after. Days are Norwegian."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Protocol

from common.clock import oslo
from common.dates import oslo_date
from networks.deadlines import Answer, InquiryStand

HOUR = 8
USEFUL_AFTER = timedelta(days=14)  # after the reminder itself
A_MOMENT = timedelta(seconds=1)


Stand = Answer | InquiryStand
"""How a duty of the round, or an inquiry, stands."""


class Reminding(Protocol):
    """When one is reminded: at the opening, and so many days before and after the date."""

    @property
    def reminds_at_opening(self) -> bool: ...

    @property
    def remind_before(self) -> Sequence[int]: ...

    @property
    def remind_after(self) -> Sequence[int]: ...


class Moment(IntEnum):
    """Which part of a duty's time a reminder belongs to, in the order of time."""

    OPENS = 0
    BEFORE = 1
    AFTER = 2


@dataclass(frozen=True, order=True)
class Offset:
    """Where in a duty's time a reminder belongs: at the opening, or `days` before or after the date."""

    moment: Moment
    days: int = 0

    def __str__(self) -> str:
        return {Moment.OPENS: "opens", Moment.BEFORE: f"-{self.days}", Moment.AFTER: f"+{self.days}"}[
            self.moment
        ]

    @property
    def is_opening(self) -> bool:
        """Whether it tells that the duty has opened."""
        return self.moment == Moment.OPENS

    @property
    def is_after(self) -> bool:
        """Whether it comes after the date."""
        return self.moment == Moment.AFTER


OPENS = Offset(Moment.OPENS)


@dataclass(frozen=True)
class Window:
    """The time in which a reminder makes sense: from the hour it may be sent until the next one says more."""

    offset: Offset
    send_at: datetime
    useful_until: datetime


def in_the_morning(day: date) -> datetime:
    """08:00 in Norway on `day`, whatever the clock change does."""
    return oslo(day.year, day.month, day.day, HOUR)


def offsets_of(row: Reminding) -> Iterator[Offset]:
    """The offsets at which a deadline or an inquiry reminds."""
    if row.reminds_at_opening:
        yield OPENS
    for days in sorted(set(row.remind_before), reverse=True):
        yield Offset(Moment.BEFORE, days)
    for days in sorted(set(row.remind_after)):
        yield Offset(Moment.AFTER, days)


def goes_up(offset: Offset, row: Reminding) -> bool:
    """Whether those one step up are told as well: from the second reminder after the date on, or the only one."""
    after = sorted(set(row.remind_after))
    return offset.is_after and offset.days >= after[min(1, len(after) - 1)]


def windows(answer: Stand, row: Reminding) -> list[Window]:
    """The windows of a deadline's offsets, in order of time; they never overlap.

    A new deadline given later than an offset's hour makes that offset pointless: the person has just been told.
    """
    starts = sorted((_starts(answer, offset), offset) for offset in offsets_of(row))
    known_since = answer.dispensation.granted_at if answer.dispensation else answer.opens_at
    starts = [(at, offset) for at, offset in starts if at >= known_since]
    ends = [at - A_MOMENT for at, _offset in starts[1:]] + [datetime.max.replace(tzinfo=answer.due_at.tzinfo)]
    return [
        Window(offset, at, min(end, at + USEFUL_AFTER if offset.is_after else answer.due_at))
        for (at, offset), end in zip(starts, ends, strict=True)
    ]


def window_at(answer: Stand, row: Reminding) -> Window | None:
    """The window that the answer's instant lies in, or None between and outside them.

    It is asked by range, never by equality: after days of silence the newest reminder is found, and no older one.
    """
    if not answer.has_opened:
        return None
    for window in windows(answer, row):
        begins = answer.opens_at if window.offset.is_opening else window.send_at
        if begins <= answer.now <= window.useful_until:
            return window
    return None


def _starts(answer: Stand, offset: Offset) -> datetime:
    if offset.is_opening:
        return max(answer.opens_at, in_the_morning(oslo_date(answer.opens_at)))
    days = offset.days if offset.is_after else -offset.days
    return in_the_morning(oslo_date(answer.due_at) + timedelta(days=days))
