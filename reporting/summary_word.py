"""A summary as a Word document with real headings, tables with header rows, and its language; made by python-docx."""

from datetime import UTC
from io import BytesIO
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reporting.summary_numbers import COUNT, MONEY, NumberTable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOCALE = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
GRID = "Light List Accent 1"
MANY = 5
"""Columns from which a table is set in smaller type."""
WIDE, INK = Mm(166), Mm(1)
"""The width of the page between its margins, and the air at each side of a cell's text."""
NUMBER_WIDTHS = {COUNT: (Mm(30), Mm(18)), MONEY: (Mm(34), Mm(21))}
"""How wide a column of counts or amounts is, in a table of few columns and of many; the names get the rest."""
NOT_IN_XML = {code: None for code in (*range(9), 11, 12, *range(14, 32))}


def summary_word(facts: dict[str, Any]) -> bytes:
    """The document in the language of now. Pictures are left out: the tables say the same."""
    document = docx.Document()
    _set_up(document, facts)
    document.add_heading(_clean(facts["title"]), level=0)
    about = f"{facts['office']} · {facts['number']} · {facts['frozen_on']}"
    document.add_paragraph(_clean(about))
    if facts["replaces"]:
        replaced = _("This version replaces %(number)s.") % {"number": facts["replaces"]}
        document.add_paragraph(replaced)
    for one in facts["sections"]:
        _section(document, one, facts)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, facts: dict[str, Any]) -> None:
    """Paper, language and what the file says of itself."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    said = document.core_properties
    said.title, said.author, said.language = facts["title"], facts["office"], LOCALE[facts["language"]]
    said.created = said.modified = facts["frozen_at"].astimezone(UTC).replace(tzinfo=None)  # written as Z
    said.comments, said.identifier = "", facts["number"]
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LOCALE[facts["language"]])
    _set_settings(document.settings.element, LOCALE[facts["language"]])
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
    footer = page.footer.paragraphs[0]
    footer.text = f"{facts['number']} · "
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _page_number(footer)


def _set_settings(settings: Any, locale: str) -> None:
    """What the empty document of python-docx says in American, and one size that Word wants a number for."""
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), locale)
    settings.find(qn("w:decimalSymbol")).set(qn("w:val"), ",")
    settings.find(qn("w:listSeparator")).set(qn("w:val"), ";")
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")


def _page_number(paragraph: Any) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _section(document: Any, one: dict[str, Any], facts: dict[str, Any]) -> None:
    document.add_heading(_clean(one["title"]), level=1)
    for sentence in one["sentences"]:
        document.add_paragraph(_clean(sentence), style="List Bullet")
    for block in one["blocks"]:
        _block(document, block)
    if one["has_numbers"]:
        for table in facts["tables"]:
            _table(document, table)
    elif not one["blocks"]:
        document.add_paragraph(_("Nothing is reported about this."))


def _block(document: Any, block: dict[str, str]) -> None:
    if block["name"]:
        document.add_heading(_clean(block["name"]), level=2)
    for text in filter(None, map(str.strip, block["text"].split("\n"))):
        document.add_paragraph(_clean(text))


def _table(document: Any, table: NumberTable) -> None:
    document.add_heading(_clean(table.title), level=2)
    made = document.add_table(rows=1, cols=len(table.columns), style=GRID)
    size = Pt(8) if len(table.columns) >= MANY else Pt(9.5)
    _fill(
        made.rows[0],
        [(str(heading), place > 0) for place, (heading, _kind) in enumerate(table.columns)],
        size,
    )
    _is_header(made.rows[0])
    _set_widths(made, [kind for _heading, kind in table.columns])
    for row in table.rows:
        _fill(made.add_row(), [(cell.shown, cell.is_number) for cell in row], size)
    if table.note:
        document.add_paragraph(table.note).runs[0].italic = True


def _fill(row: Any, cells: list[tuple[str, bool]], size: Any) -> None:
    for cell, (text, is_number) in zip(row.cells, cells, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(_clean(text)).font.size = size
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_widths(made: Any, kinds: list[str]) -> None:
    """Fixed columns: names get the room that the numbers leave, so that neither words nor amounts are cut."""
    place = int(len(kinds) >= MANY)
    numbers = [NUMBER_WIDTHS[kind][place] for kind in kinds[1:]]
    made.autofit = False
    for column, width in zip(
        made.columns, [Mm(WIDE.mm - sum(one.mm for one in numbers)), *numbers], strict=True
    ):
        column.width = width
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(INK.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _is_header(row: Any) -> None:
    """The row is repeated on each page, and read aloud as the heading of its columns."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _clean(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return str(text).translate(NOT_IN_XML)
