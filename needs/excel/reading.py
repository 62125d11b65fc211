"""Reads what people have filled into a workbook, and names every cell that cannot be taken."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from common.documents.opening import Cell, Page
from needs.excel import layout, values, words
from needs.excel.faults import MOST, Fault, Unreadable
from needs.excel.state import State
from needs.queries.workbook import Stand

T = TypeVar("T")
Typed = dict[str, dict[str, Any]]


@dataclass
class Reading:
    """What a workbook says, by object and field; what is wrong in it; and which of its sheets are missing.

    `numbers`: the priority typed for each need's row, in the order of the rows; None where none is typed.
    """

    typed: Typed = field(default_factory=dict)
    numbers: dict[str, int | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    places: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """Where each need's row stands: sheet, row, column."""

    def put(self, key: str, name: str, value: Any) -> None:
        """Note a field's value."""
        self.typed.setdefault(key, {})[name] = value


def read(pages: list[Page], state: State, stand: Stand) -> Reading:
    """Everything that is filled in. Nothing is stored; cells that cannot be taken become faults."""
    return _Reader(pages, state, stand).read()


@dataclass
class _Sheet:
    """One of our sheets as it came back: its columns by key, and its rows by key."""

    page: Page
    key: str
    columns: dict[str, int]
    rows: list[tuple[int, str]]

    def cell(self, row: int, column: str) -> Cell:
        return self.page.cell(row, self.columns[column])


