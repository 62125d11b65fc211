"""Excel: lists as workbooks, written row by row and handed out as a download."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from common.clock import OSLO

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 2_000_000
"""Bytes of a finished workbook that stay in memory; a larger one waits on disk."""
LONGEST = 32_767
"""Excel's own limit for the text of one cell, in characters."""
DAY, INSTANT, WHOLE = "dd.mm.yyyy", "dd.mm.yyyy hh:mm", "#,##0"
NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, and Excel's number format where it is not the usual one."""

    label: Any
    width: int = 18
    format: str = ""


@dataclass(frozen=True)
class Formula:
    """A value that the reader's spreadsheet works out ("=B2*C2"). Never made of what somebody has typed."""

    text: str
    format: str = WHOLE


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns, and its rows with one value for each column (an iterator is read once).

    Values are text (lazy too), numbers, True/False, dates, instants, formulas, None. Instants are shown in Norwegian
    time.
    """

    title: Any
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def workbook_response(name: str, sheets: Sequence[Sheet]) -> FileResponse:
    """The sheets as an Excel download called `name` (with .xlsx); no browser guesses its type, no cache keeps it."""
    response = FileResponse(workbook(sheets), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def workbook(sheets: Sequence[Sheet]) -> IO[bytes]:
    """The finished workbook as a file, at its beginning. Raises ValueError without a sheet."""
    if not sheets:
        raise ValueError("A workbook needs a sheet.")
    book = Workbook(write_only=True)
    try:
        for sheet in sheets:
            _write(book, sheet)
    except BaseException:
        _give_up(book)
        raise
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
    book.save(file)
    file.seek(0)
    return file


def _give_up(book: Workbook) -> None:
    """Close what is half written, so that no file of it is left behind."""
    for page in book.worksheets:
        writer: Any = page
        writer.close()
        writer._writer.cleanup()


def _write(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(_title(str(sheet.title), taken={other.title for other in book.worksheets}))
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.append([_heading(page, column) for column in sheet.columns])
    count = 1
    for row in sheet.rows:
        page.append(list(_cells(page, sheet.columns, row)))
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"


def _title(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet, and that no other sheet of the book has."""
    short = " ".join(wanted.translate(NOT_IN_TITLES).strip("'").split())[:28] or "1"
    known = {title.lower() for title in taken}
    free = (name for name in (short, *(f"{short} {n}" for n in range(2, 100))) if name.lower() not in known)
    return next(free)


def _heading(page: Any, column: Column) -> Any:
    cell: Any = _text(page, str(column.label))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cells(page: Any, columns: Sequence[Column], row: Sequence[Any]) -> Iterator[Any]:
    for column, value in zip(columns, row, strict=True):
        cell = _cell(page, value)
        cell.number_format = column.format or cell.number_format
        yield cell


def _cell(page: Any, value: Any) -> Any:
    """One value as Excel should understand it."""
    if value is None or isinstance(value, bool | float | Decimal):
        return WriteOnlyCell(page, value)  # type: ignore[arg-type]  # -- Excel takes decimals, the stubs do not know
    if isinstance(value, datetime):
        return _formatted(page, value.astimezone(OSLO).replace(tzinfo=None), INSTANT)
    if isinstance(value, date):
        return _formatted(page, value, DAY)
    if isinstance(value, int):
        return _formatted(page, value, WHOLE)
    if isinstance(value, Formula):
        return _formatted(page, value.text, value.format)
    return _text(page, str(value))


def _formatted(page: Any, value: Any, how: str) -> Any:
    cell: Any = WriteOnlyCell(page, value)
    cell.number_format = how
    return cell


def _text(page: Any, value: str) -> Any:
    """Text that stays text: what begins like a formula is never run, and is marked so that Excel keeps it so."""
    cell: Any = WriteOnlyCell(page)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
    cell.data_type = "s"
    if value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        cell.quotePrefix = True
    return cell
