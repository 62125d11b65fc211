"""Who gets which answer at the addresses of the frame, the allocation and the recommendation."""

from grants.queries import ranked_nominations, ranking_mark
from tests.access import MOVED, Row
from tests.grants.money_stage import TEXTS, adopted, ready, record
from tests.world import FEBRUARY, MARCH, World

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


def adoption(world: World) -> dict[str, int]:
    adopted(world)
    return {"year": world.round.grant_year}


def ranks(world: World) -> dict[str, int]:
    rows = ranked_nominations(world.round)
    return {"mark": ranking_mark({}), **{f"rank_{row.pk}": place for place, row in enumerate(rows, start=1)}}


ROWS = [
    Row("grants:round_list", READERS, now=FEBRUARY),
    Row("grants:budget_detail", READERS, recorded, now=FEBRUARY),
    Row("grants:budget_edit", ("case_officer",), recorded, now=FEBRUARY),
    Row("grants:allocation_detail", INSIDERS, run_made, now=FEBRUARY),
    Row("grants:allocation_run", ("case_officer",), recorded, method="post", status=MOVED, now=FEBRUARY),
    Row("grants:allocation_run_detail", INSIDERS, numbered, now=FEBRUARY),
    Row("grants:allocation_download", INSIDERS, download, now=FEBRUARY),
    Row("grants:recommendation_detail", INSIDERS, run_made, now=MARCH),
    Row("grants:recommendation_edit", ("case_officer",), run_made, now=MARCH),
    Row(
        "grants:recommendation_edit",
        ("case_officer",),
        run_made,
        method="post",
        data={**TEXTS, "version": 1},
        status=MOVED,
        now=MARCH,
    ),
    Row("grants:recommendation_rank", ("forum", "case_officer"), run_made, now=MARCH),
    Row(
        "grants:recommendation_rank",
        ("forum", "case_officer"),
        run_made,
        method="post",
        data=ranks,
        status=MOVED,
        now=MARCH,
    ),
    Row("grants:recommendation_adopt", ("forum",), run_made, now=MARCH),
    Row("grants:recommendation_adopt", ("forum",), run_made, method="post", status=MOVED, now=MARCH),
    Row("grants:recommendation_reopen", ("case_officer",), adoption, now=MARCH),
    Row(
        "grants:recommendation_reopen",
        ("case_officer",),
        adoption,
        method="post",
        data={"comment": "Ny ramme"},
        status=MOVED,
        now=MARCH,
    ),
]
