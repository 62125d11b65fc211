"""Grids: how far each has come with each thing, as squares that differ by sign as well as by colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.pictures.drawing import INK, LINE, PAPER, PARTS, SUBTLE, TRACK, WIDTH, Drawing, lines_of
from common.pictures.picture import Picture

SQUARE, AIR = 22, 8


@dataclass(frozen=True)
class Level:
    """One of the answers a square can have: its name, its sign, and its colour (`fill`, and `ink` on it)."""

    label: str
    sign: str
    fill: str
    ink: str


NOTHING = (PAPER, SUBTLE)
BEGUN = (PARTS[1], INK)
DONE = (PARTS[0], PAPER)
LATE = (PARTS[3], INK)
EMPTY = (TRACK, SUBTLE)


def grid(
    rows: Sequence[tuple[str, Sequence[tuple[Level, str]]]],
    *,
    key: str,
    title: str,
    text: str,
    label_header: str,
    column_headers: Sequence[str],
    addresses: Sequence[str] = (),
) -> Picture:
    """A line of squares for (label, a level and its words for each column) rows. The columns are numbered."""
    levels = list(dict.fromkeys(level for _label, cells in rows for level, _said in cells))
    heads = [f"{place}  {header}" for place, header in enumerate(column_headers, start=1)]
    names = [lines_of(label, WIDTH, 1)[0] for label, _cells in rows]
    top = LINE * (len(levels) + len(heads)) + 18
    height = top + LINE + len(rows) * (LINE + SQUARE + AIR)
    drawing = Drawing(key=key, title=title, text=text, width=WIDTH, height=height)
    _key(drawing, levels, heads)
    step = WIDTH / max(len(heads), 1)
    for place in range(len(heads)):
        drawing.words(str(place + 1), (place + 0.5) * step, top + 6, is_subtle=True, anchor="middle")
    y = top + 12.0
    for name, (_label, cells) in zip(names, rows, strict=True):
        drawing.words(name, 0, y + 13)
        for place, (level, _said) in enumerate(cells):
            _square(drawing, level, place * step, y + LINE, step - 4)
        y += LINE + SQUARE + AIR
    return Picture(
        key=key,
        title=title,
        text=text,
        svg=drawing.svg(),
        columns=(label_header, *column_headers),
        rows=tuple((label, *(said for _level, said in cells)) for label, cells in rows),
        words=len(column_headers) + 1,
        addresses=tuple(addresses),
    )


def _key(drawing: Drawing, levels: Sequence[Level], heads: Sequence[str]) -> None:
    y = 0.0
    for level in levels:
        _square(drawing, level, 0, y + 1, 18, 14)
        drawing.words(level.label, 26, y + 13, is_subtle=True)
        y += LINE
    for head in heads:
        drawing.words(head, 0, y + 19, is_subtle=True)
        y += LINE


def _square(drawing: Drawing, level: Level, x: float, y: float, width: float, height: float = SQUARE) -> None:
    drawing.add(
        "rect",
        x=x + 0.5,
        y=y + 0.5,
        width=width,
        height=height,
        rx=3,
        fill=level.fill,
        stroke=SUBTLE,
        stroke_width=0.75,
    )
    sign = drawing.add(
        "text",
        x=x + 0.5 + width / 2,
        y=y + height / 2 + 5,
        font_size=13,
        font_weight="bold",
        text_anchor="middle",
        fill=level.ink,
    )
    sign.text = level.sign
