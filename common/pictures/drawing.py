"""Drawings as SVG that a strict content policy, a screen reader, a grey copy and a PDF all can take.

Colours are presentation attributes (a policy drops `style`), and classes let the page's sheet put the theme's
variables in their place. The drawing is one image with a title and a description.
"""

from collections.abc import Sequence
from textwrap import wrap
from xml.etree import ElementTree

from django.utils.safestring import SafeString, mark_safe

WIDTH = 340
WIDE = 720
INK, SUBTLE, TRACK, PAPER, ACCENT = "#24272b", "#5a6067", "#e4e6e8", "#ffffff", "#0062ba"
TEXT = 13.5
LINE = 17
LETTER = 7.2
"""The width of a letter on average at the size of text, a little wide."""
PARTS = (ACCENT, "#a8ccf0", "#6b7278", "#f3b63f", "#0b6a53", "#d4b8e8")
"""The colours of parts and series, in turns of dark and light so that neighbours differ in greys."""
HATCHED = (1, 3, 5)
"""The parts that are hatched too."""


class Drawing:
    """An SVG being drawn, `width` × `height` in its own units."""

    def __init__(self, *, key: str, title: str, text: str, width: float, height: float) -> None:
        self.key, self.width = key, width
        self.root = ElementTree.Element(
            "svg",
            {
                "viewBox": f"0 0 {_written(width)} {_written(max(height, 1))}",
                "role": "img",
                "font-family": "Inter, sans-serif",
                "aria-labelledby": f"{key}-title {key}-desc",
            },
        )
        for tag, said in (("title", title), ("desc", text)):
            ElementTree.SubElement(self.root, tag, {"id": f"{key}-{tag}"}).text = said

    def add(self, tag: str, **attributes: str | float) -> ElementTree.Element:
        """One shape; `font_size` is written `font-size`, `class_` is written `class`."""
        return ElementTree.SubElement(
            self.root,
            tag,
            {name.rstrip("_").replace("_", "-"): _written(value) for name, value in attributes.items()},
        )

    def words(self, said: str, x: float, y: float, *, is_subtle: bool = False, anchor: str = "start") -> None:
        """Text that stands on `y`."""
        self.add(
            "text",
            class_="chart-subtle" if is_subtle else "chart-text",
            x=x,
            y=y,
            font_size=TEXT,
            text_anchor=anchor,
            fill=SUBTLE if is_subtle else INK,
        ).text = said

    def rest(self, **attributes: str | float) -> ElementTree.Element:
        """A rectangle for what is left of a whole."""
        return self.add(
            "rect", class_="chart-rest", fill=TRACK, stroke=SUBTLE, stroke_width=0.5, **attributes
        )

    def part(self, position: int, tag: str = "rect", **attributes: str | float) -> ElementTree.Element:
        """A shape in the colour, and where it has one the hatching, of a part or series (0 for the first)."""
        place = position % len(PARTS)
        shape = self.add(tag, class_=f"chart-part-{place}", fill=PARTS[place], **attributes)
        if place in HATCHED:
            self._need_hatching(place)
            self.add(tag, fill=f"url(#{self.key}-hatch-{place})", **attributes)
        return shape

    def _need_hatching(self, place: int) -> None:
        name = f"{self.key}-hatch-{place}"
        if any(found.get("id") == name for found in self.root.iter("pattern")):
            return
        pattern = ElementTree.Element(
            "pattern",
            {
                "id": name,
                "width": "5",
                "height": "5",
                "patternUnits": "userSpaceOnUse",
                "patternTransform": f"rotate({45 if place == 1 else 135})",
            },
        )
        ElementTree.SubElement(
            pattern, "rect", {"width": "1.5", "height": "5", "fill": INK, "fill-opacity": ".55"}
        )
        self.root.insert(2, pattern)

    def svg(self) -> SafeString:
        """The drawing as it stands in a page."""
        return mark_safe(ElementTree.tostring(self.root, encoding="unicode"))  # noqa: S308 -- escaped by ElementTree


def lines_of(said: str, width: float, most: int = 2) -> list[str]:
    """The text on at most `most` lines of `width` units, cut with an ellipsis where it does not fit."""
    letters = max(int(width / LETTER), 4)
    found: list[str] = wrap(said, letters, max_lines=most, placeholder="…") or [""]
    return found


def legend_rows(labels: Sequence[str], width: float) -> list[list[tuple[int, float, str]]]:
    """Where each label of a legend stands: rows of (position, x, label), as many on a row as there is room for."""
    rows: list[list[tuple[int, float, str]]] = [[]]
    x = 0.0
    for position, label in enumerate(labels):
        taken = 20 + len(label) * LETTER + 14
        if rows[-1] and x + taken > width:
            rows.append([])
            x = 0.0
        rows[-1].append((position, x, label))
        x += taken
    return rows if labels else []


def _written(value: str | float) -> str:
    return (
        value
        if isinstance(value, str)
        else f"{round(value, 1):g}"
        if abs(value) < 100_000
        else str(round(value))
    )
