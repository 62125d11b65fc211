"""Makes the owner's workbook: guidance, what stands in the portal, and cells to fill in."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from needs.excel import guidance, layout, look, words
from needs.excel.cells import fits
from needs.excel.look import Look
from needs.excel.state import State, need_rows, state_of
from needs.models import Assessment, Need
from needs.queries.workbook import Stand
from needs.states import AssessmentState
from networks.models import Kindergarten

FIRST = layout.FIRST_ROW
LEAST_LINES = {
    layout.ASSESSMENTS: 2,
    layout.INVOLVEMENT: 1,
    layout.TOOK_PART: 1,
    layout.NEEDS: 2,
    layout.COOPERATION: 2,
}
"""So many lines a row has room for at least, sheet by sheet."""


def workbook_of(stand: Stand, token: str) -> bytes:
    """The workbook as an .xlsx file. `token` tells this download from all others."""
    with words.in_norwegian():
        book = Workbook()
        book.remove(book.worksheets[0])
        _Writing(book, stand, state_of(stand, token)).write()
        file = BytesIO()
        book.save(file)
    return file.getvalue()


class _Writing:
    def __init__(self, book: Workbook, stand: Stand, state: State) -> None:
        self.book, self.stand, self.state = book, stand, state
        self.look = Look(book)
        self.values = stand.values
        self.choices = words.choices(stand)
        self.lists: dict[str, str] = {}

    def write(self) -> None:
        guidance.write(self.book.create_sheet(str(_("Guidance"))), self.look, self.stand)
        hidden: Any = self.book.create_sheet("rekom")
        self._write_state(hidden)
        if self.stand.assessed:
            self._write_assessments(self._sheet(layout.ASSESSMENTS))
            self._write_involvement(self._sheet(layout.INVOLVEMENT))
        self._write_form(layout.TOOK_PART, layout.took_part_rows(self.stand.report))
        self._write_needs(self._sheet(layout.NEEDS))
        if self._places:
            self._write_places(self._sheet(layout.PLACES))
        self._write_form(layout.COOPERATION, layout.cooperation_rows(self.stand.report))
        for key, least in LEAST_LINES.items():
            if (title := str(words.TITLES[key])) in self.book.sheetnames:
                look.fit_rows(self.book[title], least=least)
        self.book.move_sheet(hidden, offset=len(self.book.sheetnames))
        hidden.sheet_state = "veryHidden"
        self.book.active = 0

    def _sheet(self, key: str) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(str(words.TITLES[key]))
        return sheet

    @property
    def _places(self) -> list[Kindergarten]:
        return [*self.stand.kindergartens, *self.stand.others]

    def _write_state(self, sheet: Worksheet) -> None:
        for number, row in enumerate(self.state.rows, start=1):
            for column, text in enumerate(row, start=1):
                self.look.write(sheet, number, column, text, self.look.prose)
        for column, (field, options) in enumerate(self.choices.items(), start=5):
            for number, (_value, label) in enumerate(options, start=1):
                self.look.write(sheet, number, column, label, self.look.prose)
            letter = get_column_letter(column)
            self.lists[field] = f"rekom!${letter}$1:${letter}${max(len(options), 1)}"
        look.lock(sheet)

    def _head(self, sheet: Worksheet, note: str, headings: list[str]) -> None:
        self.look.write(sheet, layout.NOTE_ROW, layout.FIRST_COLUMN, note, self.look.note)
        for column, heading in enumerate(headings, start=layout.FIRST_COLUMN):
            self.look.write(sheet, layout.HEADING_ROW, column, heading, self.look.heading)

    def _text(self, sheet: Worksheet, row: int, column: int, value: str, *, is_open: bool) -> None:
        if not fits(value):
            value, is_open = _("The text is too long for Excel. Read it and change it in the portal."), False
        self.look.write(sheet, row, column, value, self.look.fill if is_open else self.look.locked)

    def _tick(self, sheet: Worksheet, row: int, column: int, *, is_ticked: bool, is_open: bool) -> None:
        style = self.look.fill_centre if is_open else self.look.locked_centre
        self.look.write(sheet, row, column, "x" if is_ticked else "", style)

    def _limit(self, sheet: Worksheet, column: int, last: int, longest: int) -> None:
        letter = get_column_letter(column)
        text = _("The cell takes %(longest)s characters.") % {"longest": longest}
        cells = f"{letter}{FIRST}:{letter}{last}"
        look.limited(sheet, cells, longest, title=_("Too long"), text=text)

    def _list(self, sheet: Worksheet, cells: str, field: str) -> None:
        source = self.lists[field]
        look.listed(sheet, cells, source, title=_("Not in the list"), text=_("Choose from the list."))

    def _ticks(self, sheet: Worksheet, cells: str) -> None:
        text = _("Write x, or leave the cell empty.")
        look.listed(sheet, cells, '"x"', title=_("Not in the list"), text=text)

    # --- assessments ---------------------------------------------------------------------------------------

    def _stand_of(self, kindergarten: Kindergarten) -> str:
        if kindergarten.pk in self.stand.writable:
            return ""
        found = self.stand.assessments.get(kindergarten.pk) or Assessment(version=0)
        if found.state == AssessmentState.SHARED:
            return _("Shared. Can only be read here.")
        return _("Is written by the kindergarten.")

    def _write_assessments(self, sheet: Worksheet) -> None:
        columns = [("kindergarten", 30.0), ("theme", 30.0), ("text", 90.0), ("state", 24.0)]
        look.prepare(sheet, layout.ASSESSMENTS, columns, freeze=f"D{FIRST}")
        note = _("Fill in the yellow cells in column D: what does each kindergarten need, theme by theme?")
        self._head(sheet, note, [_("Kindergarten"), _("Theme"), _("Text"), _("State")])
        row = FIRST - 1
        for kindergarten in self.stand.assessed:
            texts = self.values[layout.assessment_key(kindergarten.pk)]
            state, is_open = self._stand_of(kindergarten), kindergarten.pk in self.stand.writable
            is_readable = kindergarten.pk in self.stand.readable
            for theme in self.stand.themes_of(kindergarten.pk):
                row += 1
                sheet.cell(row, 1, f"kindergarten:{kindergarten.pk}/theme:{theme.pk}")
                self.look.write(sheet, row, 2, kindergarten.name, self.look.label_bold)
                self.look.write(sheet, row, 3, theme.name, self.look.label)
                text = texts[f"theme_{theme.pk}"] if is_readable else ""
                self._text(sheet, row, 4, text, is_open=is_open)
                self.look.write(sheet, row, 5, state, self.look.locked)
        sheet.auto_filter.ref = f"B{layout.HEADING_ROW}:E{row}"
        self._limit(sheet, 4, row, layout.LONG)

    def _write_involvement(self, sheet: Worksheet) -> None:
        keys = [*layout.GROUP_KEYS, "involved_when", "staff_involvement", "state"]
        widths = [*(11.0 for _key in layout.GROUP_KEYS), 28.0, 70.0, 24.0]
        columns = [("kindergarten", 30.0), *zip(keys, widths, strict=True)]
        look.prepare(sheet, layout.INVOLVEMENT, columns, freeze=f"C{FIRST}")
        note = _(
            "Write x for those who took part in finding out what the kindergarten needs, and when and how."
        )
        asked = [str(words.LABELS["involved_when"]), str(words.LABELS["staff_involvement"])]
        names = [label for _value, label in self.choices["staff_groups"]]
        self._head(sheet, note, [_("Kindergarten"), *names, *asked, _("State")])
        row = FIRST - 1
        for row, kindergarten in enumerate(self.stand.assessed, start=FIRST):
            self._write_involved(sheet, row, kindergarten)
        last_group = get_column_letter(2 + len(layout.GROUP_KEYS))
        self._ticks(sheet, f"C{FIRST}:{last_group}{row}")
        self._limit(sheet, 3 + len(layout.GROUP_KEYS), row, layout.SHORT["involved_when"])
        self._limit(sheet, 4 + len(layout.GROUP_KEYS), row, layout.LONG)
        sheet.auto_filter.ref = f"B{layout.HEADING_ROW}:{get_column_letter(len(columns) + 1)}{row}"

    def _write_involved(self, sheet: Worksheet, row: int, kindergarten: Kindergarten) -> None:
        values = self.values[layout.assessment_key(kindergarten.pk)]
        is_open, is_readable = (
            kindergarten.pk in found for found in (self.stand.writable, self.stand.readable)
        )
        sheet.cell(row, 1, f"kindergarten:{kindergarten.pk}")
        self.look.write(sheet, row, 2, kindergarten.name, self.look.label_bold)
        chosen = set(values[layout.GROUPS]) if is_readable else set()
        column = 2
        for column, (group, _label) in enumerate(self.choices["staff_groups"], start=3):
            self._tick(sheet, row, column, is_ticked=group in chosen, is_open=is_open)
        for offset, field in enumerate(("involved_when", "staff_involvement"), start=1):
            self._text(sheet, row, column + offset, values[field] if is_readable else "", is_open=is_open)
        self.look.write(sheet, row, column + 3, self._stand_of(kindergarten), self.look.locked)

    # --- the owner's own answers ---------------------------------------------------------------------------

    def _write_form(self, key: str, rows: list[str]) -> None:
        sheet = self._sheet(key)
        look.prepare(sheet, key, [("question", 50.0), ("answer", 90.0)], freeze=f"C{FIRST}")
        note = _("Fill in the yellow cells in column C.")
        self._head(sheet, note, [_("Question"), _("Answer")])
        for row, field in enumerate(rows, start=FIRST):
            sheet.cell(row, 1, field)
            self.look.write(sheet, row, 2, self._question(field), self.look.label)
            self._write_answer(sheet, row, field)

    def _question(self, field: str) -> str:
        if field in layout.GROUP_KEYS:
            names = dict(self.choices["staff_groups"])
            name = names[field.rpartition(":")[2]]
            return _("Who took part? Write x: %(group)s") % {"group": name}
        return str(words.LABELS[field])

    def _write_answer(self, sheet: Worksheet, row: int, field: str) -> None:
        values, is_open = self.values[layout.REPORT], self.stand.is_open
        cells = f"C{row}"
        if field in layout.GROUP_KEYS:
            is_ticked = field.rpartition(":")[2] in values[layout.GROUPS]
            style = self.look.fill if is_open else self.look.locked
            self.look.write(sheet, row, 3, "x" if is_ticked else "", style)
            self._ticks(sheet, cells)
        elif field in self.lists:
            label = dict(self.choices[field]).get(values[field], "")
            self._text(sheet, row, 3, label, is_open=is_open)
            self._list(sheet, cells, field)
        else:
            self._text(sheet, row, 3, values[field], is_open=is_open)
            self._limit(sheet, 3, row, layout.longest(field))

    # --- needs ---------------------------------------------------------------------------------------------

    def _write_needs(self, sheet: Worksheet) -> None:
        widths = (10.0, 26.0, 24.0, 44.0, 44.0, 44.0, 14.0, 10.0)
        columns = [("number", 8.0), *zip(layout.NEED_COLUMNS, widths, strict=True)]
        look.prepare(sheet, layout.NEEDS, columns, freeze=f"E{FIRST}")
        note = _(
            "One need in each row. Priority 1 is the most important. To remove a need: empty its row, do not delete "
            "it."
        )
        asked = [str(words.LABELS[field]) for field in layout.NEED_COLUMNS]
        self._head(sheet, note, [_("Need no."), *asked])
        row = FIRST
        for row, (key, need) in enumerate(need_rows(self.stand), start=FIRST):
            sheet.cell(row, 1, key)
            self.look.write(sheet, row, 2, str(row - FIRST + 1), self.look.label_bold)
            for column, field in enumerate(layout.NEED_COLUMNS, start=3):
                value = self._need_cell(need, field, row - FIRST + 1) if need else ""
                self._text(sheet, row, column, value, is_open=self.stand.is_open)
        for column, field in enumerate(layout.NEED_COLUMNS, start=3):
            letter = get_column_letter(column)
            if field in self.lists:
                self._list(sheet, f"{letter}{FIRST}:{letter}{row}", field)
            elif field != layout.ORDER:
                self._limit(sheet, column, row, layout.longest(field))

    def _need_cell(self, need: Need, field: str, number: int) -> str:
        if field == layout.ORDER:
            return str(number)
        value = self.values[layout.need_key(need.pk)][field]
        if field in self.choices:
            return dict(self.choices[field]).get(value, "")
        return str(value)

    # --- which kindergartens -------------------------------------------------------------------------------

    def _write_places(self, sheet: Worksheet) -> None:
        rows = need_rows(self.stand)
        columns = [("kindergarten", 34.0), *((key, 7.0) for key, _need in rows)]
        look.prepare(sheet, layout.PLACES, columns, freeze=f"C{FIRST}")
        note = _(
            "Write x for the kindergartens that each need is for. An x in the row “All” means all of them."
        )
        self._head(sheet, note, [_("Kindergarten")])
        for column, (_key, need) in enumerate(rows, start=3):
            number = str(column - 2)
            title = f"{number} {need.title}"[:60] if need and need.title else number
            self.look.write(sheet, layout.HEADING_ROW, column, title, self.look.heading_turned)
        sheet.row_dimensions[layout.HEADING_ROW].height = 150
        self._write_place(sheet, FIRST, layout.ALL, _("All"), rows, set())
        last = FIRST
        for last, kindergarten in enumerate(self._places, start=FIRST + 1):
            chosen = {
                key
                for key, need in rows
                if need and kindergarten.pk in {k.pk for k in need.kindergartens.all()}
            }
            key = f"kindergarten:{kindergarten.pk}"
            self._write_place(sheet, last, key, kindergarten.name, rows, chosen)
        self._ticks(sheet, f"C{FIRST}:{get_column_letter(len(rows) + 2)}{last}")

    def _write_place(
        self,
        sheet: Worksheet,
        row: int,
        key: str,
        name: str,
        rows: list[tuple[str, Need | None]],
        chosen: set[str],
    ) -> None:
        sheet.cell(row, 1, key)
        self.look.write(sheet, row, 2, name, self.look.label_bold)
        for column, (need, _stored) in enumerate(rows, start=3):
            self._tick(sheet, row, column, is_ticked=need in chosen, is_open=self.stand.is_open)
