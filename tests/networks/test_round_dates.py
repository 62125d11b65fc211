"""The dates of a round: rolled over from last year's, and moved while the round stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import OSLO, oslo
from common.dates import oslo_date
from common.models import OutboxMail, StateChange
from common.refusals import NotAllowed, NotNow
from networks import deadlines, queries, services
from networks.deadlines import deadline, end_of_day, start_of_day
from networks.models import Deadline, Round
from networks.schemes import REKOM_2021
from networks.services.round_dates import proposed_plans, rolled, usual_plan, years_later
from networks.states import Duty
from tests.world import AUTUMN

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


def plans(world, **changes):
    """The plans of the world's round, with some of one duty's columns changed: `needs_report={"due_on": …}`."""
    rows = world.fresh_round().deadlines.all()
    found = [services.plan_of(row) for row in rows]
    return [replace(plan, **changes.get(plan.duty.value, {})) for plan in found]


def change(world, by="case_officer", mark=None, switch=False, reason="Streik", **changes):
    round = world.fresh_round()
    return services.change_dates(
        round=round,
        plans=plans(world, **changes),
        moves_to_working_day=switch,
        mark=services.dates_mark(round) if mark is None else mark,
        reason=reason,
        by=world.person(by),
        now=AUTUMN,
    )


def row_of(world, duty=Duty.NEEDS_REPORT):
    return deadline(duty, world.fresh_round())


# --- Rolling over -----------------------------------------------------------------------------------------


@given(DAYS, st.integers(1, 5))
def test_same_day_and_month_later_but_for_the_leap_day(day, years):
    later = years_later(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


def test_leap_day_becomes_28_february_and_stays_there():
    assert years_later(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_later(date(2028, 2, 29), 4) == date(2032, 2, 29)


@given(DAYS)
def test_day_opens_at_midnight_and_is_due_a_second_before_the_next_on_every_day(day):
    opens, due = start_of_day(day), end_of_day(day)
    assert (oslo_date(opens), oslo_date(due)) == (day, day)
    assert due + timedelta(seconds=1) == start_of_day(day + timedelta(days=1))


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2026, 10, 25), 25)])
def test_days_of_the_clock_change_are_whole_norwegian_days(day, hours):
    assert end_of_day(day) + timedelta(seconds=1) - start_of_day(day) == timedelta(hours=hours)
    assert end_of_day(day).astimezone(OSLO).hour == 23


def test_new_round_is_proposed_from_last_years(world):
    moved = {"due_on": date(2026, 12, 4), "remind_before": (14, 3), "reminds_at_opening": False}
    change(world, needs_report=moved)
    (found,) = [
        plan
        for plan in proposed_plans(2028, REKOM_2021, world.fresh_round())
        if plan.duty == Duty.NEEDS_REPORT
    ]
    assert (found.opens_on, found.due_on) == (date(2027, 9, 1), date(2027, 12, 4))
    assert (found.remind_before, found.reminds_at_opening) == ((14, 3), False)


def test_duty_that_last_year_lacked_gets_the_schemes_dates(world):
    Deadline.objects.filter(round=world.round, duty=Duty.PAYMENT).delete()
    found = {plan.duty: plan for plan in proposed_plans(2028, REKOM_2021, world.fresh_round())}
    assert list(found) == list(Duty)
    assert found[Duty.PAYMENT].due_on == date(2028, 4, 30)


def test_round_two_years_after_the_last_is_rolled_two_years():
    plan = usual_plan(REKOM_2021.duties[0], 2027)
    assert rolled(plan, 2).opens_on == date(2028, 8, 15)


def test_round_opens_with_the_plans_and_sends_nothing(world):
    chosen = [
        replace(plan, due_on=plan.due_on + timedelta(days=2), remind_after=(3,))
        for plan in proposed_plans(2028, REKOM_2021, world.fresh_round())
    ]
    round = services.open_round(
        county=world.county,
        grant_year=2028,
        scheme_key="REKOM_2021",
        plans=chosen,
        moves_to_working_day=True,
        by=world.person("case_officer"),
        now=AUTUMN,
    )
    assert [services.plan_of(row) for row in round.deadlines.order_by("pk")] == chosen
    assert round.moves_to_working_day
    assert OutboxMail.objects.count() == 0


# --- Moving ----------------------------------------------------------------------------------------------


def test_moved_date_is_written_with_who_why_and_from_what(world):
    change(world, needs_report={"due_on": date(2026, 12, 8)})
    assert row_of(world).due_at == oslo(2026, 12, 8, 23, 59, 59)
    (line,) = queries.date_changes(world.fresh_round())
    assert (line.verb, line.before, line.after, line.comment, line.by) == (
        "change_dates",
        "2026-09-01/2026-12-01",
        "2026-09-01/2026-12-08",
        "Streik",
        world.people["case_officer"],
    )
    assert OutboxMail.objects.count() == 0


def test_changed_reminders_have_a_line_of_their_own(world):
    change(world, needs_report={"remind_before": (10,), "remind_after": ()})
    (line,) = queries.date_changes(world.fresh_round())
    assert (line.verb, line.before, line.after) == ("change_reminders", "1;21,7,1;1,7", "1;10;")


def test_switch_has_a_line_of_its_own(world):
    change(world, switch=True)
    assert world.fresh_round().moves_to_working_day
    (line,) = queries.date_changes(world.fresh_round())
    assert (line.verb, line.before, line.after) == ("change_switch", "off", "on")


@pytest.mark.parametrize("by", ["approver", "leader", "owner", "foreign_officer"])
def test_others_move_nothing(world, by):
    with pytest.raises(NotAllowed):
        change(world, by=by, needs_report={"due_on": date(2026, 12, 8)})
    assert (row_of(world).due_at, StateChange.objects.count()) == (oslo(2026, 12, 1, 23, 59, 59), 0)


def test_dates_that_somebody_has_changed_in_between_are_not_overwritten(world):
    shown = services.dates_mark(world.fresh_round())
    change(world, nomination={"due_on": date(2027, 2, 8)})
    with pytest.raises(NotNow):
        change(world, mark=shown, needs_report={"due_on": date(2026, 12, 8)})
    assert row_of(world).due_at == oslo(2026, 12, 1, 23, 59, 59)


def test_mark_tells_of_dates_reminders_and_the_switch(world):
    marks = [services.dates_mark(world.fresh_round())]
    for step in (
        {"needs_report": {"due_on": date(2026, 12, 8)}},
        {"needs_report": {"remind_after": (2,)}},
        {"switch": True},
    ):
        change(world, **step)
        marks.append(services.dates_mark(world.fresh_round()))
    assert len(set(marks)) == 4


def test_nothing_changed_is_said(world):
    with pytest.raises(NotNow):
        change(world)
    assert StateChange.objects.count() == 0


# --- Working days ----------------------------------------------------------------------------------------

EASTER_MONDAY, TUESDAY = date(2027, 3, 29), date(2027, 3, 30)
ON_TUESDAY = oslo(2027, 3, 30, 12)


@pytest.fixture
def due_at_easter(world):
    """Needs reports are due on Easter Monday, the day after the clocks change."""
    change(world, needs_report={"due_on": EASTER_MONDAY})
    return world


def switch_on(world):
    Round.objects.filter(pk=world.round.pk).update(moves_to_working_day=True)
    return world.fresh_round()


def test_date_stays_on_a_holiday_while_the_switch_is_off(due_at_easter):
    round = due_at_easter.fresh_round()
    found = deadlines.answer(Duty.NEEDS_REPORT, round, now=ON_TUESDAY)
    assert (oslo_date(found.due_at), found.set_at, found.is_open) == (EASTER_MONDAY, None, False)
    with pytest.raises(NotNow):
        deadlines.check_open(Duty.NEEDS_REPORT, round, now=ON_TUESDAY)


def test_date_on_easter_monday_moves_to_tuesday_with_the_switch_on(due_at_easter):
    round = switch_on(due_at_easter)
    found = deadlines.check_open(Duty.NEEDS_REPORT, round, now=ON_TUESDAY)
    assert (oslo_date(found.due_at), found.set_at) == (TUESDAY, end_of_day(EASTER_MONDAY))
    with pytest.raises(NotNow):
        deadlines.check_open(Duty.NEEDS_REPORT, round, now=oslo(2027, 3, 31, 0, 0, 1))


def test_working_day_does_not_move(world):
    found = deadlines.answer(Duty.NEEDS_REPORT, switch_on(world), now=AUTUMN)
    assert (oslo_date(found.due_at), found.set_at) == (date(2026, 12, 1), None)


@given(DAYS)
def test_next_working_day_is_never_more_than_a_week_away_and_never_before(day):
    round = Round(moves_to_working_day=True)
    moved = oslo_date(deadlines.due_of(Deadline(due_at=end_of_day(day)), round))
    assert timedelta(0) <= moved - day <= timedelta(days=6)
