"""Bars: one for each row, the longest as wide as the picture; and parted bars."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from common.money import grouped as grouped_number
from common.money import kroner
from common.pictures.drawing import ACCENT, LINE, TRACK, WIDTH, Drawing, legend_rows, lines_of
from common.pictures.picture import Picture
from common.pictures.words import in_words, percent

BAR, AIR = 9, 13
VALUE_ROOM = 105
"""What is kept of the label's line for the number."""
THIN_ROOM = 60
"""What is kept of a thin bar's line for the number after it."""


def bars(
    rows: Iterable[tuple[str, int]],
    *,
    key: str,
    title: str,
    label_header: str,
    value_header: str,
    text: str = "",
    show: Callable[[int], str] = kroner,
    addresses: Sequence[str] = (),
) -> Picture:
    """Bars for (label, whole number ≥ 0) rows, in their order. Without `text` the most and the least are named."""
    found = list(rows)
    said = text or in_words(found, show)
    most = max((value for _label, value in found), default=0)
    labels = [lines_of(label, WIDTH - VALUE_ROOM) for label, _value in found]
    drawing = Drawing(key=key, title=title, text=said, width=WIDTH, height=_height(labels, BAR))
    y = 0.0
    for (_label, value), lines in zip(found, labels, strict=True):
        y = _head(drawing, lines, show(value), y)
        drawing.add("rect", class_="chart-track", x=0, y=y, width=WIDTH, height=BAR, rx=2, fill=TRACK)
        drawing.add(
            "rect", class_="chart-bar", x=0, y=y, width=_length(value, most), height=BAR, rx=2, fill=ACCENT
        )
        y += BAR + AIR
    return Picture(
        key=key,
        title=title,
        text=said,
        svg=drawing.svg(),
        columns=(label_header, value_header),
        rows=tuple((label, show(value)) for label, value in found),
        addresses=tuple(addresses),
    )


def stacked(
    rows: Iterable[tuple[str, Sequence[int]]],
    *,
    key: str,
    title: str,
    label_header: str,
    part_headers: Sequence[str],
    total_header: str,
    text: str = "",
    show: Callable[[int], str] = grouped_number,
    are_shares: bool = False,
    addresses: Sequence[str] = (),
) -> Picture:
    """Parted bars for (label, one whole number ≥ 0 for each part) rows.

    With `are_shares` each bar is as wide as the picture, the last part is the rest, and the share of the parts
    before it is shown beside ("72 %"); without, the longest bar is, and sums are shown.
    """
    found = [(label, list(numbers)) for label, numbers in rows]
    sums = [(label, sum(numbers)) for label, numbers in found]
    said = text or in_words(sums, show)
    most = max((total for _label, total in sums), default=0)
    labels = [lines_of(label, WIDTH - VALUE_ROOM) for label, _numbers in found]
    legend = legend_rows(part_headers, WIDTH)
    height = _height(labels, BAR + 3) + LINE * len(legend) + 8
    drawing = Drawing(key=key, title=title, text=said, width=WIDTH, height=height)
    y = draw_legend(drawing, legend, rest=len(part_headers) - 1 if are_shares else None) + 8
    for (_label, numbers), lines in zip(found, labels, strict=True):
        total = sum(numbers)
        beside = f"{percent(sum(numbers[:-1]), total)} %" if are_shares else show(total)
        y = _head(drawing, lines, beside, y)
        if are_shares:
            drawing.rest(x=0, y=y, width=WIDTH, height=BAR + 3, rx=2)
            _parts(drawing, numbers[:-1], total, y)
        else:
            _parts(drawing, numbers, most, y)
        y += BAR + 3 + AIR
    return Picture(
        key=key,
        title=title,
        text=said,
        svg=drawing.svg(),
        columns=(label_header, *part_headers, total_header),
        rows=tuple((label, *map(show, numbers), show(sum(numbers))) for label, numbers in found),
        addresses=tuple(addresses),
    )


def grouped(
    rows: Iterable[tuple[str, Sequence[int | None]]],
    *,
    key: str,
    title: str,
    label_header: str,
    part_headers: Sequence[str],
    text: str = "",
    show: Callable[[int], str] = grouped_number,
    addresses: Sequence[str] = (),
) -> Picture:
    """Thin bars under each label for (label, a whole number ≥ 0 or None for each part) rows, to compare the parts."""
    found = [(label, list(numbers)) for label, numbers in rows]
    most = max((number or 0 for _label, numbers in found for number in numbers), default=0)
    sums = [
        (header, sum(row[place] or 0 for _label, row in found)) for place, header in enumerate(part_headers)
    ]
    said = text or in_words(sums if found else [], show)
    labels = [lines_of(label, WIDTH) for label, _numbers in found]
    legend = legend_rows(part_headers, WIDTH)
    each = len(part_headers) * (BAR + 5)
    drawing = Drawing(
        key=key, title=title, text=said, width=WIDTH, height=_height(labels, each) + LINE * len(legend) + 8
    )
    y = draw_legend(drawing, legend) + 8
    for (_label, numbers), lines in zip(found, labels, strict=True):
        for line in lines:
            drawing.words(line, 0, y + 13)
            y += LINE
        for position, number in enumerate(numbers):
            _thin_bar(drawing, position, number, most, y + 2, show)
            y += BAR + 5
        y += 2 + AIR
    return Picture(
        key=key,
        title=title,
        text=said,
        svg=drawing.svg(),
        columns=(label_header, *part_headers),
        rows=tuple((label, *(_or_dash(number, show) for number in numbers)) for label, numbers in found),
        addresses=tuple(addresses),
    )


def _thin_bar(
    drawing: Drawing, position: int, number: int | None, most: int, y: float, show: Callable[[int], str]
) -> None:
    length = _length(number or 0, most) * (WIDTH - THIN_ROOM) / WIDTH
    if length:
        drawing.part(position, x=0, y=y, width=length, height=BAR + 1, rx=1)
    drawing.words(_or_dash(number, show), length + 5, y + 10, is_subtle=True)


def _or_dash(number: int | None, show: Callable[[int], str]) -> str:
    return "–" if number is None else show(number)


def draw_legend(
    drawing: Drawing, legend: list[list[tuple[int, float, str]]], *, rest: int | None = None
) -> float:
    """The legend on top of the drawing, with the position that is the rest; answers where it ends."""
    y = 0.0
    for row in legend:
        for position, x, label in row:
            if position == rest:
                drawing.rest(x=x, y=y + 2, width=12, height=12, rx=2)
            else:
                drawing.part(position, x=x, y=y + 2, width=12, height=12, rx=2)
            drawing.words(label, x + 17, y + 13, is_subtle=True)
        y += LINE
    return y


def _head(drawing: Drawing, lines: list[str], shown: str, y: float) -> float:
    for place, line in enumerate(lines):
        drawing.words(line, 0, y + 13 + place * LINE)
    drawing.words(shown, WIDTH, y + 13 + (len(lines) - 1) * LINE, is_subtle=True, anchor="end")
    return y + len(lines) * LINE + 2


def _parts(drawing: Drawing, numbers: Sequence[int], whole: int, y: float) -> None:
    before = 0
    for position, number in enumerate(numbers):
        start, end = _length(before, whole), _length(before + number, whole)
        if end > start:
            drawing.part(position, x=start, y=y, width=end - start, height=BAR + 3)
        before += number


def _height(labels: list[list[str]], bar: int) -> float:
    return sum(len(lines) * LINE + 2 + bar + AIR for lines in labels)


def _length(value: int, most: int) -> float:
    return float(Fraction(value, most) * WIDTH) if most else 0.0
