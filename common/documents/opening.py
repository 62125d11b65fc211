"""Opening an uploaded workbook without trusting it.

Nothing is computed, nothing is fetched, nothing is built for cells without content. What a file claims about its size
is checked first, and counted again while it is read.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any, NoReturn
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from common import attachments

UNPACKED = 60 * 1024 * 1024
"""Bytes of all parts unpacked, at most: a full workbook of 150 kindergartens has about 5 million."""
RATIO, RATIO_FROM = 200, 5 * 1024 * 1024
"""So many times smaller a part can be packed, where it is larger than `RATIO_FROM` bytes."""
MOST_PARTS, MOST_SHEETS, MOST_ROWS, MOST_CELLS = 500, 40, 10_000, 150_000
"""Rows (of one sheet) and cells that have content. Rows that are only formatted do not count."""
CHUNK = 256 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}

SENTENCES = {
    "not_excel": gettext_lazy(
        "This is not an Excel workbook. Upload the workbook you got here, saved as .xlsx."
    ),
    "locked": gettext_lazy(
        "The file has a password, or it is in an old format (.xls). Save it as .xlsx without a password, and try "
        "again."
    ),
    "macros": gettext_lazy("The file has macros. Save it as .xlsx without macros, and try again."),
    "too_much": gettext_lazy(
        "There is too much in the file. Download the workbook anew, and paste your texts into it."
    ),
    "broken": gettext_lazy("The file is broken. Open it on your machine, save it anew, and try again."),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its text, and the number or the date behind it where there is one."""

    text: str = ""
    number: float | None = None
    day: date | None = None
    is_formula: bool = False
    is_error: bool = False


EMPTY = Cell()


@dataclass
class Page:
    """One sheet: cells with content by (row, column), from 1; merged areas as (top, left, bottom, right)."""

    title: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    size: int = 0
    """How many cells stand in the file, also those that are only formatted."""

    def cell(self, row: int, column: int) -> Cell:
        """What stands there, or an empty cell."""
        return self.cells.get((row, column), EMPTY)


