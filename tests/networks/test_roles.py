"""Permissions come from seats, by the day in Norway."""

from datetime import date

from django.contrib.auth.models import AnonymousUser

from common.clock import oslo
from networks.roles import LEADERS, Role, bodies, holds, is_staff_of, leads, seats_of
from tests import factories as f
from tests.world import AUTUMN


def test_a_role_is_held_in_its_body_alone(world):
    leader = world.person("leader")
    assert holds(leader, Role.NETWORK_LEADER, world.network, now=AUTUMN)
    assert holds(leader, Role.NETWORK_LEADER, now=AUTUMN)
    assert not holds(leader, Role.NETWORK_LEADER, world.other_network, now=AUTUMN)
    assert not holds(leader, Role.HEAD, now=AUTUMN)


def test_bodies_of_another_kind_with_the_same_key_do_not_count(world):
    owner = world.person("owner")
    same_key = world.network.__class__(pk=world.owner.pk)
    assert not holds(owner, Role.OWNER, same_key, now=AUTUMN)


def test_seat_begins_and_ends_at_midnight_in_norway(world):
    seat = world.people["leader"].seats.get()
    seat.valid_from, seat.valid_to = date(2026, 11, 1), date(2026, 12, 1)
    seat.save(update_fields=["valid_from", "valid_to"])
    held = {
        now: holds(world.person("leader"), Role.NETWORK_LEADER, world.network, now=now)
        for now in (
            oslo(2026, 10, 31, 23, 30),
            oslo(2026, 11, 1, 0, 30),
            oslo(2026, 11, 30, 23, 30),
            oslo(2026, 12, 1, 0, 30),
        )
    }
    assert list(held.values()) == [False, True, True, False]


def test_coordinator_leads_too(world):
    assert leads(world.person("coordinator"), world.network, now=AUTUMN)
    assert not leads(world.person("member"), world.network, now=AUTUMN)


def test_bodies_are_those_of_the_role(world):
    f.seat(Role.COORDINATOR, world.other_network, world.people["leader"])
    keys = bodies(world.person("leader"), LEADERS, now=AUTUMN)
    assert sorted(keys) == sorted([world.network.pk, world.other_network.pk])


def test_staff_belong_to_their_county(world):
    assert is_staff_of(world.person("approver"), world.county, now=AUTUMN)
    assert not is_staff_of(world.person("foreign_officer"), world.county, now=AUTUMN)


def test_nobody_signed_in_has_no_seats(world):
    assert seats_of(AnonymousUser(), now=AUTUMN) == []


def test_seats_are_loaded_once(world, django_assert_num_queries):
    person = world.person("owner")
    with django_assert_num_queries(1):
        assert len(seats_of(person, now=AUTUMN)) == len(seats_of(person, now=AUTUMN)) == 1
