"""Pictures of shares: bars of equal length, each parted. The same numbers stand in the picture and in its table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH = 340
ROW = 40


@dataclass(frozen=True)
class Part:
    """One part of a bar: which one (0 for the first), where it stands and how long it is, and its number."""

    position: int
    x: int
    width: int
    number: int


@dataclass(frozen=True)
class ShareBar:
    """One row: its label, its parts, what is shown beside it, and where it stands (user units of the picture)."""

    label: str
    shown: str
    parts: tuple[Part, ...]
    rest: int
    total: int
    y: int
    text_y: int


@dataclass(frozen=True)
class ShareChart:
    """What components/share_chart.html draws. `text` says in words what the picture shows."""

    key: str
    title: str
    text: str
    label_header: str
    part_headers: tuple[str, ...]
    rest_header: str
    total_header: str
    bars: tuple[ShareBar, ...]
    width: int = WIDTH

    @property
    def height(self) -> int:
        """The height of the picture in user units."""
        return max(ROW * len(self.bars), 1)


def percent(number: int, total: int) -> int:
    """Whole per cent; never 100 while something is missing, never 0 while there is something."""
    if not total or not number:
        return 0
    if number >= total:
        return 100
    return min(99, max(1, round(Fraction(100 * number, total))))


def share_chart(
    rows: Iterable[tuple[str, Sequence[int], int]],
    *,
    key: str,
    title: str,
    text: str,
    label_header: str,
    part_headers: Sequence[str],
    rest_header: str,
    total_header: str,
) -> ShareChart:
    """Bars for (label, one number for each part, total) rows; what the parts leave of the total is the rest.

    `key` is unique in the page. The share that is shown is that of all the parts together.
    """
    bars = tuple(
        ShareBar(
            label=label,
            shown=f"{percent(sum(numbers), total)} %",
            parts=_parts(numbers, total),
            rest=total - sum(numbers),
            total=total,
            y=index * ROW + 20,
            text_y=index * ROW + 14,
        )
        for index, (label, numbers, total) in enumerate(rows)
    )
    return ShareChart(key, title, text, label_header, tuple(part_headers), rest_header, total_header, bars)


def _parts(numbers: Sequence[int], total: int) -> tuple[Part, ...]:
    found, before = [], 0
    for position, number in enumerate(numbers):
        start, end = _at(before, total), _at(before + number, total)
        found.append(Part(position, start, end - start, number))
        before += number
    return tuple(found)


def _at(number: int, total: int) -> int:
    return round(Fraction(number, total) * WIDTH) if total else 0
