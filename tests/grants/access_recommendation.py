"""Who gets which answer at the addresses of the recommendation."""

from grants.queries import ranked_nominations, ranking_mark
from tests.access import MOVED, Row
from tests.grants.money_stage import TEXTS, adopted, ready
from tests.world import MARCH, World

STAFF = ("case_officer", "approver")
INSIDERS = ("forum", *STAFF)


def run_made(world: World) -> dict[str, int]:
    ready(world)
    return {"year": world.round.grant_year}


def adoption(world: World) -> dict[str, int]:
    adopted(world)
    return {"year": world.round.grant_year}


def document(world: World) -> dict[str, int]:
    return {**adoption(world), "number": 1}


def ranks(world: World) -> dict[str, int | str]:
    keys = ",".join(str(row.pk) for row in ranked_nominations(world.round))
    return {"mark": ranking_mark({}), "order": keys}


ROWS = [
    Row("grants:recommendation_download", INSIDERS, document, now=MARCH),
    Row("grants:recommendation_draft_download", INSIDERS, run_made, now=MARCH),
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
