"""Who gets which answer at the addresses of scenarios and the workbench."""

from tests.access import MOVED, OK, Row
from tests.grants.scenario_stage import by_hand, scenario, stage
from tests.world import FEBRUARY, World

OFFICER = ("case_officer",)
STAFF = (*OFFICER, "approver")
INSIDERS = ("forum", *STAFF)
NUMBERS = {
    "frame_nok": "2 000 000 kr",
    "individual_cap_percent": "30",
    "flat_percent": "40",
    "weight_children": "1",
    "weight_staff": "0",
    "weight_kindergartens": "0",
    "round_to": "1",
    "leftover": "collective",
    "recomputes_rest": "on",
    "version": "1",
}


def begun(world: World) -> dict[str, int]:
    stage(world)
    return {"year": world.round.grant_year}


def one(world: World) -> dict[str, int]:
    return {"year": world.round.grant_year, "scenario": scenario(world).pk}


def network(world: World) -> dict[str, int]:
    return {**one(world), "network": world.network.pk}


def overridden(world: World) -> dict[str, int]:
    made = by_hand(world, scenario(world))
    return {"year": world.round.grant_year, "scenario": made.pk, "network": world.network.pk}


def post(url: str, make, data: dict[str, str], status: int = MOVED) -> Row:
    """What only the case officer may do; the approver may see that it is there."""
    return Row(url, OFFICER, make, method="post", data=data, status=status, now=FEBRUARY)


ROWS = [
    Row("grants:scenario_list", INSIDERS, begun, now=FEBRUARY),
    Row("grants:scenario_create", OFFICER, begun, now=FEBRUARY),
    post("grants:scenario_create", begun, {"name": "Nytt", "start": ""}),
    Row("grants:scenario_detail", STAFF, one, now=FEBRUARY),
    Row("grants:scenario_network", STAFF, network, now=FEBRUARY),
    Row("grants:scenario_steps", STAFF, network, now=FEBRUARY),
    Row("grants:scenario_rename", OFFICER, one, now=FEBRUARY),
    post("grants:scenario_rename", one, {"name": "Nytt", "version": "1"}),
    Row("grants:scenario_figures", OFFICER, one, now=FEBRUARY),
    post("grants:scenario_figures", one, {"version": "1"}),
    Row("grants:scenario_delete", OFFICER, one, now=FEBRUARY),
    post("grants:scenario_delete", one, {}),
    post("grants:scenario_detail", one, {**NUMBERS, "then": "save"}),
    post("grants:scenario_try", one, NUMBERS, status=OK),
    Row("grants:scenario_steps", STAFF, network, method="post", data=NUMBERS, now=FEBRUARY),
    post(
        "grants:scenario_network",
        network,
        {"amount_nok": "600 000 kr", "reason": "Vedtatt i forum", "recomputes_rest": "on", "version": "1"},
    ),
    post("grants:scenario_override_remove", overridden, {"version": "2"}),
]
