"""Arenas: made, added, saved, ordered, ended; who may, and what is refused."""

import pytest

from common.refusals import NotAllowed, NotNow, may
from networks.models import Arena
from networks.rules import arenas as rules
from networks.services import arenas as services
from networks.services.arenas import ArenaInput
from networks.states import ArenaKind
from tests import factories as f
from tests.networks import network_meetings_stage as stage
from tests.networks.network_meetings_stage import PLANNED
from tests.world import ROLES


def by(world, role: str = "leader") -> dict:
    return {"by": world.person(role), "now": PLANNED}


def names(world, university=None) -> list[str]:
    rows = Arena.objects.filter(network=world.network, university=university, ended_at=None).order_by("order")
    return [arena.name for arena in rows]


def test_the_five_usual_arenas_have_who_and_purpose_in_their_order(world):
    made = services.make_arenas(network=world.network, **by(world))
    assert [arena.kind for arena in made] == list(ArenaKind.values)[:5]
    assert [arena.order for arena in made] == [1, 2, 3, 4, 5]
    assert all(arena.who and arena.purpose for arena in made)
    with pytest.raises(NotNow):
        services.make_arenas(network=world.network, **by(world, "uh"))
    assert len(names(world)) == 5


def test_a_partnership_has_arenas_of_its_own(world):
    services.make_arenas(network=world.network, university=world.university, **by(world, "uh"))
    assert (len(names(world, world.university)), names(world)) == (5, [])
    with pytest.raises(NotNow):
        services.make_arenas(network=world.network, university=world.other_university, **by(world))


def test_who_changes_arenas(world):
    f.PartnershipFactory(network=world.network, university=world.other_university)

    def allowed(university) -> set[str]:
        check, network = rules.check_may_edit_arenas, world.network
        return {
            role
            for role in ROLES
            if may(check, world.person(role), network, university=university, now=PLANNED) is None
        }

    assert allowed(None) == {"leader", "coordinator", "uh", "other_uh"}
    assert allowed(world.university) == {"leader", "coordinator", "uh"}


def test_an_arena_is_added_last_and_two_have_not_one_name(world):
    stage.arenas(world)
    added = services.add_arena(network=world.network, typed=ArenaInput(name="Fagdager"), **by(world, "uh"))
    assert (added.order, added.kind) == (6, "other")
    with pytest.raises(NotNow):
        services.add_arena(network=world.network, typed=ArenaInput(name="FAGDAGER"), **by(world))
    with pytest.raises(NotAllowed):
        services.add_arena(network=world.network, typed=ArenaInput(name="Ny"), **by(world, "member"))
    assert len(names(world)) == 6


def test_there_are_twenty_arenas_at_most(world):
    for _turn in range(services.MOST_ARENAS):
        stage.an_arena(world)
    with pytest.raises(NotNow):
        services.add_arena(network=world.network, typed=ArenaInput(name="En til"), **by(world))


def test_the_second_writer_of_an_arena_is_told(world):
    arena = stage.arenas(world)["between"]
    said = {"arena": arena, "version": 1, **by(world)}
    services.save_arena(typed=ArenaInput(name="Nettverk for pedagoger", who="Alle"), **said)
    with pytest.raises(NotNow):
        services.save_arena(typed=ArenaInput(name="Noe annet"), **said)
    arena.refresh_from_db()
    assert (arena.name, arena.who, arena.version) == ("Nettverk for pedagoger", "Alle", 2)


def test_the_order_is_theirs_and_unknown_keys_are_passed_by(world):
    made = stage.arenas(world)
    first = [made["development"].pk, made["between"].pk, 10**8]
    services.order_arenas(network=world.network, order=first, **by(world))
    assert names(world)[:2] == [made["development"].name, made["between"].name]


def test_an_ended_arena_is_changed_no_more_and_its_meetings_stay(world):
    arena = stage.arenas(world)["between"]
    meeting = stage.called(world, arena=arena)
    services.end_arena(arena=arena, **by(world))
    assert len(names(world)) == 4
    meeting.refresh_from_db()
    assert meeting.arena == arena
    with pytest.raises(NotNow):
        services.end_arena(arena=arena, **by(world))
    with pytest.raises(NotNow):
        services.save_arena(arena=arena, typed=ArenaInput(name="X"), version=1, **by(world))
