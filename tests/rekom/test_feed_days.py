"""The annual wheel's events in a calendar, read by a second reader of calendars."""

from datetime import date

import vobject

from networks.services.wheel import remove_wheel_event
from rekom.feed import calendar_of
from rekom.feed_days import days_of
from tests.networks.wheel_stage import an_event
from tests.world import AUTUMN, World


def events(world: World, role: str = "leader") -> list[vobject.base.Component]:
    text = calendar_of([], [], days_of(world.person(role), now=AUTUMN), now=AUTUMN)
    return vobject.readOne(text.decode()).contents.get("vevent", [])


def test_a_day_lasts_until_the_next_and_takes_nobodys_time(world):
    made = an_event(world)
    (event,) = events(world)
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 11, 25), date(2026, 11, 26))
    assert event.uid.value.startswith(f"wheel-{made.pk}@")
    assert (event.transp.value, event.status.value) == ("TRANSPARENT", "CONFIRMED")


def test_a_whole_month_reaches_to_the_first_of_the_next(world):
    an_event(world, is_whole_month=True)
    (event,) = events(world)
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 11, 1), date(2026, 12, 1))


def test_what_is_removed_stands_as_cancelled_under_the_same_name(world):
    made = an_event(world)
    (before,) = events(world)
    remove_wheel_event(event=made, by=world.person("leader"), now=AUTUMN)
    (after,) = events(world)
    assert (after.uid.value, after.status.value) == (before.uid.value, "CANCELLED")
    assert int(after.sequence.value) > int(before.sequence.value)
