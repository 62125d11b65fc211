"""Reminders come at Norwegian days and hours, found by range."""

from datetime import UTC, datetime, timedelta

import pytest

from common.clock import oslo
from networks.deadlines import Answer, end_of_day
from networks.states import Duty
from rekom.offsets import (
    AFTER,
    DAY_BEFORE,
    OPENS,
    THREE_WEEKS_BEFORE,
    WEEK_BEFORE,
    Offset,
    window_at,
    windows,
)

ALL = tuple(Offset)
OPENED, DUE = oslo(2026, 9, 1), oslo(2026, 12, 1, 23, 59, 59)


def answer(now: datetime, *, opens=OPENED, due=DUE, closes=True, dispensation=None) -> Answer:
    return Answer(Duty.NEEDS_REPORT, opens, due, closes, now, dispensation)


@pytest.mark.parametrize(
    ("now", "offset"),
    [
        (oslo(2026, 8, 31, 23, 59, 59), None),
        (oslo(2026, 9, 1), OPENS),
        (oslo(2026, 11, 10, 7, 59), OPENS),
        (oslo(2026, 11, 10, 8), THREE_WEEKS_BEFORE),
        (oslo(2026, 11, 24, 8), WEEK_BEFORE),
        (oslo(2026, 11, 29, 23, 30), WEEK_BEFORE),
        (oslo(2026, 11, 30, 0, 30), WEEK_BEFORE),
        (oslo(2026, 11, 30, 8), DAY_BEFORE),
        (oslo(2026, 12, 1, 23, 30), DAY_BEFORE),
        (oslo(2026, 12, 2, 0, 30), None),
        (oslo(2026, 12, 2, 8), AFTER),
        (oslo(2026, 12, 15, 23, 59, 59), AFTER),
        (oslo(2026, 12, 16, 8), None),
    ],
)
def test_each_instant_lies_in_one_window(now, offset):
    window = window_at(answer(now), ALL)
    assert (window.offset if window else None) == offset


def test_opening_letter_is_sent_in_the_morning():
    assert window_at(answer(OPENED), ALL).send_at == oslo(2026, 9, 1, 8)


@pytest.mark.parametrize("day", [(2026, 3, 29), (2026, 10, 25), (2028, 2, 29), (2027, 3, 28), (2027, 3, 29)])
def test_hours_hold_over_clock_changes_leap_days_and_easter(day):
    due = end_of_day(datetime(*day).date())
    starts = {w.offset: w.send_at for w in windows(answer(due, opens=due - timedelta(days=90), due=due), ALL)}
    for offset, days in ((THREE_WEEKS_BEFORE, 21), (WEEK_BEFORE, 7), (DAY_BEFORE, 1), (AFTER, -1)):
        wanted = datetime(*day) - timedelta(days=days)
        assert starts[offset] == oslo(wanted.year, wanted.month, wanted.day, 8)


def test_hour_in_utc_moves_with_summer_time():
    due = end_of_day(datetime(2026, 10, 26).date())
    starts = {w.offset: w.send_at for w in windows(answer(due, opens=due - timedelta(days=60), due=due), ALL)}
    assert starts[WEEK_BEFORE] == datetime(2026, 10, 19, 6, tzinfo=UTC)
    assert starts[DAY_BEFORE] == datetime(2026, 10, 25, 7, tzinfo=UTC)


def test_windows_never_overlap():
    found = windows(answer(DUE), ALL)
    assert [w.offset for w in found] == [OPENS, THREE_WEEKS_BEFORE, WEEK_BEFORE, DAY_BEFORE, AFTER]
    for first, second in zip(found, found[1:], strict=False):
        assert first.useful_until <= second.send_at


def test_short_duty_has_no_reminder_from_before_it_opened():
    found = windows(answer(DUE, opens=oslo(2026, 11, 20)), ALL)
    assert [w.offset for w in found] == [OPENS, WEEK_BEFORE, DAY_BEFORE, AFTER]


class Given:
    granted_at = oslo(2026, 12, 2, 12)


def test_new_deadline_gets_only_reminders_that_come_after_it_was_given():
    found = windows(answer(DUE, due=oslo(2026, 12, 9, 23, 59, 59), dispensation=Given()), ALL)
    assert [(w.offset, w.send_at) for w in found] == [
        (DAY_BEFORE, oslo(2026, 12, 8, 8)),
        (AFTER, oslo(2026, 12, 10, 8)),
    ]
