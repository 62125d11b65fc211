"""What stands in a wheel: its columns, its entries, and the lines of their texts. Plain data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from networks.wheel.year import WheelYear

DEADLINES = "deadlines"
"""The key of the column of deadlines, which is the rim of the picture."""
REST = "rest"
"""The key of the column of what belongs to no arena."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TINTS = 5
"""So many colours the rings take turns with."""


class Kind(StrEnum):
    """What an entry is: drawn as a diamond on the rim, a disc, and a ring."""

    DEADLINE = "deadline"
    MEETING = "meeting"
    EVENT = "event"


@dataclass(frozen=True)
class Line:
    """One line of a text: a point, or a paragraph."""

    text: str
    is_point: bool = False


@dataclass(frozen=True)
class Block:
    """Lines of the same sort that follow each other: a list of points, or paragraphs."""

    is_list: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One arena of the wheel: a column of the table, and a ring of the picture. `letter` stands in both."""

    key: str
    name: str
    note: str = ""
    who: tuple[Block, ...] = ()
    purpose: tuple[Block, ...] = ()
    letter: str = ""
    tint: int = 0

    @property
    def is_rim(self) -> bool:
        """Whether these are the deadlines."""
        return self.key == DEADLINES


@dataclass(frozen=True, kw_only=True)
class WheelEntry:
    """A deadline, a meeting or an event. `when` says the day and hour in words, `day` the day alone; `whose` names
    the municipality or kindergarten it is for, `path` the page about it, `edit_path` where it is changed.
    """

    kind: Kind
    column: str
    starts_on: date
    ends_on: date
    title: str
    when: str
    day: str
    is_whole_month: bool = False
    place: str = ""
    whose: str = ""
    lines: tuple[Line, ...] = ()
    path: str = ""
    link: str = ""
    edit_path: str = ""
    number: int = 0
    letter: str = ""
    tint: int = 0

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The lines, points together."""
        return blocks_of(self.lines)

    @property
    def anchor(self) -> str:
        """What the list's item is called in the page."""
        return f"oppforing-{self.number}"

    @property
    def said(self) -> str:
        """The title, after whom it is for."""
        return f"{self.whose}: {self.title}" if self.whose else self.title

    @property
    def details(self) -> str:
        """When and where, in words."""
        return f"{self.when} · {self.place}" if self.when and self.place else self.when or self.place

    @property
    def spoken(self) -> str:
        """The entry in one line, as a mark of the picture is read aloud."""
        return f"{self.number}. {self.day}: {self.said}"

    @property
    def signs(self) -> str:
        """The classes of its number and its mark: what it is, and the colour of its column."""
        return f"is-{self.kind} tint-{self.tint}"


@dataclass(frozen=True, kw_only=True)
class Wheel:
    """A year of one scope: its columns (deadlines last) and its entries, numbered in order of time."""

    title: str
    subtitle: str
    year: WheelYear
    columns: tuple[Column, ...]
    entries: tuple[WheelEntry, ...]
    today: date | None = None

    @property
    def rings(self) -> tuple[Column, ...]:
        """The columns that are rings of the picture, outermost first."""
        return tuple(column for column in self.columns if not column.is_rim)

    def column(self, key: str) -> Column:
        """The column with the key."""
        return next(column for column in self.columns if column.key == key)


def numbered(entries: Iterable[WheelEntry], columns: Iterable[Column]) -> tuple[WheelEntry, ...]:
    """The entries in order of time, whole months before the days of the month, numbered from 1, each with the letter
    and the colour of its column.
    """
    found = {column.key: column for column in columns}
    rows = sorted(entries, key=lambda row: (row.starts_on, not row.is_whole_month, row.column, row.title))
    return tuple(
        replace(row, number=number, letter=found[row.column].letter, tint=found[row.column].tint)
        for number, row in enumerate(rows, start=1)
    )


def lettered(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with their letters and colours. The deadlines have none: they are the rim."""
    rings = [column for column in columns if not column.is_rim]
    marked = {
        column.key: replace(column, letter=LETTERS[index % len(LETTERS)], tint=index % TINTS + 1)
        for index, column in enumerate(rings)
    }
    return tuple(marked.get(column.key, column) for column in columns)


def lines_of(text: str) -> tuple[Line, ...]:
    """A text's lines; those that begin with "- " are points."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    return tuple(Line(row[2:].strip(), True) if row.startswith("- ") else Line(row) for row in rows)


def blocks_of(lines: Iterable[Line]) -> tuple[Block, ...]:
    """The lines with points gathered to lists."""
    found: list[Block] = []
    for line in lines:
        if found and found[-1].is_list == line.is_point:
            found[-1] = Block(line.is_point, (*found[-1].lines, line.text))
        else:
            found.append(Block(line.is_point, (line.text,)))
    return tuple(found)
