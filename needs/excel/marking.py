"""A copy of an uploaded workbook in which each fault is marked at its cell, with a sheet that lists them all."""

import warnings
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from common.documents.opening import Page
from needs.excel import layout
from needs.excel.cells import put
from needs.excel.faults import Fault
from needs.excel.look import PAPER, on_paper

AUTHOR = "Rekom"
RED = "FFFBD0D0"
MOST_CELLS = 120_000
"""A file with more cells, formatted or filled, is not loaded whole: its faults stand on the page alone."""
FAULTS = "faults"


def can_be_marked(pages: list[Page]) -> bool:
    """Whether a copy can be made of the workbook with these sheets."""
    return sum(page.size for page in pages) <= MOST_CELLS


def marked(content: bytes, faults: list[Fault]) -> bytes:
    """The workbook with its faults marked. The content has been opened safely before. Raises ValueError when the
    file is one that only its own program can write.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a copy cannot keep (pictures, themes) is no news to the reader
        try:
            book = load_workbook(BytesIO(content))
        except (KeyError, TypeError, AttributeError, IndexError, OSError) as error:
            raise ValueError from error
        _clear(book)
        for fault in faults:
            _mark(book, fault)
        _list(book, faults)
        file = BytesIO()
        book.save(file)
    return file.getvalue()


def _clear(book: Any) -> None:
    """Take away the marks of an earlier copy."""
    for sheet in list(book.worksheets):
        if sheet.cell(1, 1).value == layout.MARK + FAULTS:
            book.remove(sheet)
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == AUTHOR:
                    cell.comment = None
                    cell.fill = PatternFill("solid", start_color=PAPER, end_color=PAPER)


def _mark(book: Any, fault: Fault) -> None:
    if not fault.cell or fault.sheet not in book.sheetnames:
        return
    cell = book[fault.sheet].cell(fault.row, fault.column)
    if type(cell).__name__ == "MergedCell":
        return
    cell.fill = PatternFill("solid", start_color=RED, end_color=RED)
    said = f"{cell.comment.text}\n" if cell.comment is not None and cell.comment.author == AUTHOR else ""
    cell.comment = Comment(f"{said}{fault.wrong} {fault.instead}".strip(), AUTHOR, height=120, width=320)


def _list(book: Any, faults: list[Fault]) -> None:
    sheet = book.create_sheet(_("Mend this"), 0)
    sheet.cell(1, 1, layout.MARK + FAULTS)
    sheet.row_dimensions[1].hidden = True
    headings = (_("Sheet"), _("Cell"), _("What is wrong"), _("What to write"))
    for column, (heading, width) in enumerate(zip(headings, (28, 10, 60, 70), strict=True), start=1):
        sheet.cell(2, column, heading).font = Font(bold=True)
        sheet.column_dimensions["ABCD"[column - 1]].width = width
    for row, fault in enumerate(faults, start=3):
        for column, text in enumerate((fault.sheet, fault.cell, fault.wrong, fault.instead), start=1):
            cell = sheet.cell(row, column)
            put(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if fault.cell:
            name = fault.sheet.replace("'", "''")
            sheet.cell(row, 2).hyperlink = f"#'{name}'!{fault.cell}"
    sheet.freeze_panes = "A3"
    on_paper(sheet)
    book.active = 0
