"""How the workbook's cells look: what to fill in is yellow and open, all else is locked."""

from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from needs.excel import layout
from needs.excel.cells import RISKY, put

INK, PAPER, LINE = "FF1F2A37", "FFFFF8DC", "FFB8C0CC"
HEAD, LOCKED, FAINT = "FFDDE6EE", "FFF1F2F4", "FF5B6572"
TEXT_FORMAT = "@"
"""Excel keeps what is typed as text, so that '1.2.' does not become a date."""
FONT = "Calibri"
LINE_HEIGHT, TALLEST = 15.0, 400.0
"""Points of one line, and of a row at most."""


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _font(**how: Any) -> Font:
    return Font(**{"name": FONT, "size": 11, "color": INK, **how})


class Look:
    """The styles of one workbook, made once: a cell gets a copy of a finished style."""

    def __init__(self, book: Workbook) -> None:
        self._sheet: Any = book.create_sheet("styles")
        self._made = 0
        line = Side(style="thin", color=LINE)
        box = Border(left=line, right=line, top=line, bottom=line)
        wrap = Alignment(wrap_text=True, vertical="top")
        centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
        turned = Alignment(text_rotation=90, horizontal="center", vertical="bottom", wrap_text=True)
        open_, shut = Protection(locked=False), Protection(locked=True)
        bold, faint = _font(bold=True), _font(color=FAINT)
        self.fill = self._style(PAPER, box, wrap, open_)
        self.fill_centre = self._style(PAPER, box, centre, open_)
        self.label = self._style(None, box, wrap, shut)
        self.label_bold = self._style(None, box, wrap, shut, bold)
        self.locked = self._style(LOCKED, box, wrap, shut, faint)
        self.locked_centre = self._style(LOCKED, box, centre, shut, faint)
        self.heading = self._style(HEAD, box, wrap, shut, bold)
        self.heading_turned = self._style(HEAD, box, turned, shut, bold)
        self.note = self._style(None, Border(), Alignment(vertical="top"), shut, faint)
        self.title = self._style(None, Border(), wrap, shut, _font(bold=True, size=16))
        self.subtitle = self._style(None, Border(), wrap, shut, _font(bold=True, size=12))
        self.prose = self._style(None, Border(), wrap, shut)
        self.quoted = {id(style): self._quoted(style) for style in (self.fill, self.label, self.locked)}
        book.remove(self._sheet)

    def _style(
        self,
        colour: str | None,
        border: Border,
        alignment: Alignment,
        protection: Protection,
        font: Font | None = None,
    ) -> Any:
        self._made += 1
        cell = self._sheet.cell(self._made, 1)
        if colour:
            cell.fill = _fill(colour)
        cell.border, cell.alignment, cell.protection = border, alignment, protection
        cell.font = font or _font()
        cell.number_format = TEXT_FORMAT
        return cell._style

    def _quoted(self, style: Any) -> Any:
        self._made += 1
        cell = self._sheet.cell(self._made, 1)
        cell._style = copy(style)
        cell.quotePrefix = True
        return cell._style

    def write(self, sheet: Worksheet, row: int, column: int, value: Any, style: Any) -> SheetCell:
        """Put a value into a cell in one of the styles; what begins like a formula is marked as text."""
        cell: Any = sheet.cell(row, column)
        is_risky = isinstance(value, str) and value.lstrip()[:1] in RISKY and value.strip() != ""
        cell._style = copy(self.quoted.get(id(style), style) if is_risky else style)
        put(cell, value)
        found: SheetCell = cell
        return found


def prepare(sheet: Worksheet, key: str, columns: list[tuple[str, float]], *, freeze: str) -> None:
    """Set a sheet up: its hidden keys, its columns with widths, what stays in sight, paper, and the lock."""
    sheet.cell(1, 1, layout.MARK + key)
    for number, (name, width) in enumerate(columns, start=layout.FIRST_COLUMN):
        put(sheet.cell(layout.KEYS_ROW, number), name)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[layout.KEYS_ROW].hidden = True
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = freeze
    sheet.print_title_rows = f"{layout.HEADING_ROW}:{layout.HEADING_ROW}"
    on_paper(sheet)
    lock(sheet)


def on_paper(sheet: Worksheet) -> None:
    """A4 across, as wide as the page, with page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    properties: Any = sheet.sheet_properties
    properties.pageSetUpPr.fitToPage = True
    footer: Any = sheet.oddFooter
    footer.left.text, footer.right.text = "&A", "&P / &N"


def lock(sheet: Worksheet) -> None:
    """Locked without a password; columns and rows can be sized, and lists filtered."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.autoFilter = False


def listed(sheet: Worksheet, cells: str, source: str, *, title: str, text: str) -> None:
    """A drop-down in these cells; what is not in it is refused with words."""
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = title[:32], text[:255]
    rule.add(cells)
    sheet.add_data_validation(rule)


def limited(sheet: Worksheet, cells: str, longest: int, *, title: str, text: str) -> None:
    """A text of at most so many characters."""
    rule = DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(longest),
        allow_blank=True,
        showErrorMessage=True,
    )
    rule.errorTitle, rule.error = title[:32], text[:255]
    rule.add(cells)
    sheet.add_data_validation(rule)


class _SoftRow(RowDimension):
    """A row with a height that programs change when somebody writes more in it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 -- openpyxl's name
        """Whether the height is somebody's own choice."""
        return False


def fit_rows(sheet: Worksheet, *, least: int = 1) -> None:
    """Give each row the height of its longest text, at least so many lines. Not every program does it by itself."""
    widths = {letter: dimension.width for letter, dimension in sheet.column_dimensions.items()}
    for number in range(1, sheet.max_row + 1):
        if _has_height(sheet, number):
            continue
        cells: list[Any] = list(sheet[number])
        lines = max(_lines(cell.value, widths.get(cell.column_letter, 10.0)) for cell in cells)
        room = max(lines, 1 if number <= layout.HEADING_ROW else least)
        sheet.row_dimensions[number] = _SoftRow(sheet, index=number, ht=min(TALLEST, LINE_HEIGHT * room + 3))


def _has_height(sheet: Worksheet, number: int) -> bool:
    """Whether a row is hidden, set, or a note that runs past its cell."""
    is_note = number == layout.NOTE_ROW and bool(sheet.row_dimensions[layout.KEYS_ROW].hidden)
    row = sheet.row_dimensions.get(number)
    return is_note or (row is not None and bool(row.hidden or row.height))


def _lines(text: Any, width: float) -> int:
    if not isinstance(text, str):
        return 1
    room = max(width - 1, 1)
    return sum(max(1, -(-len(line) // int(room))) for line in text.split("\n"))
