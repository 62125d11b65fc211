"""What a frozen summary says, as plain data in one language: kept as a version, printed, and compared."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.kept import Content, KeptSection, Words, kept, read_sections, row, section
from networks.models import Round
from reporting.models import CountySummary, SummarySection
from reporting.summary_numbers import NumberTable, tables
from reporting.summary_parts import LANGUAGE

WORDS = Words(
    {
        "text": gettext_lazy("Text"),
        "numbers": gettext_lazy("What the numbers say"),
        "answers": gettext_lazy("What the reports say"),
    }
)
TABLE = "table-"


def summary_content(summary: CountySummary, sections: Iterable[SummarySection], *, number: str) -> Content:
    """All that the summary says when it is frozen: the texts, part by part, and the tables row by row."""
    with override(LANGUAGE):
        facts = {
            "number": number,
            "title": title_of(summary.round),
            "county": summary.round.county.name,
            "office": summary.round.county.office_name,
            "year": summary.round.grant_year,
        }
        texts = [section(one.key, _rows(one), title=one.title) for one in sections]
        return kept(facts, *texts, *(_table(table) for table in tables(summary.numbers)))


def title_of(round: Round) -> str:
    """What the summary is called, in the language of now."""
    place = {"county": round.county.name, "year": round.grant_year}
    return _("Summary of kindergarten competence development in %(county)s %(year)s") % place


def blocks_of(section: SummarySection) -> list[dict[str, Any]]:
    """What stands in a part when it is printed: the office's text, or where it has none what the reports say."""
    if section.text:
        return [{"name": "", "text": section.text}]
    return [{"name": said["name"], "text": said["text"]} for said in section.collected]


def kept_sections(content: Content) -> list[KeptSection]:
    """The parts of a frozen version, to read and to compare."""
    return read_sections(content, WORDS)


def _rows(one: SummarySection) -> list[Content]:
    if one.text:
        return [row("text", text=one.text)]
    return [row(said["key"], text=said["text"], label=said["name"]) for said in one.collected] or [
        row("text", text="")
    ]


def _table(table: NumberTable) -> Content:
    headings = [str(heading) for heading, _kind in table.columns[1:]]
    rows = [
        row(
            f"{table.key}-{place}",
            names=[f"{heading}: {cell.shown}" for heading, cell in zip(headings, cells[1:], strict=True)],
            label=cells[0].shown,
        )
        for place, cells in enumerate(table.rows)
    ]
    return section(f"{TABLE}{table.key}", rows, title=table.title)
