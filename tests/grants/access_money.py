"""Who gets which answer at the addresses of the frame and the allocation."""

from tests.access import MOVED, Row
from tests.grants.money_stage import ready, record
from tests.world import FEBRUARY, World

STAFF = ("case_officer", "approver")
INSIDERS = ("forum", *STAFF)
READERS = ("leader", "coordinator", "uh", *INSIDERS, "other_leader", "other_uh")


def recorded(world: World) -> dict[str, int]:
    record(world)
    return {"year": world.round.grant_year}


def run_made(world: World) -> dict[str, int]:
    ready(world)
    return {"year": world.round.grant_year}


def numbered(world: World) -> dict[str, int]:
    return {**run_made(world), "number": 1}


def download(world: World) -> dict[str, int | str]:
    return {**numbered(world), "part": "resultat"}


ROWS = [
    Row("grants:round_list", READERS, now=FEBRUARY),
    Row("grants:budget_detail", READERS, recorded, now=FEBRUARY),
    Row("grants:budget_edit", ("case_officer",), recorded, now=FEBRUARY),
    Row("grants:allocation_detail", INSIDERS, run_made, now=FEBRUARY),
    Row("grants:allocation_run", ("case_officer",), recorded, method="post", status=MOVED, now=FEBRUARY),
    Row("grants:allocation_run_detail", INSIDERS, numbered, now=FEBRUARY),
    Row("grants:allocation_download", INSIDERS, download, now=FEBRUARY),
]