class _Reader:
    def __init__(self, pages: list[Page], state: State, stand: Stand) -> None:
        self.pages, self.state, self.stand = pages, state, stand
        self.choices = words.choices(stand)
        self.found = Reading()

    def read(self) -> Reading:
        readers: dict[str, Callable[[_Sheet], None]] = {
            layout.ASSESSMENTS: self._read_assessments,
            layout.INVOLVEMENT: self._read_involvement,
            layout.TOOK_PART: self._read_form,
            layout.NEEDS: self._read_needs,
            layout.PLACES: self._read_places,
            layout.COOPERATION: self._read_form,
        }
        for key, reader in readers.items():
            sheet = self._sheet(key)
            if sheet is not None:
                reader(sheet)
        self._check_needs()
        order = {page.title: number for number, page in enumerate(self.pages)}
        self.found.faults.sort(key=lambda fault: (order.get(fault.sheet, 0), fault.row, fault.column))
        return self.found

    # --- sheets, columns and rows --------------------------------------------------------------------------

    def _sheet(self, key: str) -> _Sheet | None:
        pages = [page for page in self.pages if page.cell(1, 1).text == layout.MARK + key]
        if not pages:
            self._note_missing(key)
            return None
        for copy in pages[1:]:
            self._sheet_fault(
                copy,
                _("The workbook has this sheet twice: “%(other)s” too.") % {"other": pages[0].title},
                _("Delete the one that you do not need."),
            )
        page = pages[0]
        columns = self._columns(page)
        rows = self._rows(page, columns)
        self._check_merged(page, columns)
        return _Sheet(page, key, columns, rows)

    def _note_missing(self, key: str) -> None:
        """A sheet that is gone changes nothing; one that has lost its hidden row would lose what is typed in it."""
        with words.in_norwegian():
            title = str(words.TITLES[key])
        left = next((page for page in self.pages if page.title.strip() == title), None)
        if left is not None:
            self._sheet_fault(
                left,
                _("The sheet has lost its first row or column, which are hidden."),
                _("Download the workbook anew, and paste your texts into it."),
            )
        elif self._is_wanted(key):
            self.found.missing.append(title)

    def _is_wanted(self, key: str) -> bool:
        """Whether a workbook for this owner has the sheet."""
        if key in (layout.ASSESSMENTS, layout.INVOLVEMENT):
            return bool(self.stand.assessed)
        return key != layout.PLACES or bool(self.stand.kindergartens)

    def _columns(self, page: Page) -> dict[str, int]:
        keys = ((column, cell.text) for (row, column), cell in page.cells.items() if row == layout.KEYS_ROW)
        found: dict[str, int] = {}
        for column, key in sorted(keys):
            if column > layout.KEY_COLUMN and key in found:
                self._fault(
                    page,
                    layout.HEADING_ROW,
                    column,
                    _("This column stands twice in the sheet."),
                    _("Delete the copy."),
                )
            elif column > layout.KEY_COLUMN:
                found[key] = column
        return found

    def _rows(self, page: Page, columns: dict[str, int]) -> list[tuple[int, str]]:
        """The rows with a key; a row that is filled in without one, or with another row's, is a fault."""
        ours = {column: key for key, column in columns.items()}
        filled: dict[int, int] = {}
        keys: dict[int, str] = {}
        for (row, column), cell in page.cells.items():
            if row <= layout.HEADING_ROW:
                continue
            if column == layout.KEY_COLUMN:
                keys[row] = cell.text
            elif ours.get(column, "number") not in ("kindergarten", "theme", "state", "question", "number"):
                filled[row] = min(column, filled.get(row, column))
        for row in sorted(filled.keys() - keys.keys()):
            self._fault(
                page, row, filled[row], _("The row is none of the workbook's own."), self._elsewhere(page)
            )
        return self._once(page, sorted(keys.items()), filled)

    def _elsewhere(self, page: Page) -> str:
        if page.cell(1, 1).text == layout.MARK + layout.NEEDS:
            return _("Move the text to an empty row with a number. A report has room for %(most)s needs.") % {
                "most": layout.MOST_NEEDS
            }
        return _("Move the text to the row that it belongs to, and delete this one.")

    def _once(self, page: Page, rows: list[tuple[int, str]], filled: dict[int, int]) -> list[tuple[int, str]]:
        first: dict[str, int] = {}
        for row, key in rows:
            if key not in first:
                first[key] = row
            elif row in filled or first[key] in filled:
                self._fault(
                    page,
                    row,
                    filled.get(row, layout.FIRST_COLUMN),
                    _("The row is a copy of row %(row)s.") % {"row": first[key]},
                    self._elsewhere(page),
                )
        return [(row, key) for key, row in first.items()]

    def _check_merged(self, page: Page, columns: dict[str, int]) -> None:
        last = max(columns.values(), default=0)
        for top, left, bottom, right in page.merged:
            is_ours = bottom > layout.HEADING_ROW and left <= last and right > layout.KEY_COLUMN
            if is_ours and (top, left) != (bottom, right):
                self._fault(
                    page,
                    max(top, layout.FIRST_ROW),
                    max(left, layout.FIRST_COLUMN),
                    _("Several cells are merged into one."),
                    _("Unmerge the cells, so that each has its own text."),
                )

    def _fault(self, page: Page, row: int, column: int, wrong: str, instead: str) -> None:
        if len(self.found.faults) < MOST:
            self.found.faults.append(Fault(page.title, row, column, wrong, instead))

    def _sheet_fault(self, page: Page, wrong: str, instead: str) -> None:
        self._fault(page, 0, 0, wrong, instead)

    def _take(self, sheet: _Sheet, row: int, column: str, read: Callable[[Cell], T]) -> tuple[bool, T | None]:
        """Read one cell; (False, None) and a fault when it cannot be taken."""
        try:
            return True, read(sheet.cell(row, column))
        except Unreadable as trouble:
            self._fault(sheet.page, row, sheet.columns[column], trouble.wrong, trouble.instead)
            return False, None

    def _put(
        self, sheet: _Sheet, row: int, column: str, key: str, name: str, read: Callable[[Cell], Any]
    ) -> None:
        """Read a cell into a field that the workbook showed; a column that is gone is left alone."""
        if column not in sheet.columns or not self._was_shown(key, name):
            return
        is_read, value = self._take(sheet, row, column, read)
        if is_read:
            self.found.put(key, name, value)

    def _was_shown(self, key: str, name: str) -> bool:
        """What the workbook had no room for is written in the portal alone. All of a new need is shown."""
        if key.startswith("new:"):
            return True
        return key in self.state.shown and name in self.state.shown[key].prints

    def _named(self, sheet: _Sheet, row: int, column: str, key: str) -> bool:
        """Whether the row's visible name is that of its key: rows sorted without their hidden key are a fault."""
        name = self.state.names.get(key)
        if name is None:
            self._fault(sheet.page, row, layout.FIRST_COLUMN, _("The row is none of the workbook's own."), "")
            return False
        if column not in sheet.columns or values.plain_words(
            sheet.cell(row, column).text
        ) == values.plain_words(name):
            return True
        self._fault(
            sheet.page,
            row,
            sheet.columns[column],
            _("The row belongs to “%(name)s”, but the cell says something else.") % {"name": name},
            _("Write “%(name)s” again. If you have sorted the rows, download the workbook anew.")
            % {"name": name},
        )
        return False

    # --- assessments ---------------------------------------------------------------------------------------

    def _read_assessments(self, sheet: _Sheet) -> None:
        for row, key in sheet.rows:
            kindergarten, _slash, theme = key.partition("/")
            if self._named(sheet, row, "kindergarten", kindergarten) and self._named(
                sheet, row, "theme", theme
            ):
                name = f"theme_{theme.rpartition(':')[2]}"
                self._put(sheet, row, "text", _assessment(kindergarten), name, _text(layout.LONG))

    def _read_involvement(self, sheet: _Sheet) -> None:
        for row, key in sheet.rows:
            if self._named(sheet, row, "kindergarten", key):
                cells = [(row, group, group) for group in layout.GROUP_KEYS]
                self._read_groups(_assessment(key), cells, sheet)
                for name in ("involved_when", "staff_involvement"):
                    self._put(sheet, row, name, _assessment(key), name, _text(layout.longest(name)))

    def _read_groups(self, key: str, cells: Iterable[tuple[int, str, str]], sheet: _Sheet) -> None:
        """The ticked staff groups, from cells given as (row, column, key of the group), when all are there."""
        wanted = list(cells)
        if any(column not in sheet.columns for _row, column, _group in wanted):
            return
        ticks = [(group, self._take(sheet, row, column, values.tick)) for row, column, group in wanted]
        if all(is_read for _group, (is_read, _ticked) in ticks) and self._was_shown(key, layout.GROUPS):
            chosen = [group.rpartition(":")[2] for group, (_read, is_ticked) in ticks if is_ticked]
            self.found.put(key, layout.GROUPS, chosen)

    # --- the owner's own answers ---------------------------------------------------------------------------

    def _read_form(self, sheet: _Sheet) -> None:
        rows = {key: row for row, key in sheet.rows}
        if all(key in rows for key in layout.GROUP_KEYS):
            cells = [(rows[key], "answer", key) for key in layout.GROUP_KEYS]
            self._read_groups(layout.REPORT, cells, sheet)
        for name, row in rows.items():
            if name == "ppt_part":
                self._put(sheet, row, "answer", layout.REPORT, name, self._choice(name, none=""))
            elif name not in layout.GROUP_KEYS:
                self._put(sheet, row, "answer", layout.REPORT, name, _text(layout.longest(name)))

    def _choice(self, name: str, *, none: Any = None) -> Callable[[Cell], Any]:
        def read(cell: Cell) -> Any:
            found = values.choice(cell, self.choices[name])
            return none if found is None else found

        return read

    # --- needs ---------------------------------------------------------------------------------------------

    def _read_needs(self, sheet: _Sheet) -> None:
        readers: dict[str, Callable[[Cell], Any]] = {
            "theme": self._choice("theme"),
            "start_on": lambda cell: values.term(cell, self.choices["start_on"]),
            "years": lambda cell: values.years(cell, self.choices["years"]),
            **{name: _text(longest) for name, longest in layout.NEED_TEXTS.items()},
        }
        for row, key in sheet.rows:
            if not self._named(sheet, row, "number", key):
                continue
            self.found.places[key] = (sheet.page.title, row, sheet.columns.get("theme", layout.FIRST_COLUMN))
            for name, read in readers.items():
                self._put(sheet, row, name, key, name, read)
            if layout.ORDER in sheet.columns:
                _read, number = self._take(sheet, row, layout.ORDER, lambda cell: values.whole(cell, 99))
                self.found.numbers[key] = number

    def _read_places(self, sheet: _Sheet) -> None:
        known = [
            key for key in sheet.columns if key.startswith(("need:", "new:")) and key in self.state.names
        ]
        rows = [(row, key) for row, key in sheet.rows if self._is_place(sheet, row, key)]
        stored = {f"need:{need.pk}": {k.pk for k in need.kindergartens.all()} for need in self.stand.needs}
        present = {layout.number_in(key) for _row, key in rows if key != layout.ALL}
        for need in known:
            chosen = set(self._chosen(sheet, need, rows))
            self.found.put(need, "kindergartens", sorted(chosen | (stored.get(need, set()) - present)))

    def _is_place(self, sheet: _Sheet, row: int, key: str) -> bool:
        return key == layout.ALL or self._named(sheet, row, "kindergarten", key)

    def _chosen(self, sheet: _Sheet, need: str, rows: list[tuple[int, str]]) -> Iterator[int]:
        """The kindergartens of one need. Those that the owner no longer has are not the workbook's to give."""
        own = {kindergarten.pk for kindergarten in self.stand.kindergartens}
        offered = own | {kindergarten.pk for kindergarten in self.stand.others}
        for row, key in rows:
            _read, is_ticked = self._take(sheet, row, need, values.tick)
            if is_ticked and key == layout.ALL:
                yield from own
            elif is_ticked and layout.number_in(key) in offered:
                yield layout.number_in(key)

    def _check_needs(self) -> None:
        """An x for a need that nobody has written would be lost without a word."""
        for key, typed in list(self.found.typed.items()):
            if key not in _NEW_KEYS or not is_empty(typed):
                continue
            del self.found.typed[key]
            if typed.get("kindergartens") and key in self.found.places:
                title, row, column = self.found.places[key]
                self.found.faults.append(
                    Fault(
                        title,
                        row,
                        column,
                        _("You have chosen kindergartens for this need, but not written it."),
                        _("Write the need here, or remove each x in its column."),
                    )
                )


_NEW_KEYS = {layout.new_key(number) for number in range(1, layout.MOST_NEEDS + 1)}


def is_empty(values: Mapping[str, Any]) -> bool:
    """Whether nothing is written about a need. Kindergartens alone are no need."""
    return not any(value for name, value in values.items() if name != "kindergartens")


def _assessment(kindergarten: str) -> str:
    return layout.assessment_key(layout.number_in(kindergarten))


def _text(longest: int) -> Callable[[Cell], str]:
    return lambda cell: values.text(cell, longest)
