"""Who gets which answer at the addresses of assessments and needs reports."""

from collections.abc import Callable, Mapping
from typing import Any

from needs.services.needs_report import declare_no_needs
from tests.access import MOVED, Row
from tests.needs.stage import (
    draft_assessment,
    draft_report,
    shared_assessment,
    submitted_report,
    themes,
)
from tests.world import AUTUMN, World

LEADERS = ("leader", "coordinator")
STAFF = ("case_officer", "approver")
OTHERS = ("other_owner", "other_leader", "other_uh")
REPORT_READERS = ("owner", *LEADERS, "member", "uh", *STAFF)

Make = Callable[[World], Mapping[str, Any]]


def assessment(prepare: Callable[[World], Any]) -> Make:
    """The arguments of the assessment's address, when `prepare` has made it."""

    def make(world: World) -> Mapping[str, Any]:
        themes(world)
        prepare(world)
        return {"kindergarten": world.kindergarten.pk, "year": 2027}

    return make


def report(prepare: Callable[[World], Any]) -> Make:
    """The arguments of the report's address, when `prepare` has made it."""

    def make(world: World) -> Mapping[str, Any]:
        themes(world)
        prepare(world)
        return {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}

    return make


def nothing(world: World) -> None:
    """Not begun."""


def no_needs(world: World) -> None:
    """The owner has said "no new needs this year"."""
    declare_no_needs(
        round=world.fresh_round(),
        owner=world.owner,
        network=world.network,
        by=world.person("owner"),
        now=AUTUMN,
    )


AGAIN = {"comment": "Mer om målet", "reason": "Sykdom", "until": "2026-12-10"}

ROWS = [
    Row("needs:assessment_list", ("head", "other_head", *REPORT_READERS, *OTHERS)),
    Row("needs:assessment_detail", ("head", *REPORT_READERS), assessment(shared_assessment)),
    Row("needs:assessment_detail", ("head", "owner"), assessment(draft_assessment)),
    Row("needs:assessment_detail", ("head", "owner"), assessment(nothing)),
    Row("needs:assessment_edit", ("head", "owner"), assessment(draft_assessment)),
    Row("needs:assessment_edit", ("head", "owner"), assessment(nothing), "post", {"version": "0"}, MOVED),
    Row("needs:assessment_share", ("head", "owner"), assessment(draft_assessment), "post", {}, MOVED),
    Row("needs:assessment_take_back", ("head", "owner"), assessment(shared_assessment), "post", {}, MOVED),
    Row("needs:needs_report_list", (*REPORT_READERS, *OTHERS)),
    Row("needs:needs_report_detail", REPORT_READERS, report(submitted_report)),
    Row("needs:needs_report_detail", ("owner", *LEADERS, *STAFF), report(draft_report)),
    Row("needs:needs_report_detail", ("owner", *LEADERS, *STAFF), report(nothing)),
    Row("needs:needs_report_confirm_submit", ("owner",), report(draft_report)),
    Row("needs:needs_report_submit", ("owner",), report(draft_report), "post", {"version": "2"}, MOVED),
    Row("needs:needs_report_declare_no_needs", ("owner",), report(nothing)),
    Row("needs:needs_report_declare_no_needs", ("owner",), report(nothing), "post", {}, MOVED),
    Row("needs:needs_report_resume", ("owner",), report(no_needs), "post", {}, MOVED),
    Row("needs:needs_report_return", LEADERS, report(submitted_report)),
    Row("needs:needs_report_return", LEADERS, report(submitted_report), "post", AGAIN, MOVED),
    Row("needs:needs_report_extend", LEADERS, report(nothing)),
    Row("needs:needs_report_extend", LEADERS, report(nothing), "post", AGAIN, MOVED),
]
