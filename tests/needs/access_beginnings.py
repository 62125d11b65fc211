"""Who gets which answer where a report begins, and where others are asked to write it."""

from collections.abc import Mapping
from typing import Any

from needs.services.delegation import ask_to_write
from tests.access import MOVED, Row
from tests.needs.access_reports import LEADERS, nothing, report
from tests.needs.stage import draft_report, fresh, shared_assessment
from tests.world import AUTUMN, World


def asked(world: World) -> Mapping[str, Any]:
    """A report that a colleague is asked to write."""
    place = report(draft_report)(world)
    seat = ask_to_write(
        report=fresh(world),
        email="kollega@example.no",
        name="Prøve Kollega",
        message="",
        by=world.person("owner"),
        now=AUTUMN,
    )
    return {**place, "seat": seat.pk}


def with_shared(world: World) -> None:
    """A head has shared."""
    shared_assessment(world)


def owner_place(world: World) -> Mapping[str, Any]:
    """The owner and the year."""
    return {"owner": world.owner.pk, "year": 2027}


def network_place(world: World) -> Mapping[str, Any]:
    """The network and the year."""
    return {"network": world.network.pk, "year": 2027}


COLLEAGUE = {"name": "Prøve Kollega", "email": "kollega@example.no", "message": ""}

ROWS = [
    Row("needs:needs_from_last_year", ("owner",), report(nothing)),
    Row("needs:needs_from_last_year", ("owner",), report(nothing), "post", {}, MOVED),
    Row("needs:needs_from_assessments", ("owner",), report(with_shared)),
    Row("needs:needs_from_assessments", ("owner",), report(with_shared), "post", {}),
    Row("needs:report_writers", ("owner",), report(draft_report)),
    Row("needs:report_writers", ("owner",), report(draft_report), "post", COLLEAGUE, MOVED),
    Row("needs:report_writer_end", ("owner",), asked, "post", {}, MOVED),
    Row("needs:needs_report_tell_ready", ("owner",), report(draft_report), "post", {}, MOVED),
    Row("needs:owner_kindergartens", ("owner",), owner_place),
    Row("needs:service_report_begin", (*LEADERS, "member"), network_place),
    Row(
        "needs:service_report_begin",
        (*LEADERS, "member"),
        network_place,
        "post",
        {"name": "PPT for Prøvedal"},
        MOVED,
    ),
]
