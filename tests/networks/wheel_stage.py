"""What the tests of the annual wheel start with: an arena, and an event in it."""

from datetime import date
from typing import Any

from networks.models import Arena, WheelEvent
from networks.rules.wheel import WheelPlace
from networks.services.wheel import WheelEventInput, add_wheel_event
from networks.states import ArenaKind
from tests.world import AUTUMN, World


def an_arena(world: World, name: str = "Regional arbeidsgruppe", **more: Any) -> Arena:
    """An arena of the world's network, last in order."""
    order = Arena.objects.filter(network=more.get("network", world.network)).count() + 1
    base = {"network": world.network, "order": order, "name": name, "kind": ArenaKind.WORKING_GROUP}
    return Arena.objects.create(**base | more)


def place(world: World, **more: Any) -> WheelPlace:
    """Somewhere in the wheel of the world's network."""
    return WheelPlace(**{"county": world.county, "network": world.network, **more})


def typed(world: World, where: WheelPlace | None = None, **more: Any) -> WheelEventInput:
    """A day of the network."""
    base = {"place": where or place(world), "title": "Regional fagdag", "starts_on": date(2026, 11, 25)}
    return WheelEventInput(**base | more)


def an_event(world: World, where: WheelPlace | None = None, *, by: str = "leader", **more: Any) -> WheelEvent:
    """An event that the leader has put in."""
    return add_wheel_event(typed=typed(world, where, **more), by=world.person(by), now=AUTUMN)
