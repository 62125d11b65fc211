"""One's own events in an annual wheel: who may, what it says, what is kept."""

from datetime import date

import pytest

from common.history import history_of
from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import Seat, WheelEvent
from networks.roles import Interest
from networks.rules.wheel import WheelPlace, check_may_add_wheel_event
from networks.services.wheel import change_wheel_event, remove_wheel_event
from tests import factories as f
from tests.networks.wheel_stage import an_arena, an_event, place, typed
from tests.world import AUTUMN, ROLES, World

PARTNERS = {"leader", "coordinator", "uh"}


def writers(world: World, where: WheelPlace) -> set[str]:
    """The roles that may put something there."""
    found = set()
    for role in ROLES:
        try:
            check_may_add_wheel_event(world.person(role), where, now=AUTUMN)
        except NotAllowed:
            continue
        found.add(role)
    return found


def test_partners_write_in_their_networks_wheel(world):
    assert writers(world, place(world)) == PARTNERS


def test_authority_writes_for_its_own_municipality_alone(world):
    Seat.objects.filter(user=world.people["member"]).update(
        interest=Interest.AUTHORITY, municipality=world.municipality
    )
    assert writers(world, place(world, municipality=world.municipality)) == PARTNERS | {"member"}
    assert writers(world, place(world)) == PARTNERS


def test_members_with_another_interest_do_not_write_for_a_municipality(world):
    assert writers(world, place(world, municipality=world.municipality)) == PARTNERS


def test_head_and_owner_write_for_their_kindergarten(world):
    assert writers(world, place(world, kindergarten=world.kindergarten)) == PARTNERS | {"head", "owner"}
    assert writers(world, place(world, kindergarten=world.sister)) == PARTNERS | {"owner"}


def test_case_officer_writes_in_the_county_wheel(world):
    assert writers(world, WheelPlace(county=world.county)) == {"case_officer"}


@pytest.mark.parametrize("role", ["leader", "uh"])
def test_nobody_writes_with_the_arena_of_another_network(world, role):
    arena = an_arena(world, network=world.other_network)
    with pytest.raises(NotAllowed):
        check_may_add_wheel_event(world.person(role), place(world, arena=arena), now=AUTUMN)


def test_add_wheel_event_stores_what_was_typed_and_a_line(world):
    arena = an_arena(world)
    event = an_event(world, place(world, arena=arena), text="- Kommunevis", link="https://example.no/")
    event.refresh_from_db()
    assert (event.title, event.arena, event.text, event.starts_on, event.ends_on) == (
        "Regional fagdag",
        arena,
        "- Kommunevis",
        date(2026, 11, 25),
        None,
    )
    assert [(line.verb, line.by) for line in history_of(event)] == [
        ("add_wheel_event", world.people["leader"])
    ]


def test_whole_months_reach_from_the_first_day_to_the_last(world):
    one = an_event(world, is_whole_month=True, starts_on=date(2027, 2, 10))
    two = an_event(world, is_whole_month=True, starts_on=date(2026, 11, 3), ends_on=date(2026, 12, 1))
    assert (one.starts_on, one.ends_on) == (date(2027, 2, 1), date(2027, 2, 28))
    assert (two.starts_on, two.ends_on) == (date(2026, 11, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 11, 25), date(2026, 11, 24)),
        (date(2026, 1, 1), date(2027, 6, 1)),
        (date(1, 1, 1), None),
        (date(9999, 12, 31), None),
    ],
)
def test_impossible_days_are_refused_and_nothing_is_stored(world, starts_on, ends_on):
    with pytest.raises(NotNow):
        an_event(world, starts_on=starts_on, ends_on=ends_on, is_whole_month=True)
    assert WheelEvent.objects.count() == 0


def test_change_wheel_event_refuses_what_somebody_else_has_saved(world):
    event, by = an_event(world), world.person("uh")
    changed = change_wheel_event(
        event=event, typed=typed(world, title="Fagdag"), version=1, by=by, now=AUTUMN
    )
    assert (changed.title, changed.version) == ("Fagdag", 2)
    with pytest.raises(NotNow):
        change_wheel_event(event=event, typed=typed(world, title="Annet"), version=1, by=by, now=AUTUMN)
    event.refresh_from_db()
    assert event.title == "Fagdag"


def test_nobody_moves_an_event_to_where_they_may_not_write(world):
    event = an_event(world, place(world, kindergarten=world.kindergarten), by="head")
    with pytest.raises(NotAllowed):
        change_wheel_event(event=event, typed=typed(world), version=1, by=world.person("head"), now=AUTUMN)


def test_remove_wheel_event_keeps_the_row_and_can_be_done_once(world):
    event = remove_wheel_event(event=an_event(world), by=world.person("leader"), now=AUTUMN)
    assert (event.removed_at, event.version) == (AUTUMN, 2)
    assert [line.verb for line in history_of(event)] == ["add_wheel_event", "remove_wheel_event"]
    with pytest.raises(MovedOn):
        remove_wheel_event(event=event, by=world.person("leader"), now=AUTUMN)


def test_remove_wheel_event_refused_for_others(world):
    with pytest.raises(NotAllowed):
        remove_wheel_event(event=an_event(world), by=world.person("other_leader"), now=AUTUMN)


def test_ended_partnership_no_longer_writes(world):
    f.PartnershipFactory._meta.model.objects.filter(network=world.network).update(valid_to=date(2026, 1, 1))
    assert writers(world, place(world)) == {"leader", "coordinator"}