def unescaped(text: str) -> str:
    """The text that a file's '_x000D_' and the like stand for."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def open_workbook(content: bytes) -> list[Page]:
    """The sheets of an .xlsx file. Raises ValidationError with a sentence for everything else."""
    _check_kind(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_parts(packed)
            return _Opening(packed).pages()
    except (zipfile.BadZipFile, expat.ExpatError, OSError, EOFError) as error:
        raise _refusal("broken") from error
    except (KeyError, ValueError, IndexError, NotImplementedError, OverflowError, RuntimeError) as error:
        raise _refusal("broken") from error


def _check_kind(content: bytes) -> None:
    if content.startswith(OLE):
        raise _refusal("locked")
    try:
        upload = attachments.checked("", content)
    except ValidationError as error:
        if error.code in ("empty", "too_big"):
            raise
        raise _refusal(error.code if error.code in SENTENCES else "not_excel") from error
    if upload.kind is not attachments.XLSX:
        raise _refusal("not_excel")


def _check_parts(packed: zipfile.ZipFile) -> None:
    """What the table of contents claims; a file that claims too little is stopped while it is read."""
    parts = packed.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise _refusal("locked")
    if any("macrosheets/" in part.filename.lower() for part in parts):
        raise _refusal("macros")
    is_bomb = any(
        part.file_size > RATIO_FROM and part.file_size > RATIO * max(part.compress_size, 1) for part in parts
    )
    if is_bomb or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise _refusal("too_much")


class _Opening:
    """Reads the parts of one file that are needed, within the limits."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self.packed = packed
        self.names = {name.lower(): name for name in packed.namelist()}
        self.left = UNPACKED
        self.cells_left = MOST_CELLS

    def pages(self) -> list[Page]:
        book = _BookReader()
        self._parse("xl/workbook.xml", book)
        targets = _TargetReader()
        self._parse("xl/_rels/workbook.xml.rels", targets)
        if len(book.sheets) > MOST_SHEETS:
            raise _refusal("too_much")
        texts, styles = _TextReader(), _StyleReader()
        if "xl/sharedstrings.xml" in self.names:
            self._parse("xl/sharedStrings.xml", texts)
        if "xl/styles.xml" in self.names:
            self._parse("xl/styles.xml", styles)
        epoch = CALENDAR_MAC_1904 if book.is_1904 else CALENDAR_WINDOWS_1900
        found = []
        for title, target in book.sheets:
            path = _path(targets.found.get(target, ""))
            if path.lower() not in self.names or "chartsheets/" in path:
                continue
            sheet = _SheetReader(Page(title), texts.found, styles.dates, epoch, self._count)
            self._parse(path, sheet)
            found.append(sheet.page)
        return found

    def _parse(self, name: str, reader: "_Reader") -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.StartElementHandler = reader.begin
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        with self.packed.open(self.names[name.lower()]) as part:
            while chunk := part.read(CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise _refusal("too_much")
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _count(self, page: Page, row: int) -> None:
        self.cells_left -= 1
        if self.cells_left < 0 or row > 1_048_576:
            raise _refusal("too_much")


def _path(target: str) -> str:
    """A relation's target as a part's name: both '/xl/worksheets/sheet1.xml' and 'worksheets/sheet1.xml'."""
    if target.startswith("/"):
        return target[1:]
    return str(PurePosixPath("xl") / target)


def _no_doctype(*_words: Any) -> NoReturn:
    raise _refusal("broken")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Reader:
    """Takes the events of one part."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Nothing to do for most."""

    def text(self, data: str) -> None:
        """Nothing to do for most."""


class _BookReader(_Reader):
    """The sheets' names and relations, in their order."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.is_1904 = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif _local(name) == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in ("1", "true")


class _TargetReader(_Reader):
    """Where the relations lead."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


class _TextReader(_Reader):
    """The texts that cells share; readings above the line (ruby) are no part of them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._is_in_text = self._is_aside = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "si":
            self._parts = []
        elif local == "rPh":
            self._is_aside = True
        elif local == "t":
            self._is_in_text = not self._is_aside

    def end(self, name: str) -> None:
        local = _local(name)
        if local == "t":
            self._is_in_text = False
        elif local == "rPh":
            self._is_aside = False
        elif local == "si":
            self.found.append(unescaped("".join(self._parts)))

    def text(self, data: str) -> None:
        if self._is_in_text:
            self._parts.append(data)


class _StyleReader(_Reader):
    """Which styles show a number as a date, by the style's number."""

    def __init__(self) -> None:
        self.dates: set[int] = set()
        self._formats = {number: True for number in DATE_FORMATS}
        self._is_in_cells = False
        self._next = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "numFmt":
            code = attributes.get("formatCode", "")
            self._formats[int(attributes.get("numFmtId", "0"))] = bool(is_date_format(code))
        elif local == "cellXfs":
            self._is_in_cells = True
        elif local == "xf" and self._is_in_cells:
            if self._formats.get(int(attributes.get("numFmtId", "0"))):
                self.dates.add(self._next)
            self._next += 1

    def end(self, name: str) -> None:
        if _local(name) == "cellXfs":
            self._is_in_cells = False


class _SheetReader(_Reader):
    """The cells of one sheet. Cells without content leave nothing behind."""

    def __init__(self, page: Page, texts: list[str], dates: set[int], epoch: Any, count: Any) -> None:
        self.page, self._texts, self._dates, self._epoch, self._count = page, texts, dates, epoch, count
        self._row = self._column = self._rows = 0
        self._has_content = False
        self._cell: dict[str, str] = {}
        self._parts: list[str] = []
        self._is_in_value = self._is_formula = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "row":
            self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
            self._column, self._has_content = 0, False
        elif local == "c":
            self._begin_cell(attributes)
        elif local in ("v", "t"):
            self._is_in_value = True
        elif local == "f":
            self._is_formula = True
        elif local == "mergeCell":
            self.page.merged.append(_area(attributes.get("ref", "")))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._parts, self._is_formula = attributes, [], False
        self.page.size += 1
        ref = attributes.get("r")
        self._column = _column(ref) if ref else self._column + 1

    def end(self, name: str) -> None:
        local = _local(name)
        if local in ("v", "t"):
            self._is_in_value = False
        elif local == "c":
            self._end_cell()

    def text(self, data: str) -> None:
        if self._is_in_value:
            self._parts.append(data)

    def _end_cell(self) -> None:
        if not self._parts and not self._is_formula:
            return
        cell = self._value("".join(self._parts))
        if not cell.text and not cell.is_formula:
            return
        self._count(self.page, self._row)
        if not self._has_content:
            self._has_content, self._rows = True, self._rows + 1
            if self._rows > MOST_ROWS:
                raise _refusal("too_much")
        self.page.cells[self._row, self._column] = cell

    def _value(self, raw: str) -> Cell:
        kind, is_formula = self._cell.get("t", "n"), self._is_formula
        if kind == "s":
            return Cell(self._texts[int(raw)].strip(), is_formula=is_formula)
        if kind in ("inlineStr", "str"):
            return Cell(unescaped(raw).strip(), is_formula=is_formula)
        if kind == "b":
            return Cell("x" if raw.strip() == "1" else "", is_formula=is_formula)
        if kind == "e":
            return Cell(raw, is_formula=is_formula, is_error=True)
        if kind == "d":
            day = datetime.fromisoformat(raw)
            return Cell(f"{day:%d.%m.%Y}", day=day.date(), is_formula=is_formula)
        return self._number(raw.strip(), is_formula)

    def _number(self, raw: str, is_formula: bool) -> Cell:
        if not raw:
            return Cell(is_formula=is_formula)
        number = float(raw)
        if int(self._cell.get("s", "0")) in self._dates:
            day = from_excel(number, self._epoch)
            if isinstance(day, datetime):
                has_time = (day.hour, day.minute) != (0, 0)
                text = f"{day:%d.%m.%Y %H:%M}" if has_time else f"{day:%d.%m.%Y}"
                return Cell(text, number=number, day=day.date(), is_formula=is_formula)
        text = str(int(number)) if number == int(number) else f"{number}".replace(".", ",")
        return Cell(text, number=number, is_formula=is_formula)


REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


def _column(reference: str) -> int:
    """28 for 'AB7'."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    number = 0
    for sign in found[1].upper():
        number = number * 26 + ord(sign) - 64
    return number


def _area(reference: str) -> tuple[int, int, int, int]:
    """(top, left, bottom, right) of 'B4:C6'."""
    first, _colon, last = reference.partition(":")
    corners = [REFERENCE.fullmatch(corner) for corner in (first, last or first)]
    if None in corners:
        raise ValueError(reference)
    rows = [int(corner[2]) for corner in corners if corner]
    columns = [_column(corner[0]) for corner in corners if corner]
    return rows[0], columns[0], rows[1], columns[1]


def _refusal(code: str) -> ValidationError:
    return ValidationError(SENTENCES[code], code=code)
