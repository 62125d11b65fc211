"""Reminders come at Norwegian days and hours, found by range."""

from datetime import UTC, datetime, timedelta

import pytest

from common.clock import oslo
from networks.deadlines import Answer, end_of_day
from networks.models import Deadline
from networks.states import Duty
from rekom.planning.offsets import OPENS, Moment, Offset, goes_up, offsets_of, window_at, windows


def before(days: int) -> Offset:
    return Offset(Moment.BEFORE, days)


def after(days: int) -> Offset:
    return Offset(Moment.AFTER, days)


THREE_WEEKS_BEFORE, WEEK_BEFORE, DAY_BEFORE = before(21), before(7), before(1)
DAY_AFTER, WEEK_AFTER = after(1), after(7)
USUAL = Deadline(remind_before=[21, 7, 1], remind_after=[1, 7])
ALL = [OPENS, THREE_WEEKS_BEFORE, WEEK_BEFORE, DAY_BEFORE, DAY_AFTER, WEEK_AFTER]
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
        (oslo(2026, 12, 2, 8), DAY_AFTER),
        (oslo(2026, 12, 8, 7, 59), DAY_AFTER),
        (oslo(2026, 12, 8, 8), WEEK_AFTER),
        (oslo(2026, 12, 22, 8), WEEK_AFTER),
        (oslo(2026, 12, 22, 8, 1), None),
    ],
)
def test_each_instant_lies_in_one_window(now, offset):
    window = window_at(answer(now), USUAL)
    assert (window.offset if window else None) == offset


def test_opening_letter_is_sent_in_the_morning():
    assert window_at(answer(OPENED), USUAL).send_at == oslo(2026, 9, 1, 8)


@pytest.mark.parametrize("day", [(2026, 3, 29), (2026, 10, 25), (2028, 2, 29), (2027, 3, 28), (2027, 3, 29)])
def test_hours_hold_over_clock_changes_leap_days_and_easter(day):
    due = end_of_day(datetime(*day).date())
    starts = {
        w.offset: w.send_at for w in windows(answer(due, opens=due - timedelta(days=90), due=due), USUAL)
    }
    for offset, days in (
        (THREE_WEEKS_BEFORE, 21),
        (WEEK_BEFORE, 7),
        (DAY_BEFORE, 1),
        (DAY_AFTER, -1),
        (WEEK_AFTER, -7),
    ):
        wanted = datetime(*day) - timedelta(days=days)
        assert starts[offset] == oslo(wanted.year, wanted.month, wanted.day, 8)


def test_hour_in_utc_moves_with_summer_time():
    due = end_of_day(datetime(2026, 10, 26).date())
    starts = {
        w.offset: w.send_at for w in windows(answer(due, opens=due - timedelta(days=60), due=due), USUAL)
    }
    assert starts[WEEK_BEFORE] == datetime(2026, 10, 19, 6, tzinfo=UTC)
    assert starts[DAY_BEFORE] == datetime(2026, 10, 25, 7, tzinfo=UTC)


def test_windows_never_overlap():
    found = windows(answer(DUE), USUAL)
    assert [w.offset for w in found] == ALL
    for first, second in zip(found, found[1:], strict=False):
        assert first.useful_until <= second.send_at


def test_short_duty_has_no_reminder_from_before_it_opened():
    found = windows(answer(DUE, opens=oslo(2026, 11, 20)), USUAL)
    assert [w.offset for w in found] == [OPENS, WEEK_BEFORE, DAY_BEFORE, DAY_AFTER, WEEK_AFTER]


class Given:
    granted_at = oslo(2026, 12, 2, 12)


def test_new_deadline_gets_only_reminders_that_come_after_it_was_given():
    found = windows(answer(DUE, due=oslo(2026, 12, 9, 23, 59, 59), dispensation=Given()), USUAL)
    assert [(w.offset, w.send_at) for w in found] == [
        (DAY_BEFORE, oslo(2026, 12, 8, 8)),
        (DAY_AFTER, oslo(2026, 12, 10, 8)),
        (WEEK_AFTER, oslo(2026, 12, 16, 8)),
    ]


def test_round_chooses_its_own_days():
    row = Deadline(reminds_at_opening=False, remind_before=[3, 10, 3], remind_after=[])
    assert list(offsets_of(row)) == [before(10), before(3)]
    assert [str(offset) for offset in offsets_of(USUAL)] == ["opens", "-21", "-7", "-1", "+1", "+7"]


@pytest.mark.parametrize(
    ("days", "offset", "is_up"),
    [
        ([1, 7], DAY_AFTER, False),
        ([1, 7], WEEK_AFTER, True),
        ([7], WEEK_AFTER, True),
        ([1, 7, 14], after(14), True),
        ([1, 7], DAY_BEFORE, False),
        ([], OPENS, False),
    ],
)
def test_second_reminder_after_the_date_goes_one_step_up(days, offset, is_up):
    assert goes_up(offset, Deadline(remind_after=days)) is is_up
