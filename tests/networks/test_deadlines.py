"""Is it open? By the instant in Norway, dispensations counted."""

from datetime import date, timedelta

import pytest

from common.clock import oslo
from common.refusals import NotNow
from networks import deadlines
from networks.models import Deadline, Dispensation
from networks.states import Duty

DUE = oslo(2026, 12, 1, 23, 59, 59)


def answer(world, now, duty=Duty.NEEDS_REPORT, **body):
    return deadlines.answer(duty, world.fresh_round(), now=now, **body)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (oslo(2026, 8, 31, 23, 30), False),
        (oslo(2026, 9, 1, 0, 0), True),
        (oslo(2026, 9, 1, 0, 30), True),
        (oslo(2026, 12, 1, 23, 30), True),
        (DUE, True),
        (DUE + timedelta(seconds=1), False),
        (oslo(2026, 12, 2, 0, 30), False),
    ],
)
def test_closing_duty_is_open_to_its_last_second(world, now, is_open):
    assert answer(world, now).is_open is is_open


def test_duty_that_never_closes_is_late_after_its_instant(world):
    found = answer(world, oslo(2027, 3, 16, 0, 30), Duty.RECOMMENDATION)
    assert (found.is_open, found.is_late) == (True, True)


def test_closed_duty_is_not_late(world):
    assert answer(world, oslo(2026, 12, 2)).is_late is False


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (oslo(2026, 11, 30, 23, 30), 1),
        (oslo(2026, 12, 1, 0, 30), 0),
        (oslo(2026, 12, 1, 23, 30), 0),
        (oslo(2026, 12, 2, 0, 30), -1),
        (oslo(2026, 10, 25, 0, 30), 37),
        (oslo(2026, 10, 25, 23, 30), 37),
    ],
)
def test_days_left_are_norwegian_days(world, now, days):
    assert answer(world, now).days_left == days


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29), date(2027, 3, 28)])
def test_a_day_ends_at_its_last_norwegian_second(day):
    end, start = deadlines.end_of_day(day), deadlines.start_of_day(day)
    assert end + timedelta(seconds=1) == deadlines.start_of_day(day + timedelta(days=1))
    hours = round((end - start).total_seconds() / 3600)
    assert hours == {date(2026, 3, 29): 23, date(2026, 10, 25): 25, date(2027, 3, 28): 23}.get(day, 24)


def test_returned_work_gets_a_whole_week_over_the_clock_change():
    assert deadlines.returned_until(now=oslo(2026, 10, 22, 23, 30)) == oslo(2026, 10, 29, 23, 59, 59)


def give(world, due_at, *, organisation, network=None, granted_at=DUE):
    deadline = Deadline.objects.get(round=world.round, duty=Duty.NEEDS_REPORT)
    return Dispensation.objects.create(
        deadline=deadline,
        organisation=organisation,
        network=network,
        due_at=due_at,
        reason="Syk",
        granted_by=world.people["leader"],
        granted_at=granted_at,
    )


def test_dispensation_opens_for_its_body_alone(world):
    give(world, oslo(2026, 12, 9, 23, 59, 59), organisation=world.owner, network=world.network)
    now = oslo(2026, 12, 5)
    assert answer(world, now, organisation=world.owner, network=world.network).is_open
    assert not answer(world, now, organisation=world.owner, network=world.other_network).is_open
    assert not answer(world, now, organisation=world.other_owner, network=world.network).is_open
    assert not answer(world, now).is_open


def test_dispensation_expires_by_itself(world):
    give(world, oslo(2026, 12, 9, 23, 59, 59), organisation=world.owner, network=world.network)
    body = {"organisation": world.owner, "network": world.network}
    assert not answer(world, oslo(2026, 12, 10, 0, 0), **body).is_open


def test_latest_dispensation_counts_and_never_shortens(world):
    for day in (9, 7):
        give(world, oslo(2026, 12, day, 23, 59, 59), organisation=world.owner, network=world.network)
    give(world, oslo(2026, 11, 1), organisation=world.other_owner, network=world.other_network)
    assert answer(world, DUE, organisation=world.owner, network=world.network).due_at == oslo(
        2026, 12, 9, 23, 59, 59
    )
    assert answer(world, DUE, organisation=world.other_owner, network=world.other_network).due_at == DUE


def test_check_open_says_when_it_opens(world):
    with pytest.raises(NotNow, match="1. september 2026"):
        deadlines.check_open(Duty.NEEDS_REPORT, world.fresh_round(), now=oslo(2026, 8, 1))


def test_check_open_says_when_it_closed(world):
    with pytest.raises(NotNow, match="1. desember 2026"):
        deadlines.check_open(Duty.NEEDS_REPORT, world.fresh_round(), now=oslo(2026, 12, 2))


def test_check_open_gives_the_answer(world):
    found = deadlines.check_open(Duty.NEEDS_REPORT, world.fresh_round(), now=oslo(2026, 11, 20))
    assert found.days_left == 11


def test_a_round_without_the_deadline_is_a_fault(world):
    Deadline.objects.filter(round=world.round, duty=Duty.REPORT).delete()
    with pytest.raises(LookupError):
        deadlines.deadline(Duty.REPORT, world.fresh_round())
