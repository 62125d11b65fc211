"""Pictures made on the server: the geometry of bars, in the same numbers for the page and the PDF."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from common.money import kroner

WIDTH = 340
ROW = 38


@dataclass(frozen=True)
class Bar:
    """One row: its label and shown value, and where it stands (user units of the picture)."""

    label: str
    shown: str
    y: int
    text_y: int
    width: int


@dataclass(frozen=True)
class BarChart:
    """What components/bar_chart.html draws. `text` says in words what the picture shows."""

    key: str
    title: str
    text: str
    label_header: str
    value_header: str
    bars: tuple[Bar, ...]
    width: int = WIDTH

    @property
    def height(self) -> int:
        """The height of the picture in user units."""
        return max(ROW * len(self.bars), 1)


def bar_chart(
    rows: Iterable[tuple[str, int]],
    *,
    key: str,
    title: str,
    text: str,
    label_header: str,
    value_header: str,
    show: Callable[[int], str] = kroner,
) -> BarChart:
    """Bars for (label, whole number ≥ 0) rows, the longest as wide as the picture. `key` is unique in the page."""
    found = list(rows)
    most = max((value for _label, value in found), default=0)
    bars = tuple(
        Bar(label, show(value), index * ROW + 20, index * ROW + 14, _length(value, most))
        for index, (label, value) in enumerate(found)
    )
    return BarChart(key, title, text, label_header, value_header, bars)


def _length(value: int, most: int) -> int:
    return round(Fraction(value, most) * WIDTH) if most else 0
