"""A frozen summary as three documents that never change: PDF/UA, an Excel workbook and a Word document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from common.dates import day
from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.documents.workbook import CONTENT_TYPE as EXCEL
from common.models import Document
from reporting.models import CountySummary, SummarySection
from reporting.summary_content import blocks_of, title_of
from reporting.summary_numbers import pictures, sentences, tables
from reporting.summary_parts import LANGUAGE, NUMBERS
from reporting.summary_word import CONTENT_TYPE as WORD

KIND = "county_summary"


@dataclass(frozen=True)
class FileKind:
    """What one of the files is called and how it is sent."""

    kind: str
    suffix: str
    ending: str
    content_type: str


KINDS = {
    "document": FileKind(KIND, "", "pdf", "application/pdf"),
    "workbook": FileKind(f"{KIND}_x", "-X", "xlsx", EXCEL),
    "text_document": FileKind(f"{KIND}_w", "-W", "docx", WORD),
}
"""By the field of the summary that holds the file."""


def number_for(summary: CountySummary) -> str:
    """The number of the next version: S-<grant year>-<county>-1, -2, … The summary is held by a lock."""
    stem = f"S-{summary.round.grant_year}-{summary.round.county.number}-"
    return f"{stem}{Document.objects.filter(kind=KIND, number__startswith=stem).count() + 1}"


def issue_summary(
    summary: CountySummary, files: Mapping[str, bytes], *, number: str, now: datetime
) -> dict[str, Document]:
    """Store the three files (by the fields of the summary); each names the one that it replaces.

    In the language of now, which is the one that the files are written in.
    """
    stem, title = f"sammendrag-{number}", title_of(summary.round)[:300]
    return {
        field: issue(
            kind=kind.kind,
            number=f"{number}{kind.suffix}",
            title=title,
            filename=f"{stem}.{kind.ending}",
            content=files[field],
            content_type=kind.content_type,
            now=now,
            replaces=getattr(summary, field),
        )
        for field, kind in KINDS.items()
    }


def summary_facts(
    summary: CountySummary, sections: Sequence[SummarySection], *, number: str, now: datetime
) -> dict[str, Any]:
    """All that the three files say, in the language of now."""
    return {
        "language": LANGUAGE,
        "number": number,
        "title": title_of(summary.round),
        "office": summary.round.county.office_name,
        "county": summary.round.county.name,
        "year": summary.round.grant_year,
        "frozen_on": day(now),
        "frozen_at": now,
        "frozen_at_iso": localtime(now).isoformat(timespec="seconds"),
        "replaces": summary.document.number if summary.document else "",
        "sections": [_section(summary, one) for one in sections],
        "tables": tables(summary.numbers),
        "pictures": pictures(summary.numbers),
    }


def summary_pdf(facts: dict[str, Any]) -> bytes:
    """The summary as PDF/UA. The same facts give the same bytes."""
    html = render_to_string("documents/summary.html", {"summary": facts})
    return make_pdf(html, css="kept", identifier=facts["number"].encode())


def _section(summary: CountySummary, one: SummarySection) -> dict[str, Any]:
    is_numbers = one.key == NUMBERS
    return {
        "title": one.title,
        "sentences": sentences(summary.numbers) if is_numbers else [],
        "blocks": blocks_of(one),
        "has_numbers": is_numbers,
    }
