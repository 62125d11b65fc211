"""Who gets which answer from the pages of reports."""

from tests.access import MOVED, Row
from tests.reporting import access_openness, access_trace
from tests.reporting import stage
from tests.world import NEXT_SPRING, World

WRITERS = ("leader", "coordinator")
OFFICERS = ("case_officer", "approver")
OPEN = (
    "owner", "leader", "coordinator", "member", "uh", "case_officer", "approver",
    "other_owner", "other_leader", "other_uh", "foreign_officer",
)  # fmt: skip


def _issued(world: World) -> dict[str, int]:
    return {"pk": stage.network_grant(world).pk}


def _drafted(world: World) -> dict[str, int]:
    return {"pk": stage.draft(world).grant_id}


def _submitted(world: World) -> dict[str, int]:
    return {"pk": stage.submitted(world).grant_id}


def _year(world: World) -> dict[str, int]:
    return {"year": world.round.grant_year}


def _row(url, allowed, make=lambda world: {}, **more) -> Row:
    return Row(f"reporting:{url}", allowed, make, now=NEXT_SPRING, **more)


ROWS = [
    _row("report_list", OPEN),
    _row("report_detail", (*WRITERS, *OFFICERS), _drafted),
    _row("report_edit", WRITERS, _issued),
    _row("report_confirm_submit", WRITERS, _drafted),
    _row("report_submit", WRITERS, _drafted, method="post", status=MOVED),
    _row("report_return", ("case_officer",), _submitted),
    _row("report_approve", ("case_officer",), _submitted, method="post", data={"comment": ""}, status=MOVED),
    _row("report_overview", OFFICERS, _year),
    *access_trace.ROWS,
    *access_openness.ROWS,
]
