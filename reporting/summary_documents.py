"""A frozen summary as three documents that never change: PDF/UA, an Excel workbook and a Word document."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import override

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
from reporting.summary_word import summary_word
from reporting.summary_workbook import summary_workbook

KIND = "county_summary"


def number_for(summary: CountySummary) -> str:
    """The number of the next version: S-<grant year>-<county>-1, -2, … The summary is held by a lock."""
    stem = f"S-{summary.round.grant_year}-{summary.round.county.number}-"
    return f"{stem}{Document.objects.filter(kind=KIND, number__startswith=stem).count() + 1}"


def issue_summary(
    summary: CountySummary, sections: Sequence[SummarySection], *, number: str, now: datetime
) -> dict[str, Document]:
    """Make and store the three files; each names the one that it replaces. By the fields of the summary."""
    with override(LANGUAGE):
        facts = summary_facts(summary, sections, number=number, now=now)
        stem = f"sammendrag-{number}"
        made = {
            "document": (KIND, number, f"{stem}.pdf", summary_pdf(facts), "application/pdf"),
            "workbook": (f"{KIND}_x", f"{number}-X", f"{stem}.xlsx", summary_workbook(facts), EXCEL),
            "text_document": (f"{KIND}_w", f"{number}-W", f"{stem}.docx", summary_word(facts), WORD),
        }
        return {
            field: issue(
                kind=kind,
                number=its_number,
                title=facts["title"][:300],
                filename=filename,
                content=content,
                content_type=content_type,
                now=now,
                replaces=getattr(summary, field),
            )
            for field, (kind, its_number, filename, content, content_type) in made.items()
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
