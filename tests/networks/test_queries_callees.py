"""Who is called to a meeting of a network: by its arena, in a partnership, by name, and never twice."""

import pytest

from networks.models import Arena, Seat
from networks.queries import callees
from networks.roles import Interest, Role
from networks.services import callees as services
from networks.states import ArenaKind
from tests import factories as f
from tests.networks import network_meetings_stage as stage
from tests.networks.network_meetings_stage import PLANNED, names

ALWAYS = {"leader", "coordinator", "member", "uh"}
HEADS = {"head"}


def asked(made) -> set[str]:
    return names(callees.people_to_call(made))


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (None, set()),
        (ArenaKind.WORKING_GROUP, set()),
        (ArenaKind.REGIONAL_HEADS, HEADS),
        (ArenaKind.MUNICIPAL_HEADS, HEADS | {"owner"}),
        (ArenaKind.BETWEEN, HEADS),
        (ArenaKind.DEVELOPMENT, HEADS),
        (ArenaKind.OTHER, set()),
    ],
)
def test_members_and_universities_are_always_called_and_heads_and_owners_by_arena(world, kind, more):
    arena = stage.an_arena(world, kind) if kind else None
    assert asked(stage.drafted(world, arena=arena)) == ALWAYS | more


def test_a_meeting_for_one_municipality_calls_its_heads_alone(world):
    f.NetworkMunicipalityFactory(
        network=world.network, municipality=(place := f.MunicipalityFactory(county=world.county))
    )
    far = f.KindergartenFactory(owner=world.other_owner, municipality=place)
    far_head = f.seat(Role.HEAD, far).user.email.split("@")[0]
    arena = stage.an_arena(world)
    assert asked(stage.drafted(world, arena=arena)) == ALWAYS | HEADS | {far_head}
    assert asked(stage.drafted(world, arena=arena, municipality=place)) == ALWAYS | {far_head}
    assert asked(stage.drafted(world, arena=arena, municipality=world.municipality)) == ALWAYS | HEADS


def test_a_meeting_in_a_kindergarten_calls_its_head_alone(world):
    sister_head = f.seat(Role.HEAD, world.sister).user.email.split("@")[0]
    arena = stage.an_arena(world, ArenaKind.DEVELOPMENT)
    made = stage.drafted(world, arena=arena, kindergarten=world.sister)
    assert asked(made) == ALWAYS | {sister_head}
    assert made.municipality == world.municipality


def test_the_arena_of_a_partnership_calls_its_university_and_its_municipalities_alone(world):
    place = f.MunicipalityFactory(county=world.county)
    f.NetworkMunicipalityFactory(network=world.network, municipality=place)
    f.PartnershipFactory(network=world.network, university=world.other_university, municipality=place)
    far_head = f.seat(Role.HEAD, f.KindergartenFactory(owner=world.owner, municipality=place)).user
    near = stage.authority(world)
    far = f.seat(Role.NETWORK_MEMBER, world.network, interest=Interest.AUTHORITY, municipality=place)
    arena = Arena.objects.create(
        network=world.network, university=world.other_university, kind="regional_heads", name="Vår", order=1
    )
    found = asked(stage.drafted(world, arena=arena))
    emails = {user.email.split("@")[0] for user in (far_head, far.user)}
    assert found == {"leader", "coordinator", "member", "other_uh"} | emails
    assert near.user.email.split("@")[0] not in found


def test_closed_kindergartens_have_nobody_to_call(world):
    world.kindergarten.closed_on = stage.STARTS.date()
    world.kindergarten.save(update_fields=["closed_on"])
    assert asked(stage.drafted(world, arena=stage.an_arena(world))) == ALWAYS


def test_who_has_two_roles_is_called_once_as_a_member(world):
    f.seat(Role.NETWORK_MEMBER, world.network, world.people["head"], interest=Interest.STAFF)
    seats = callees.people_to_call(stage.drafted(world, arena=stage.an_arena(world)))
    (own,) = [seat for seat in seats if seat.user == world.people["head"]]
    assert own.role == Role.NETWORK_MEMBER


def test_substitutes_are_not_called_but_can_be_by_name(world):
    stage.substitute_of(world, "member")
    made = stage.drafted(world)
    assert asked(made) == ALWAYS
    assert "substitute" in names(callees.people_to_add(made))
    services.add_to_meeting(
        meeting=made, people=[world.people["substitute"]], by=world.person("leader"), now=PLANNED
    )
    assert asked(made) == ALWAYS | {"substitute"}


def test_around_the_network_are_heads_owners_members_and_universities(world):
    made = stage.drafted(world)
    assert names(callees.people_to_add(made)) == {"head", "owner"}


def test_the_forums_substitutes_are_not_called(world):
    seat = stage.substitute_of(world, "forum")
    assert [found.user for found in callees.members_on(world.forum, stage.STARTS.date())] == [
        world.people["forum"]
    ]
    assert seat.substitute_for.user == world.people["forum"]


def test_the_chair_is_who_has_the_forums_chair_or_leads_the_network(world):
    assert callees.chair_on(stage.drafted(world)) == world.people["leader"].pk
    Seat.objects.filter(role=Role.NETWORK_LEADER, network=world.network).update(role=Role.COORDINATOR)
    assert callees.chair_on(stage.drafted(world, by="uh")) is None


def test_as_many_questions_for_many_kindergartens(world, django_assert_max_num_queries):
    made = stage.drafted(world, arena=stage.an_arena(world, ArenaKind.MUNICIPAL_HEADS))
    for _turn in range(5):
        f.seat(Role.HEAD, f.KindergartenFactory(owner=world.owner, municipality=world.municipality))
    with django_assert_max_num_queries(4):
        assert len(callees.people_to_call(made)) == 11
