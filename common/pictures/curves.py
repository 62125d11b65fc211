"""Lines: numbers year by year. pygal places axes, ticks and points; we dress them."""

from collections.abc import Callable, Sequence

from common.money import kroner
from common.pictures.bars import draw_legend
from common.pictures.drawing import INK, LINE, PARTS, TRACK, WIDTH, Drawing, legend_rows
from common.pictures.library import Shape, line_shapes
from common.pictures.picture import Picture
from common.pictures.words import in_words, short

PLOT = 210
DASHES = ("", "7 4", "2 3", "9 3 2 3", "4 2", "1 4")


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
    top = LINE * len(legend) + 8
    drawing = Drawing(key=key, title=title, text=said, width=WIDTH, height=top + PLOT)
    draw_legend(drawing, legend)
    values = [list(numbers) for _name, numbers in series]
    for shape in line_shapes(points, values, width=WIDTH, height=PLOT, tick=short):
        _dress(drawing, shape, top)
    return Picture(
        key=key,
        title=title,
        text=said,
        svg=drawing.svg(),
        columns=(point_header, *(name for name, _values in series)),
        rows=tuple(
            (point, *(_shown(numbers[place], show) for numbers in values))
            for place, point in enumerate(points)
        ),
    )


def _shown(number: int | None, show: Callable[[int], str]) -> str:
    return "–" if number is None else show(number)


def _dress(drawing: Drawing, shape: Shape, top: float) -> None:
    if shape.tag == "text":
        anchor = "end" if shape.axis == "y" else "middle"
        drawing.words(shape.said, shape.x, shape.y + top, is_subtle=True, anchor=anchor)
    elif shape.series is None:
        _path(drawing, shape, top, class_="chart-line", stroke=TRACK, stroke_width=1)
    elif shape.tag == "circle":
        drawing.part(shape.series, "circle", cx=shape.x, cy=shape.y + top, r=4, stroke=INK, stroke_width=0.75)
    else:
        dash, place = DASHES[shape.series % len(DASHES)], shape.series % len(PARTS)
        dashed = {"stroke_dasharray": dash} if dash else {}
        _path(
            drawing,
            shape,
            top,
            class_=f"chart-stroke-{place}",
            stroke=PARTS[place],
            stroke_width=2.5,
            **dashed,
        )


def _path(drawing: Drawing, shape: Shape, top: float, **attributes: str | float) -> None:
    moved = f"translate({shape.x:g} {shape.y + top:g})"
    drawing.add("path", d=shape.path, transform=moved, fill="none", **attributes)
