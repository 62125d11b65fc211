"""Who gets which answer from the pages of shared facts, and of the round's questions."""

from reporting.services.questions import add_question
from tests.access import MOVED, Row
from tests.reporting import facts_stage as stage
from tests.reporting.test_questions import TYPED
from tests.world import NEXT_SPRING, World

NETWORK_SIDE = ("leader", "coordinator")
WRITERS = (*NETWORK_SIDE, "uh")
OFFICERS = ("case_officer", "approver")
READERS = (*WRITERS, "member", *OFFICERS)


def _listed(world: World) -> dict[str, int]:
    stage.new(world)
    return {"network": world.network.pk, "year": world.round.grant_year}


def _new(world: World) -> dict[str, int]:
    return {"measure": stage.new(world).measure_id}


def _written(world: World) -> dict[str, int]:
    return {"measure": stage.written(world).measure_id}


def _approved(world: World) -> dict[str, int]:
    return {"measure": stage.approve(world, stage.written(world)).measure_id}


def _year(world: World) -> dict[str, int]:
    return {"year": world.round.grant_year}


def _question(world: World) -> dict[str, int]:
    question = add_question(
        round=world.fresh_round(), typed=TYPED, by=world.person("case_officer"), now=NEXT_SPRING
    )
    return {"year": world.round.grant_year, "pk": question.pk}


def _row(url, allowed, make, **more) -> Row:
    return Row(f"reporting:{url}", allowed, make, now=NEXT_SPRING, **more)


def _post(url, allowed, make, **data) -> Row:
    return _row(url, allowed, make, method="post", data=data, status=MOVED)


ROWS = [
    _row("facts_list", READERS, _listed),
    _row("facts_detail", READERS, _written),
    _row("facts_edit", WRITERS, _new),
    _post("facts_edit", WRITERS, _new, done="Samlinger"),
    _post("facts_approve", NETWORK_SIDE, _written, side="", version="1"),
    _post("facts_withdraw", NETWORK_SIDE, _approved, side=""),
    _row("question_list", OFFICERS, _year),
    _post("question_list", ("case_officer",), _year, audience="measure", order=""),
    _row("question_add", ("case_officer",), _year),
    _post("question_add", ("case_officer",), _year, audience="measure", text_nb="Hva nå?"),
    _row("question_change", ("case_officer",), _question),
    _post(
        "question_change", ("case_officer",), _question, audience="measure", text_nb="Hva da?", version="1"
    ),
    _post("question_hide", ("case_officer",), _question),
    _post("question_show", ("case_officer",), _question),
]
