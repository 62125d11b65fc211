"""Who gets which answer at the addresses of scenarios side by side, and of what is done to a whole scenario."""

from grants.services.scenario import create_scenario, lock_scenario, share_scenario
from tests.access import MOVED, Row
from tests.grants.money_stage import ready
from tests.world import MARCH, World

STAFF = ("case_officer", "approver")
INSIDERS = ("forum", *STAFF)
OFFICER = ("case_officer",)


def compared(world: World) -> dict[str, int]:
    shared(world)
    return {"year": world.round.grant_year}


def draft(world: World) -> dict[str, int]:
    ready(world)
    made = create_scenario(round=world.fresh_round(), name="A", by=world.person("case_officer"), now=MARCH)
    return {"year": world.round.grant_year, "scenario": made.pk}


def shared(world: World) -> dict[str, int]:
    place = draft(world)
    share_scenario(scenario=_scenario(world, place), by=world.person("case_officer"), now=MARCH)
    return place


def locked(world: World) -> dict[str, int]:
    place = draft(world)
    lock_scenario(scenario=_scenario(world, place), by=world.person("case_officer"), now=MARCH)
    return place


def _scenario(world: World, place: dict[str, int]):
    return world.round.scenarios.get(pk=place["scenario"])


def asked(url: str, make) -> list[Row]:
    """A page that asks, and its button."""
    return [
        Row(url, OFFICER, make, now=MARCH),
        Row(url, OFFICER, make, method="post", status=MOVED, now=MARCH),
    ]


ROWS = [
    Row("grants:scenario_compare", INSIDERS, compared, now=MARCH),
    Row("grants:scenario_compare_download", INSIDERS, compared, now=MARCH),
    Row("grants:scenario_download", INSIDERS, shared, now=MARCH),
    Row("grants:scenario_download", STAFF, draft, now=MARCH),
    *asked("grants:scenario_share", draft),
    *asked("grants:scenario_unshare", shared),
    *asked("grants:scenario_lock", draft),
    *asked("grants:scenario_unlock", locked),
    *asked("grants:scenario_choose", draft),
]
