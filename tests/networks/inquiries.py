"""Inquiries of the world, at each stage of their life."""

import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

from common.attachments import Upload, checked
from common.clock import oslo
from networks.models import Inquiry, InquiryAnswer
from networks.services import inquiries as services
from networks.services.inquiries import AnswerInput, InquiryInput
from tests.world import AUTUMN, World

DUE = oslo(2026, 12, 10, 23, 59, 59)
LATE = oslo(2026, 12, 12, 12)
BEFORE = AUTUMN - timedelta(hours=1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def typed(**changed: Any) -> InquiryInput:
    """What a case officer writes, with changes."""
    usual: dict[str, Any] = {
        "title": "Ledige plasser",
        "question": "Har dere ledige plasser?",
        "answer_kind": "text",
        "due_at": DUE,
        "remind_before": [1, 7],
        "remind_after": [7, 1],
    }
    return InquiryInput(**(usual | changed))


def draft(world: World, *, now: datetime = BEFORE, **changed: Any) -> Inquiry:
    """A draft that asks one body of each group, and the other kindergarten."""
    officer = world.person("case_officer")
    inquiry = services.create_inquiry(round=world.fresh_round(), typed=typed(**changed), by=officer, now=now)
    chosen = {
        "owners": [world.owner],
        "networks": [world.network],
        "kindergartens": [world.kindergarten, world.other_kindergarten],
        "universities": [world.university],
    }
    for group, bodies in chosen.items():
        services.choose_asked(
            inquiry=inquiry,
            group=group,
            offered=[],
            chosen=[body.pk for body in bodies],
            by=officer,
            now=now,
        )
    return inquiry


def sent(world: World, *, now: datetime = BEFORE, **changed: Any) -> Inquiry:
    """An inquiry that was sent."""
    inquiry = draft(world, now=now, **changed)
    return services.send_inquiry(inquiry=inquiry, by=world.person("case_officer"), now=now)


def asked_row(inquiry: Inquiry, body: Any) -> InquiryAnswer:
    """The row of one body."""
    column = type(body).__name__.lower()
    rows = InquiryAnswer.objects.select_related(
        "inquiry__round__county", "organisation", "network", "kindergarten__owner"
    )
    return rows.get(inquiry=inquiry, **{column: body})


def answer(
    world: World, row: InquiryAnswer, role: str = "head", *, now: datetime = BEFORE, **given: Any
) -> InquiryAnswer:
    """The row, answered by the person of a role."""
    content = AnswerInput(**(given or {"text": "Ja, to."}))
    return services.answer_inquiry(
        row=row, typed=content, version=row.version, by=world.person(role), now=now
    )


def answered(world: World, *, kind: str = "text", **changed: Any) -> InquiryAnswer:
    """The kindergarten's answer to an inquiry of a kind."""
    given: dict[str, Any] = {
        "text": {"text": "Ja, to."},
        "file": {"upload": upload()},
    }[kind]
    return answer(world, asked_row(sent(world, answer_kind=kind, **changed), world.kindergarten), **given)


def upload(name: str = "plan.pdf", content: bytes = PDF) -> Upload:
    """A file that has been checked."""
    return checked(name, content)


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip with these parts (a Word or Excel file, or something like it): the same bytes at any hour."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writer:
        for name, content in parts.items():
            writer.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def docx(**parts: bytes) -> bytes:
    """The least that is a Word file."""
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **parts})
