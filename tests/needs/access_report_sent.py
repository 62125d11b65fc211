"""Who gets which answer at the addresses of a report that is sent: files, versions, receipts, taking back."""

from collections.abc import Mapping
from typing import Any

from common.attachments import checked
from needs.services.needs_report import submit_needs_report
from needs.services.report_attachments import attach_to_report
from tests.access import MOVED, Row
from tests.needs.stage import draft_report, fresh, submitted_report, themes
from tests.world import AUTUMN, World

WHOLE_READERS = ("owner", "leader", "coordinator", "member", "case_officer", "approver")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def place(world: World) -> dict[str, Any]:
    return {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}


def draft(world: World) -> Mapping[str, Any]:
    themes(world)
    draft_report(world)
    return place(world)


def sent(world: World) -> Mapping[str, Any]:
    themes(world)
    submitted_report(world)
    return place(world)


def with_file(world: World) -> tuple[dict[str, Any], Any]:
    themes(world)
    report = draft_report(world)
    (row,) = attach_to_report(
        report=report, uploads=[checked("plan.png", PNG)], by=world.person("owner"), now=AUTUMN
    )
    return place(world), row


def drafted_file(world: World) -> Mapping[str, Any]:
    where, row = with_file(world)
    return {**where, "pk": row.pk}


def own_file(world: World) -> Mapping[str, Any]:
    where, row = with_file(world)
    return {**where, "pk": row.attachment_id}


def sent_file(world: World) -> Mapping[str, Any]:
    where = own_file(world)
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    return where


def first_version(world: World) -> Mapping[str, Any]:
    return {**sent(world), "number": 1}


ROWS = [
    Row("needs:needs_report_attachments", ("owner",), draft),
    Row("needs:needs_report_attachments", ("owner",), draft, "post", {}),
    Row("needs:needs_report_attachment_remove", ("owner",), drafted_file, "post", {}, MOVED),
    Row("needs:needs_report_attachment_download", ("owner",), own_file),
    Row("needs:needs_report_attachment_download", WHOLE_READERS, sent_file),
    Row("needs:needs_report_take_back", ("owner",), sent),
    Row("needs:needs_report_take_back", ("owner",), sent, "post", {}, MOVED),
    Row("needs:needs_report_versions", WHOLE_READERS, sent),
    Row("needs:needs_report_receipt_download", WHOLE_READERS, first_version),
]
