"""Flows: where amounts come from and where they go, column by column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from common.money import kroner
from common.pictures.drawing import INK, LINE, PARTS, WIDE, Drawing, lines_of
from common.pictures.picture import Picture
from common.pictures.words import in_words

BLOCK, GAP, SCALED, EACH = 14, 14, 300, 90
"""The width of a block, the least air between two, and what all amounts of the fullest column are high together: so
much at most, and so much for each of its blocks where they are few.
"""


@dataclass(frozen=True)
class Node:
    """A block: its key, its label, and its column (0 for the first)."""

    key: str
    label: str
    column: int


@dataclass(frozen=True)
class Link:
    """An amount ≥ 0 that goes from one block to another in a later column."""

    source: str
    target: str
    value: int


def flow(
    nodes: Sequence[Node],
    links: Sequence[Link],
    *,
    key: str,
    title: str,
    source_header: str,
    target_header: str,
    value_header: str,
    text: str = "",
    show: Callable[[int], str] = kroner,
) -> Picture:
    """Blocks in columns, in the order given, with bands as thick as their amounts between them."""
    kept = [link for link in links if link.value > 0]
    labels = {node.key: node.label for node in nodes}
    rows = [(labels[link.source], labels[link.target], link.value) for link in kept]
    said = text or in_words([(f"{source} – {target}", value) for source, target, value in rows], show)
    plan = _Plan(nodes, kept)
    drawing = Drawing(key=key, title=title, text=said, width=WIDE, height=plan.height)
    for link in sorted(kept, key=plan.ends):
        _band(drawing, plan, link)
    for node in nodes:
        _block(drawing, plan, node, show)
    return Picture(
        key=key,
        title=title,
        text=said,
        svg=drawing.svg(),
        columns=(source_header, target_header, value_header),
        rows=tuple((source, target, show(value)) for source, target, value in rows),
        words=2,
        is_wide=True,
    )


class _Plan:
    """Where each block stands, and how far its bands have come."""

    def __init__(self, nodes: Sequence[Node], links: Sequence[Link]) -> None:
        self.columns = max((node.column for node in nodes), default=0) + 1
        self.column = {node.key: node.column for node in nodes}
        self.into = {node.key: sum(link.value for link in links if link.target == node.key) for node in nodes}
        self.out = {node.key: sum(link.value for link in links if link.source == node.key) for node in nodes}
        sums = [sum(self.value(n.key) for n in nodes if n.column == place) for place in range(self.columns)]
        most = max((sum(n.column == place for n in nodes) for place in range(self.columns)), default=0)
        self.scale = Fraction(min(SCALED, EACH * most), max(sums, default=0) or 1)
        self.y: dict[str, float] = {}
        self.lines: dict[str, list[str]] = {}
        ends = [self._stack([n for n in nodes if n.column == place]) for place in range(self.columns)]
        self.height = max(ends, default=1.0)
        self.left = dict.fromkeys(self.column, 0.0)
        self.right = dict.fromkeys(self.column, 0.0)

    def value(self, key: str) -> int:
        """What goes through the block."""
        return max(self.into[key], self.out[key])

    def ends(self, link: Link) -> tuple[float, float]:
        """Where the link's blocks stand: drawn in this order, bands that share a block do not cross there."""
        return self.y[link.source], self.y[link.target]

    def size(self, value: int) -> float:
        """The height of an amount."""
        return float(value * self.scale)

    def x(self, key: str) -> float:
        """Where the block begins."""
        return self.column[key] * self.step

    @property
    def step(self) -> float:
        """From one column to the next; the last one's labels have room too."""
        return WIDE / self.columns

    def _stack(self, nodes: list[Node]) -> float:
        y = 0.0
        for node in nodes:
            self.y[node.key] = y
            self.lines[node.key] = lines_of(node.label, self.step - BLOCK - 14)
            said = LINE * (len(self.lines[node.key]) + 1)
            y += max(self.size(self.value(node.key)), said) + GAP
        return y


def _band(drawing: Drawing, plan: _Plan, link: Link) -> None:
    size = max(plan.size(link.value), 0.6)
    x1, x2 = plan.x(link.source) + BLOCK, plan.x(link.target)
    y1, y2 = plan.y[link.source] + plan.right[link.source], plan.y[link.target] + plan.left[link.target]
    plan.right[link.source] += size
    plan.left[link.target] += size
    middle = (x1 + x2) / 2
    drawing.add(
        "path",
        class_="chart-band",
        d=(
            f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
            f"V{y2 + size:.1f}C{middle:.1f} {y2 + size:.1f} {middle:.1f} {y1 + size:.1f} {x1:.1f} {y1 + size:.1f}Z"
        ),
        fill=PARTS[0],
        fill_opacity=".22",
        stroke=PARTS[0],
        stroke_opacity=".35",
        stroke_width=0.5,
    )


def _block(drawing: Drawing, plan: _Plan, node: Node, show: Callable[[int], str]) -> None:
    x, y, value = plan.x(node.key), plan.y[node.key], plan.value(node.key)
    height = max(plan.size(value), 1.5)
    drawing.add("rect", class_="chart-block", x=x, y=y, width=BLOCK, height=height, rx=2, fill=INK)
    lines = plan.lines[node.key]
    for place, line in enumerate(lines):
        drawing.words(line, x + BLOCK + 6, y + 12 + place * LINE)
    drawing.words(show(value), x + BLOCK + 6, y + 12 + len(lines) * LINE, is_subtle=True)
