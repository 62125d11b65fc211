"""Who gets which answer from the pages about a round's dates, and what is done outside the portal."""

from typing import Any

from networks import services
from networks.deadlines import deadline
from networks.states import Duty
from tests.access import MOVED, Row
from tests.rekom.dates_stage import typed_dates, typed_new_dates
from tests.world import NEXT_SPRING, World

OFFICER, OFFICERS = ("case_officer",), ("case_officer", "foreign_officer")
STAFF = ("case_officer", "approver")
READERS = ("leader", "coordinator", "case_officer", "approver", "other_leader")
MARKERS = ("leader", "coordinator", "case_officer")


def the_year(world: World) -> dict[str, Any]:
    return {"year": 2027}


def new_round(world: World) -> dict[str, Any]:
    return {"year": 2028, "scheme": "REKOM_2021"}


def a_mark(world: World) -> dict[str, Any]:
    return {"year": 2027, "duty": "plan_revision", "network": world.network.pk}


def a_mark_that_is_set(world: World) -> dict[str, Any]:
    services.mark_done(
        deadline=deadline(Duty.PLAN_REVISION, world.fresh_round()),
        network=world.network,
        note="",
        by=world.person("leader"),
        now=NEXT_SPRING,
    )
    return a_mark(world)


ROWS = [
    Row("round_create", allowed=OFFICERS, make=new_round),
    Row("round_create", allowed=OFFICERS, make=new_round, method="post", data=typed_new_dates),
    Row("round_dates", allowed=OFFICER, make=the_year),
    Row(
        "round_dates",
        allowed=OFFICER,
        make=the_year,
        method="post",
        data=lambda world: typed_dates(world, then="save", reason="Streik"),
        status=MOVED,
    ),
    Row("round_who_is_told", allowed=STAFF, make=lambda world: {"year": 2027, "duty": "decision"}),
    Row("completion_list", allowed=READERS, make=the_year),
    Row("completion_mark", allowed=MARKERS, make=a_mark, now=NEXT_SPRING),
    Row("completion_mark", allowed=MARKERS, make=a_mark, now=NEXT_SPRING, method="post", status=MOVED),
    Row("completion_undo", allowed=MARKERS, make=a_mark_that_is_set, now=NEXT_SPRING),
    Row(
        "completion_undo",
        allowed=MARKERS,
        make=a_mark_that_is_set,
        now=NEXT_SPRING,
        method="post",
        status=MOVED,
    ),
]
