"""Who gets which answer from the pages of reports."""

from common.attachments import checked
from reporting import queries, services
from tests.access import MOVED, Row
from tests.reporting import (
    access_control,
    access_dashboard,
    access_facts,
    access_openness,
    access_summary,
    access_trace,
    stage,
)
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


def _complete(world: World) -> dict[str, int]:
    return {"pk": stage.complete(world).grant_id}


def _line(world: World) -> dict[str, int]:
    grant = stage.network_grant(world)
    return {"pk": grant.pk, "line": queries.lines_of(stage.Report(grant=grant))[0].line_id}


def _filed(world: World) -> dict[str, int]:
    grant = stage.network_grant(world)
    uploads = [checked("Bilde.pdf", b"%PDF-1.7 liten fil")]
    (row,) = services.attach_to_report(
        grant=grant, uploads=uploads, by=world.person("leader"), now=NEXT_SPRING
    )
    return {"pk": grant.pk, "file": row.pk}


def _file(world: World) -> dict[str, int]:
    place = _filed(world)
    return place | {"file": stage.ReportFile.objects.get(pk=place["file"]).attachment_id}


def _version(world: World) -> dict[str, int]:
    return _submitted(world) | {"number": 1}


def _year(world: World) -> dict[str, int]:
    return {"year": world.round.grant_year}


def _row(url, allowed, make=lambda world: {}, **more) -> Row:
    return Row(f"reporting:{url}", allowed, make, now=NEXT_SPRING, **more)


ROWS = [
    _row("report_list", OPEN),
    _row("report_detail", (*WRITERS, *OFFICERS), _drafted),
    _row("report_edit", WRITERS, _issued, status=MOVED),
    _row("report_measures", WRITERS, _issued),
    _row("report_money", WRITERS, _issued),
    _row("report_line", WRITERS, _line),
    _row("report_line", WRITERS, _line, method="post", data={"kind_staff": "10"}, status=MOVED),
    _row("report_questions", WRITERS, _issued),
    _row("report_questions", WRITERS, _issued, method="post", data={"summary": "Bra"}, status=MOVED),
    _row("report_attachments", WRITERS, _issued),
    _row("report_attachments", WRITERS, _issued, method="post"),
    _row("report_file_remove", WRITERS, _filed, method="post", status=MOVED),
    _row("report_file_download", WRITERS, _file),
    _row("report_confirm_submit", WRITERS, _drafted),
    _row("report_submit", WRITERS, _complete, method="post", status=MOVED),
    _row("report_versions", (*WRITERS, "member", *OFFICERS), _submitted),
    _row("report_receipt_download", (*WRITERS, "member", *OFFICERS), _version),
    _row("report_return", ("case_officer",), _submitted),
    _row("report_approve", ("case_officer",), _submitted, method="post", data={"comment": ""}, status=MOVED),
    _row("report_overview", OFFICERS, _year),
    *access_control.ROWS,
    *access_dashboard.ROWS,
    *access_facts.ROWS,
    *access_summary.ROWS,
    *access_trace.ROWS,
    *access_openness.ROWS,
]
