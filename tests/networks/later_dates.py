"""Short ways to what is owed, a request for a later date, and a later date."""

from datetime import datetime
from typing import Any

from common.clock import oslo
from networks import services
from networks.deadlines import Owed
from networks.models import Dispensation, DispensationRequest
from networks.states import Duty
from tests.world import World

AFTER_CLOSING = oslo(2026, 12, 2, 12)
"""Needs reports closed last night; the basis is open until 1 February."""
UNTIL = oslo(2026, 12, 15, 23, 59, 59)
BODIES: dict[Duty, tuple[str, ...]] = {
    Duty.ASSESSMENT: ("kindergarten",),
    Duty.NEEDS_REPORT: ("organisation", "network"),
    Duty.NOMINATION: ("kindergarten",),
    Duty.DECISION_BASIS: ("network",),
    Duty.NOMINATION_LIST: ("network",),
    Duty.REPORT: ("network",),
}


def owed(world: World, duty: Duty = Duty.NEEDS_REPORT) -> Owed:
    """What the world's owner, kindergarten or network owes."""
    bodies: dict[str, Any] = {
        "organisation": world.owner,
        "network": world.network,
        "kindergarten": world.kindergarten,
    }
    return Owed(duty, world.fresh_round(), **{name: bodies[name] for name in BODIES[duty]})


def ask(
    world: World, duty: Duty = Duty.NEEDS_REPORT, *, by: str = "owner", now: datetime = AFTER_CLOSING, **more
) -> DispensationRequest:
    """A request of the world's own body."""
    values = {"reason": "Styreren var syk", "is_done": False, **more}
    return services.ask_dispensation(owed=owed(world, duty), by=world.person(by), now=now, **values)


def grant(
    world: World, asked: DispensationRequest, *, by: str = "leader", due_at: datetime = UNTIL, **more
) -> Dispensation:
    """A yes to a request about the needs report."""
    values = {"owed": owed(world), "answer": "Vi venter på dere", "now": AFTER_CLOSING, **more}
    return services.grant_request(asked=asked, due_at=due_at, by=world.person(by), **values)


def give(
    world: World, duty: Duty, due_at: datetime, *, now: datetime, by: str = "case_officer"
) -> Dispensation:
    """A later date that nobody has asked for."""
    return services.give_dispensation(
        owed=owed(world, duty), due_at=due_at, reason="Uvær", is_done=False, by=world.person(by), now=now
    )
