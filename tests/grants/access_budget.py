"""Who gets which answer at the addresses of the key, the versions of the frame, and what is promised."""

from networks.states import AgendaKind
from tests.access import MOVED, Row
from tests.grants.access_money import INSIDERS, STAFF, recorded
from tests.grants.test_services_key import promise, scenario
from tests.meetings import agreed_item
from tests.world import FEBRUARY, World

TYPED = {
    "label": "ABLU",
    "unit_nok": "80 000 kr",
    "units": "2",
    "first_on": "2026-08-01",
    "last_on": "2029-06-30",
    "version": "1",
}


def decided(world: World) -> dict[str, int]:
    arguments = recorded(world)
    agreed_item(world, AgendaKind.KEY)
    scenario(world)
    return arguments


def promised(world: World) -> dict[str, int]:
    return {"commitment": promise(world).pk}


def typed(world: World) -> dict[str, str]:
    return {**TYPED, "recipient": f"university-{world.university.pk}"}


def chosen(world: World) -> dict[str, int]:
    return {"scenario": world.round.scenarios.get().pk}


ROWS = [
    Row("grants:budget_record_key", ("case_officer",), decided, now=FEBRUARY),
    Row(
        "grants:budget_record_key",
        ("case_officer",),
        decided,
        method="post",
        data=chosen,
        status=MOVED,
        now=FEBRUARY,
    ),
    Row("grants:budget_versions", INSIDERS, recorded, now=FEBRUARY),
    Row("grants:commitment_list", (*STAFF, "foreign_officer"), now=FEBRUARY),
    Row("grants:commitment_create", ("case_officer", "foreign_officer"), now=FEBRUARY),
    Row("grants:commitment_edit", ("case_officer",), promised, now=FEBRUARY),
    Row(
        "grants:commitment_edit",
        ("case_officer",),
        promised,
        method="post",
        data=typed,
        status=MOVED,
        now=FEBRUARY,
    ),
]
