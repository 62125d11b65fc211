"""What pygal draws, taken over shape by shape: its geometry, without its styles, scripts and hints.

pygal decides where axes, ticks, lines and points stand. What it writes besides (a style sheet, a script, hints for
each value) a strict content policy drops and a screen reader would stumble over, so it is left behind.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pygal import Line
from pygal.style import Style

from common.pictures.drawing import TEXT

# pygal adds a finder of modules for its maps, written as before Python 3.4, on which those that ask finders as today
# (pytest among them) fail. We draw no maps.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

LETTERS = Style(label_font_size=TEXT, major_label_font_size=TEXT)
MOST_NAMES = 6
"""With more points than this not all are named under the axis."""


@dataclass(frozen=True)
class Shape:
    """A path (moved by x and y), a text or a circle; `series` is whose it is, None for an axis."""

    tag: str
    x: float
    y: float
    series: int | None = None
    path: str = ""
    said: str = ""
    axis: str = ""


def line_shapes(
    points: Sequence[str],
    series: Sequence[Sequence[int | None]],
    *,
    width: float,
    height: float,
    tick: Callable[[int], str],
) -> list[Shape]:
    """The axes with their ticks, the lines (whole where something is known) and the points."""
    chart = Line(
        js=[],
        css=[],
        style=LETTERS,
        margin=2,
        margin_right=16,
        show_legend=False,
        no_prefix=True,
        width=width,
        height=height,
        spacing=6,
        include_x_axis=True,
        allow_interruptions=True,
        min_scale=3,
        max_scale=5,
        value_formatter=lambda value: tick(round(value)),
        truncate_label=-1,
        show_minor_x_labels=False,
    )
    every = -(-len(points) // MOST_NAMES)
    chart.x_labels = list(points)
    chart.x_labels_major = list(points)[::-1][:: every or 1]
    for place, values in enumerate(series):
        chart.add(str(place), list(values))
    return list(_line_shapes(chart.render_tree()))


def _line_shapes(tree: Any) -> Iterator[Shape]:
    for plot in _classed(tree, "plot"):
        dx, dy = _moved(plot)
        for name in ("x", "y"):
            for axis in _classed(plot, "axis", name):
                for node in axis.iter():
                    yield from _axis_shape(node, name, dx, dy)
        for series in _classed(plot, "series"):
            yield from _series_shapes(series, dx, dy)


def _series_shapes(series: Any, dx: float, dy: float) -> Iterator[Shape]:
    place = _place(series)
    for node in series.iter():
        if _tag(node) == "path":
            yield Shape("path", dx, dy, place, path=node.get("d"))
        elif _tag(node) == "circle":
            yield Shape("circle", dx + float(node.get("cx")), dy + float(node.get("cy")), place)


def _axis_shape(node: Any, name: str, dx: float, dy: float) -> Iterator[Shape]:
    if _tag(node) == "path" and name == "y":
        yield Shape("path", dx, dy, path=node.get("d"), axis=name)
    elif _tag(node) == "text":
        x, y = dx + float(node.get("x")), dy + float(node.get("y"))
        yield Shape("text", x, y, said=node.text or "", axis=name)


def _tag(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _classed(node: Any, *classes: str) -> list[Any]:
    return [found for found in node.iter() if set(classes) <= set((found.get("class") or "").split())]


def _place(series: Any) -> int:
    return int(next(name for name in series.get("class").split() if name.startswith("serie-"))[6:])


def _moved(plot: Any) -> tuple[float, float]:
    x, y = plot.get("transform").removeprefix("translate(").rstrip(")").split(",")
    return float(x), float(y)
