"""Who gets which answer: decision bases and measures. Joined in `access.py`."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.access import MOVED, Row
from tests.needs import chain
from tests.world import APRIL, FEBRUARY, WINTER, World

BUILDERS = ("leader", "coordinator", "uh")
DRAFT_READERS = (*BUILDERS, "member")
COUNTY = ("forum", "case_officer", "approver")
LEADERS = ("leader", "coordinator")

Place = Callable[[World], Mapping[str, Any]]


def place(world: World) -> dict[str, int]:
    """The network and the year."""
    return {"network": world.network.pk, "year": world.round.grant_year}


def after(make: Callable[[World], object]) -> Place:
    """The same place, when `make` has been done."""

    def made(world: World) -> dict[str, int]:
        make(world)
        return place(world)

    return made


def measure(world: World) -> dict[str, int]:
    """A measure of the network."""
    return {**place(world), "pk": chain.saved_measure(world).pk}


def university(world: World) -> dict[str, int]:
    """The university and the year."""
    return {"university": world.university.pk, "year": world.round.grant_year}


def version(world: World) -> dict[str, int]:
    """The basis' version."""
    return {"version": chain.basis(world).version}


def approved(world: World) -> None:
    """A whole basis that every side has approved."""
    chain.whole_basis(world)
    chain.approve(world, "leader")
    chain.approve(world, "uh", world.university)


ROWS: list[Row] = [
    Row(
        "needs:decision_basis_list",
        (*DRAFT_READERS, *COUNTY, "other_leader", "other_uh"),
        now=WINTER,
    ),
    Row("needs:decision_basis_detail", DRAFT_READERS, after(chain.whole_basis), now=WINTER),
    Row("needs:decision_basis_detail", DRAFT_READERS, place, now=WINTER),
    Row("needs:decision_basis_detail", (*DRAFT_READERS, *COUNTY), after(chain.submitted_basis), now=APRIL),
    Row("needs:decision_basis_edit", BUILDERS, place, now=WINTER),
    Row("needs:decision_basis_edit", BUILDERS, place, method="post", status=MOVED, now=WINTER),
    Row("needs:measure_create", BUILDERS, place, now=WINTER),
    Row(
        "needs:measure_create",
        BUILDERS,
        place,
        method="post",
        data={"title": "Tiltak"},
        status=MOVED,
        now=WINTER,
    ),
    Row("needs:measure_edit", BUILDERS, measure, now=WINTER),
    Row("needs:measure_remove", BUILDERS, measure, now=WINTER),
    Row("needs:measure_remove", BUILDERS, measure, method="post", status=MOVED, now=WINTER),
    Row(
        "needs:measure_order",
        BUILDERS,
        after(chain.whole_basis),
        method="post",
        data=version,
        status=MOVED,
        now=WINTER,
    ),
    Row(
        "needs:decision_basis_approve",
        ("leader", "coordinator"),
        after(chain.whole_basis),
        method="post",
        data=version,
        status=MOVED,
        now=WINTER,
    ),
    Row(
        "needs:decision_basis_withdraw",
        ("leader", "coordinator"),
        after(approved),
        method="post",
        status=MOVED,
        now=WINTER,
    ),
    Row("needs:decision_basis_submit", BUILDERS, after(approved), now=WINTER),
    Row(
        "needs:decision_basis_submit",
        BUILDERS,
        after(approved),
        method="post",
        data=version,
        status=MOVED,
        now=WINTER,
    ),
    Row("needs:unanswered_needs", BUILDERS, place, now=WINTER),
    Row("needs:unanswered_needs", BUILDERS, place, method="post", status=MOVED, now=WINTER),
    Row(
        "needs:measure_edit",
        BUILDERS,
        measure,
        method="post",
        data={"title": "Lek for alle", "network_amount_nok": "300 000"},
        status=MOVED,
        now=WINTER,
    ),
    Row("needs:university_bases", ("uh",), university, now=WINTER),
    Row(
        "needs:decision_basis_document_download",
        (*DRAFT_READERS, *COUNTY),
        after(chain.submitted_basis),
        now=FEBRUARY,
    ),
    Row(
        "needs:decision_basis_workbook_download",
        (*DRAFT_READERS, *COUNTY),
        after(chain.submitted_basis),
        now=FEBRUARY,
    ),
    Row(
        "needs:decision_basis_versions", (*DRAFT_READERS, *COUNTY), after(chain.submitted_basis), now=FEBRUARY
    ),
    Row("needs:decision_basis_accept", ("case_officer",), after(chain.submitted_basis), now=FEBRUARY),
    Row(
        "needs:decision_basis_accept",
        ("case_officer",),
        after(chain.submitted_basis),
        method="post",
        status=MOVED,
        now=FEBRUARY,
    ),
    Row("needs:decision_basis_return", ("case_officer",), after(chain.submitted_basis), now=FEBRUARY),
    Row(
        "needs:decision_basis_return",
        ("case_officer",),
        after(chain.submitted_basis),
        method="post",
        data={"comment": "Rett beløpene.", "until": "2027-02-20"},
        status=MOVED,
        now=FEBRUARY,
    ),
]
