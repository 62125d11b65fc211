"""How a person belongs to a network, and which of its pages they see."""

from datetime import date, timedelta

import pytest

from networks.queries.belonging import Tie, ties
from rekom.network_nav import network_pages
from tests.world import AUTUMN


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("leader", {Tie.LEADER}),
        ("coordinator", {Tie.LEADER}),
        ("member", {Tie.MEMBER}),
        ("uh", {Tie.UNIVERSITY}),
        ("owner", {Tie.OWNER}),
        ("head", {Tie.HEAD}),
        ("case_officer", {Tie.STAFF, Tie.CASE_OFFICER}),
        ("approver", {Tie.STAFF}),
        ("other_leader", set()),
        ("other_uh", set()),
        ("other_owner", set()),
        ("foreign_officer", set()),
        ("nobody", set()),
    ],
)
def test_a_person_belongs_by_their_seats(world, role, expected):
    assert ties(world.person(role), world.network, now=AUTUMN) == expected


def test_a_seat_that_is_over_is_no_tie(world):
    seat = world.people["leader"].seats.get()
    seat.valid_to = date(2026, 12, 1)
    seat.save(update_fields=["valid_to"])
    assert ties(world.person("leader"), world.network, now=AUTUMN) == {Tie.LEADER}
    assert ties(world.person("leader"), world.network, now=AUTUMN + timedelta(days=30)) == set()


def test_ties_are_read_once_a_day(world, django_assert_num_queries):
    person = world.person("owner")
    ties(person, world.network, now=AUTUMN)
    with django_assert_num_queries(0):
        ties(person, world.network, now=AUTUMN + timedelta(seconds=1))


def test_a_stranger_sees_the_overview_alone(world):
    pages = network_pages([], world.network.pk, f"/nettverk/{world.network.pk}/")
    assert [(page["url"], page["current"]) for page in pages] == [(f"/nettverk/{world.network.pk}/", True)]
