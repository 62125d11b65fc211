"""Who gets which answer where a needs report is written."""

from collections.abc import Mapping
from typing import Any

from needs.models import Need
from tests.access import MOVED, Row
from tests.needs.access_reports import LEADERS, nothing, report
from tests.needs.stage import draft_report, recorded_draft
from tests.world import AUTUMN, World


def recorded(world: World) -> None:
    """The leader has begun to record a report that came another way; the owner may take it over."""
    recorded_draft(world, now=AUTUMN)


def one_need(world: World) -> Mapping[str, Any]:
    """The arguments of the address of the draft's need."""
    return {**report(draft_report)(world), "pk": Need.objects.get().pk}


def begun(world: World) -> None:
    """A draft with an empty need, and nothing else."""
    draft_report(world, texts={}, needs=[{}])


def empty_need(world: World) -> Mapping[str, Any]:
    """The arguments of the address of the empty need."""
    return {**report(begun)(world), "pk": Need.objects.get().pk}


def order(world: World) -> Mapping[str, str]:
    """The button that moves the need down."""
    return {"move": f"{Need.objects.get().pk}:down"}


NEXT = {"do": "next", "sami_perspectives": "Ja", "staff_groups": ["heads"], "why": "Fordi"}
BOTH = ("owner", *LEADERS)

ROWS = [
    Row("needs:needs_report_edit", ("owner",), report(draft_report), status=MOVED),
    Row("needs:needs_report_edit", BOTH, report(recorded), status=MOVED),
    Row("needs:needs_report_record", LEADERS, report(nothing), status=MOVED),
    Row("needs:needs_report_record", LEADERS, report(recorded), "post", {"version": "2"}, MOVED),
    Row("needs:needs_report_received", LEADERS, report(nothing)),
    Row("needs:needs_report_received", LEADERS, report(nothing), "post", {"received_how": "Brev"}, MOVED),
    Row("needs:needs_report_needs", ("owner",), report(draft_report)),
    Row("needs:needs_report_needs", BOTH, report(recorded)),
    Row("needs:need_add", ("owner",), report(draft_report), "post", {}, MOVED),
    Row("needs:need_order", ("owner",), report(draft_report), "post", order, MOVED),
    Row("needs:need_edit", ("owner",), one_need),
    Row("needs:need_edit", ("owner",), empty_need, "post", NEXT, MOVED),
    Row("needs:need_remove", ("owner",), one_need),
    Row("needs:need_remove", ("owner",), one_need, "post", {}, MOVED),
    Row("needs:needs_report_involvement", ("owner",), report(draft_report)),
    Row("needs:needs_report_involvement", BOTH, report(recorded)),
    Row("needs:needs_report_involvement", ("owner",), report(begun), "post", NEXT, MOVED),
    Row("needs:needs_report_cooperation", ("owner",), report(draft_report)),
    Row("needs:needs_report_cooperation", ("owner",), report(begun), "post", NEXT, MOVED),
]
