"""The portal's clock: the machine's, plus a shift."""

from datetime import UTC, datetime, timedelta

import pytest

from common import clock


def close(first: datetime, second: datetime) -> bool:
    return abs(first - second) < timedelta(seconds=5)


def test_clock_follows_the_machine_until_it_is_moved():
    clock.reset()
    assert close(clock.now(), clock.machine_now())


def test_moved_clock_goes_on_from_the_new_instant():
    clock.move_to(clock.oslo(2027, 3, 1, 12))
    assert close(clock.now(), clock.oslo(2027, 3, 1, 12))
    clock.reset()
    assert close(clock.now(), clock.machine_now())


def test_clock_is_fixed_without_a_clock_file(settings):
    settings.CLOCK_FILE = None
    assert clock.shift() == timedelta(0)
    with pytest.raises(clock.ClockIsFixed):
        clock.move_to(clock.oslo(2027, 3, 1))


@pytest.mark.parametrize(
    ("norwegian", "utc"),
    [
        ((2026, 12, 1, 23, 59, 59), datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)),
        ((2026, 7, 1, 0, 0, 0), datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ((2026, 3, 29, 1, 59, 59), datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
        ((2026, 3, 29, 3, 0, 0), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ((2026, 10, 25, 23, 59, 59), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
        ((2028, 2, 29, 23, 59, 59), datetime(2028, 2, 29, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_oslo_is_an_instant_in_utc(norwegian, utc):
    assert clock.oslo(*norwegian) == utc
