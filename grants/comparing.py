"""Scenarios side by side: who gains and who loses against a baseline. Plain figures in, plain figures out.

No database and no request. Amounts are whole kroner; percents have one decimal, exactly rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

GAINS, LOSES, SAME, NEW, GONE, ABSENT = "gains", "loses", "same", "new", "gone", "absent"
"""How a network stands against the baseline; absent: it is in neither."""
MOST = 12
"""Scenarios that stand side by side, at most."""
TENTH = Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class Side:
    """One column: what each network gets (by its id in a run), and which amounts were set by hand."""

    key: str
    name: str
    amounts: Mapping[str, int]
    overridden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cell:
    """A network's amount in one column, None when it is not there, against the baseline."""

    amount: int | None
    difference: int | None
    percent: Decimal | None
    verdict: str
    is_overridden: bool = False


@dataclass(frozen=True)
class Line:
    """A network: its amount in the baseline (None: not there), and a cell for each column."""

    key: str
    name: str
    base: int | None
    is_base_overridden: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Extreme:
    """Who gains or loses most, in kroner."""

    name: str
    difference: int


@dataclass(frozen=True)
class Summary:
    """A column in short. `counts` says how many networks gain, lose, and so on."""

    total: int
    difference: int
    percent: Decimal | None
    counts: Mapping[str, int] = field(default_factory=dict)
    most_gained: Extreme | None = None
    most_lost: Extreme | None = None


@dataclass(frozen=True)
class Comparison:
    """The whole table. `summaries` stand in the order of the columns; the baseline may be one of them."""

    base: Side
    sides: tuple[Side, ...]
    lines: tuple[Line, ...]
    base_total: int
    summaries: tuple[Summary, ...]


def compare(base: Side, sides: Sequence[Side], names: Mapping[str, str]) -> Comparison:
    """Each network of the baseline or a column, in the order of `names`; others last, by their ids.

    A network that is not in a column (None) differs from one that gets 0 kr: it is new or gone, and is counted so.
    Its money counts in the sums, so that the differences always add up to the difference of the sums.
    """
    found = {key for side in (base, *sides) for key in side.amounts}
    order = [key for key in names if key in found] + sorted(found - set(names))
    lines = tuple(_line(key, names.get(key, key), base, sides) for key in order)
    summaries = tuple(_summary(place, side, base, lines) for place, side in enumerate(sides))
    return Comparison(base, tuple(sides), lines, sum(base.amounts.values()), summaries)


def percent_of(difference: int, base: int) -> Decimal | None:
    """The difference in percent of the baseline with one decimal, halves away from zero; None of nothing."""
    if not base:
        return None
    tenths = (2000 * abs(difference) + base) // (2 * base)
    return (Decimal(-tenths if difference < 0 else tenths) / 10).quantize(TENTH)


def _line(key: str, name: str, base: Side, sides: Sequence[Side]) -> Line:
    before = base.amounts.get(key)
    cells = tuple(_cell(side.amounts.get(key), before, key in side.overridden) for side in sides)
    return Line(key, name, before, key in base.overridden, cells)


def _cell(amount: int | None, before: int | None, is_overridden: bool) -> Cell:
    if amount is None or before is None:
        return Cell(amount, _only(amount, before), None, _one_sided(amount, before), is_overridden)
    difference = amount - before
    verdict = GAINS if difference > 0 else LOSES if difference < 0 else SAME
    return Cell(amount, difference, percent_of(difference, before), verdict, is_overridden)


def _only(amount: int | None, before: int | None) -> int | None:
    """The difference when the network stands on one side only."""
    return None if amount is None and before is None else (amount or 0) - (before or 0)


def _one_sided(amount: int | None, before: int | None) -> str:
    if amount is None:
        return ABSENT if before is None else GONE
    return NEW


def _summary(place: int, side: Side, base: Side, lines: Sequence[Line]) -> Summary:
    cells = [(line.name, line.cells[place]) for line in lines]
    total, before = sum(side.amounts.values()), sum(base.amounts.values())
    counts = {
        verdict: sum(cell.verdict == verdict for _name, cell in cells)
        for verdict in (GAINS, LOSES, SAME, NEW, GONE)
    }
    changed = [Extreme(name, cell.difference or 0) for name, cell in cells if cell.verdict in (GAINS, LOSES)]
    gained = [row for row in changed if row.difference > 0]
    lost = [row for row in changed if row.difference < 0]
    return Summary(
        total=total,
        difference=total - before,
        percent=percent_of(total - before, before),
        counts=counts,
        most_gained=max(gained, key=lambda row: row.difference, default=None),
        most_lost=min(lost, key=lambda row: row.difference, default=None),
    )


def differing(rows: Sequence[Sequence[str]]) -> list[bool]:
    """For each row of values whether they differ between the columns."""
    return [len(set(row)) > 1 for row in rows]
