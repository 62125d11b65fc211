"""Lines: numbers year by year."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil

from common.money import kroner
from common.pictures.bars import draw_legend
from common.pictures.drawing import INK, LINE, PARTS, TRACK, WIDTH, Drawing, legend_rows
from common.pictures.picture import Picture
from common.pictures.words import in_words, short

PLOT, LEFT, RIGHT = 180, 74, 14
DASHES = ("", "7 4", "2 3", "9 3 2 3", "4 2", "1 4")
STEPS = (1, 2, 5)


def lines(
    points: Sequence[str],
    series: Sequence[tuple[str, Sequence[int | None]]],
    *,
    key: str,
    title: str,
    point_header: str,
    text: str = "",
    show: Callable[[int], str] = kroner,
) -> Picture:
    """A line for each (name, one whole number ≥ 0 for each point, or None where nothing is known) series."""
    said = text or in_words([(name, sum(v or 0 for v in values)) for name, values in series], show)
    legend = legend_rows([name for name, _values in series], WIDTH)
    top = LINE * len(legend) + 14
    drawing = Drawing(key=key, title=title, text=said, width=WIDTH, height=top + PLOT + LINE + 8)
    draw_legend(drawing, legend)
    most = max((value for _name, values in series for value in values if value is not None), default=0)
    ceiling = _axis(drawing, most, top)
    _point_names(drawing, points, top + PLOT + LINE)
    for position, (_name, values) in enumerate(series):
        _line(drawing, position, values, ceiling, top)
    return Picture(
        key=key,
        title=title,
        text=said,
        svg=drawing.svg(),
        columns=(point_header, *(name for name, _values in series)),
        rows=tuple(
            (point, *("–" if values[place] is None else show(values[place] or 0) for _name, values in series))
            for place, point in enumerate(points)
        ),
    )


def ticks(most: int) -> list[int]:
    """Round numbers from 0 to at least `most`, five at the most."""
    if most <= 0:
        return [0, 1]
    size = 1
    while True:
        for step in (number * size for number in STEPS):
            if ceil(most / step) <= len(STEPS) + 1:
                return [step * place for place in range(ceil(most / step) + 1)]
        size *= 10


def _axis(drawing: Drawing, most: int, top: float) -> int:
    marks = ticks(most)
    for mark in marks:
        y = top + PLOT * (1 - mark / marks[-1])
        drawing.add("line", class_="chart-line", x1=LEFT, x2=WIDTH, y1=y, y2=y, stroke=TRACK, stroke_width=1)
        drawing.words(short(mark), LEFT - 6, y + 4, is_subtle=True, anchor="end")
    return marks[-1]


def _x(place: int, count: int) -> float:
    room = WIDTH - LEFT - 2 * RIGHT
    return LEFT + RIGHT + (room * place / (count - 1) if count > 1 else room / 2)


def _point_names(drawing: Drawing, points: Sequence[str], y: float) -> None:
    every = max(1, ceil(len(points) * 40 / (WIDTH - LEFT)))
    for place, point in enumerate(points):
        if (len(points) - 1 - place) % every == 0:
            drawing.words(point, _x(place, len(points)), y, is_subtle=True, anchor="middle")


def _line(drawing: Drawing, position: int, values: Sequence[int | None], ceiling: int, top: float) -> None:
    colour, dash = PARTS[position % len(PARTS)], DASHES[position % len(DASHES)]
    found = [
        None if value is None else (_x(place, len(values)), top + PLOT * (1 - value / ceiling))
        for place, value in enumerate(values)
    ]
    for before, after in pairwise(found):
        if before and after:
            drawing.add(
                "line",
                class_=f"chart-stroke-{position % len(PARTS)}",
                x1=before[0],
                y1=before[1],
                x2=after[0],
                y2=after[1],
                stroke=colour,
                stroke_width=2.5,
                **({"stroke_dasharray": dash} if dash else {}),
            )
    for point in found:
        if point:
            drawing.part(position, "circle", cx=point[0], cy=point[1], r=4, stroke=INK, stroke_width=0.75)
