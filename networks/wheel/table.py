"""The wheel as a table: a row for each month, a column for each arena ("Rekom DMMH i Trøndelag sørvest", Årshjul)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from networks.wheel.entries import Column, Wheel, WheelEntry

HOLIDAY = 7
"""July has a row only when something stands in it."""


@dataclass(frozen=True)
class Cell:
    """What stands in one column in one month."""

    column: Column
    entries: tuple[WheelEntry, ...]


@dataclass(frozen=True)
class MonthRow:
    """One month. `cells` follow the columns; `entries` are all of them in order of time."""

    month: date
    cells: tuple[Cell, ...]
    entries: tuple[WheelEntry, ...]
    is_now: bool


@dataclass(frozen=True)
class YearRows:
    """The months of one calendar year."""

    year: int
    months: tuple[MonthRow, ...]


@dataclass(frozen=True)
class WheelTable:
    """What components/wheel_table.html draws."""

    columns: tuple[Column, ...]
    years: tuple[YearRows, ...]

    @property
    def width(self) -> int:
        """How many columns the table has, with the months."""
        return len(self.columns) + 1

    @property
    def has_who(self) -> bool:
        """Whether somebody has written who meets in an arena."""
        return any(column.who for column in self.columns)

    @property
    def has_purpose(self) -> bool:
        """Whether somebody has written what an arena is for."""
        return any(column.purpose for column in self.columns)


def table_of(wheel: Wheel) -> WheelTable:
    """The wheel's months and arenas, each entry in the month in which it begins."""
    cells: dict[tuple[int, str], list[WheelEntry]] = defaultdict(list)
    for entry in wheel.entries:
        cells[wheel.year.month_index(entry.starts_on), entry.column].append(entry)
    rows = [_row(wheel, cells, index, month) for index, month in enumerate(wheel.year.months)]
    shown = [row for row in rows if row.entries or row.month.month != HOLIDAY]
    years = sorted({row.month.year for row in shown})
    return WheelTable(
        wheel.columns,
        tuple(YearRows(year, tuple(row for row in shown if row.month.year == year)) for year in years),
    )


def _row(wheel: Wheel, cells: dict[tuple[int, str], list[WheelEntry]], index: int, month: date) -> MonthRow:
    found = tuple(Cell(column, tuple(cells.get((index, column.key), ()))) for column in wheel.columns)
    entries = sorted((entry for cell in found for entry in cell.entries), key=lambda entry: entry.number)
    is_now = wheel.today is not None and (wheel.today.year, wheel.today.month) == (month.year, month.month)
    return MonthRow(month, found, tuple(entries), is_now)
