"""The wheel as a circle: where each month, ring and mark stands. Pure numbers, written as SVG wants them.

The year runs clockwise from the top. Each month has 30 degrees; a ring for each arena, the outermost first; the
deadlines stand on the rim. Marks that would cover each other are moved apart within their month, on one line or
several; where a month is full, the ring's marks are smaller, and the smallest have no numbers.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, degrees, pi, radians, sin

from django.utils.safestring import SafeString

from networks.wheel.entries import Column, Kind, Wheel, WheelEntry
from networks.wheel.year import WheelYear

SIZE = 1000
CENTRE = SIZE / 2
EDGE = 494
MONTHS = (446, EDGE)
RIM = (394, 442)
RINGS = (138, 390)
WIDEST = 76
"""No ring is wider; what is left is the hub's."""
SECTOR = 30
SIZES = (19.0, 16.0, 13.0, 11.0, 9.0, 7.0, 5.5, 4.0)
"""The radii a mark can have, tried from the largest."""
SMALLEST_NUMBERED = 9.0
AIR = 2.5
DIAMOND = 1.2
"""A diamond reaches so much further than a disc of its size."""
PILL = 13.0
"""The radius of a ring's letter, which stands where the year begins."""
MOST_MOVED = 5.0
"""So many degrees a mark may be moved before a second line is tried."""
HUB_SIGNS = 17
INK, PAPER = "#292c30", "#fff"
COLOURS = (INK, "#005db1", "#0b6a53", "#674da7", "#80540f", "#5b5d60")
"""Of the deadlines, and of the rings' marks by their tint: Designsystemet's strong colours, for paper and files. The
page's sheet sets the same ones as variables.
"""


@dataclass(frozen=True)
class Month:
    """A month's part of the outermost band: where its name stands and how it is turned, and the line before it."""

    first: date
    x: str
    y: str
    turn: str
    path: str
    line: tuple[str, str, str, str]
    is_now: bool


@dataclass(frozen=True)
class Ring:
    """A ring: its column, its middle radius and its width, and where its letter stands."""

    column: Column
    radius: str
    width: str
    x: str
    y: str


@dataclass(frozen=True)
class Mark:
    """An entry: its middle, its size, and the arc of what lasts for more than a day ("" for none)."""

    entry: WheelEntry
    colour: str
    x: str
    y: str
    size: str
    inner: str
    corner: str
    font: str
    text_y: str
    arc: str
    has_number: bool

    @property
    def is_hollow(self) -> bool:
        """Whether the mark is a ring: events are, so that a grey copy tells them from meetings."""
        return self.entry.kind == Kind.EVENT

    @property
    def drawing(self) -> SafeString:
        """The mark as SVG: its arc, its sign and its number. Written here, since a wheel can have hundreds."""
        parts = [self._arc_drawn() if self.arc else "", self._sign()]
        if self.has_number:
            ink = INK if self.is_hollow else PAPER
            parts.append(
                f'<text class="wheel-number" x="{self.x}" y="{self.text_y}" font-size="{self.font}" '
                f'fill="{ink}">{self.entry.number}</text>'
            )
        return SafeString("".join(parts))

    def _arc_drawn(self) -> str:
        return (
            f'<path class="wheel-arc" d="{self.arc}" fill="none" stroke="{self.colour}" stroke-width="6" '
            'stroke-linecap="round"></path>'
        )

    def _sign(self) -> str:
        if self.corner:
            return (
                f'<path class="wheel-shape" d="{self.corner}" fill="{INK}" stroke="{PAPER}" '
                'stroke-width="2"></path>'
            )
        if self.is_hollow:
            paint = f'r="{self.inner}" fill="{PAPER}" stroke="{self.colour}" stroke-width="3"'
        else:
            paint = f'r="{self.size}" fill="{self.colour}"'
        return f'<circle class="wheel-shape" cx="{self.x}" cy="{self.y}" {paint}></circle>'


@dataclass(frozen=True)
class Hand:
    """Today: a line from the hub to the edge, and its head."""

    x1: str
    y1: str
    x2: str
    y2: str
    head: str


@dataclass(frozen=True)
class Picture:
    """What components/wheel.html draws, in units of a square of 1000."""

    wheel: Wheel
    months: tuple[Month, ...]
    rings: tuple[Ring, ...]
    marks: tuple[Mark, ...]
    hand: Hand | None
    hub: tuple[tuple[str, str], ...]
    size: int = SIZE


def picture_of(wheel: Wheel) -> Picture:
    """The wheel's picture."""
    bands = _bands(wheel.rings)
    by_column: dict[str, list[WheelEntry]] = defaultdict(list)
    for entry in wheel.entries:
        by_column[entry.column].append(entry)
    marks = [
        mark
        for column in wheel.columns
        for mark in _marks(wheel, column, by_column[column.key], bands.get(column.key, RIM))
    ]
    return Picture(
        wheel,
        tuple(_month(wheel, index, first) for index, first in enumerate(wheel.year.months)),
        tuple(_ring(column, bands[column.key]) for column in wheel.rings),
        tuple(sorted(marks, key=lambda mark: mark.entry.number)),
        _hand(wheel),
        _hub(wheel),
    )


def angle_of(year: WheelYear, day: date, *, part: float = 0.5) -> float:
    """Degrees clockwise from the top to the day: its beginning (0), its middle (0.5) or its end (1).

    Days outside the year stand at its edges.
    """
    if day < year.begins_on:
        return 0.0
    if day > year.ends_on:
        return 360.0
    length = monthrange(day.year, day.month)[1]
    return SECTOR * (year.month_index(day) + (day.day - 1 + part) / length)


def spread(wanted: Sequence[float], *, low: float, high: float, apart: float) -> list[float] | None:
    """The wanted positions (rising), moved as little as one pass each way does, at least `apart` from each other and
    within `low` and `high`; None when there is not room.
    """
    if low > high or (len(wanted) - 1) * apart > high - low + 1e-9:
        return None
    found: list[float] = []
    for position in wanted:
        found.append(max(position, low, found[-1] + apart if found else low))
    limit = high
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], limit)
        limit = found[index] - apart
    return found


def _bands(rings: Sequence[Column]) -> dict[str, tuple[float, float]]:
    """From and to which radius each ring reaches, outermost first."""
    width = _ring_width(rings)
    return {
        column.key: (RINGS[1] - (index + 1) * width, RINGS[1] - index * width)
        for index, column in enumerate(rings)
    }


def _ring_width(rings: Sequence[Column]) -> float:
    return min((RINGS[1] - RINGS[0]) / max(len(rings), 1), WIDEST)


def _hub_radius(wheel: Wheel) -> float:
    return RINGS[1] - len(wheel.rings) * _ring_width(wheel.rings) - 8


def _marks(
    wheel: Wheel, column: Column, entries: Sequence[WheelEntry], band: tuple[float, float]
) -> list[Mark]:
    months: dict[int, list[WheelEntry]] = defaultdict(list)
    for entry in entries:
        months[wheel.year.month_index(entry.starts_on)].append(entry)
    size, places = _fit(wheel.year, months, band, has_letter=not column.is_rim)
    return [_mark(wheel.year, column, entry, size, *places[entry.number], band) for entry in entries]


Places = dict[int, tuple[float, float]]
"""Number of an entry → its angle and its radius."""


def _fit(
    year: WheelYear, months: dict[int, list[WheelEntry]], band: tuple[float, float], *, has_letter: bool
) -> tuple[float, Places]:
    """The largest size at which every month's marks have room, and where they stand."""
    for size in SIZES:
        if size * 2.1 > band[1] - band[0]:
            continue
        found: Places = {}
        for index, entries in months.items():
            placed = _in_month(year, index, entries, band, size, has_letter=has_letter)
            if placed is None:
                break
            found |= placed
        else:
            return size, found
    return SIZES[-1], {
        number: place
        for index, entries in months.items()
        for number, place in _crowded(index, entries, band).items()
    }


def _in_month(
    year: WheelYear,
    index: int,
    entries: Sequence[WheelEntry],
    band: tuple[float, float],
    size: float,
    *,
    has_letter: bool,
) -> Places | None:
    """Where a month's marks of this size stand: on as few lines as keep them near their days; None without room."""
    wanted = sorted((_wanted(year, entry), entry.number) for entry in entries)
    most = max(int((band[1] - band[0]) // (2 * size + AIR)), 1)
    best: Places | None = None
    for lines in range(1, most + 1):
        found = _on_lines(wanted, index, _radii(band, lines, size), size, has_letter=has_letter)
        if found is None:
            continue
        best = found
        if all(abs(found[number][0] - angle) <= MOST_MOVED for angle, number in wanted):
            break
    return best


def _on_lines(
    wanted: Sequence[tuple[float, int]], index: int, radii: Sequence[float], size: float, *, has_letter: bool
) -> Places | None:
    lines: list[list[tuple[float, int]]] = [[] for _radius in radii]
    for row in wanted:
        min(lines, key=lambda line: line[-1][0] if line else -1.0).append(row)
    found: Places = {}
    for line, radius in zip(lines, radii, strict=True):
        reach = size if has_letter else size * DIAMOND
        apart, edge = degrees((2 * reach + AIR) / radius), degrees((reach + AIR / 2) / radius)
        letter = degrees((PILL + AIR) / radius) if has_letter else 0.0
        low = SECTOR * index + edge + (letter if index == 0 else 0)
        high = SECTOR * (index + 1) - edge - (letter if index == 11 else 0)
        placed = spread([angle for angle, _number in line], low=low, high=high, apart=apart)
        if placed is None:
            return None
        found |= {number: (angle, radius) for angle, (_at, number) in zip(placed, line, strict=True)}
    return found


def _crowded(index: int, entries: Sequence[WheelEntry], band: tuple[float, float]) -> Places:
    """More than there is room for: evenly over the month, on as many lines as the ring has, the smallest size."""
    radii = _radii(band, max(int((band[1] - band[0]) // (2 * SIZES[-1] + 1)), 1), SIZES[-1])
    step = SECTOR / (len(entries) + 1)
    return {
        entry.number: (SECTOR * index + step * (turn + 1), radii[turn % len(radii)])
        for turn, entry in enumerate(entries)
    }


def _radii(band: tuple[float, float], lines: int, size: float) -> list[float]:
    """The radii of so many lines in the ring, close around its middle."""
    middle, step = (band[0] + band[1]) / 2, 2 * size + AIR
    return [middle + step * (lines - 1) / 2 - step * line for line in range(lines)]


def _wanted(year: WheelYear, entry: WheelEntry) -> float:
    """Whole months want the middle of their month, all others their first day."""
    if entry.is_whole_month:
        return SECTOR * (year.month_index(entry.starts_on) + 0.5)
    return angle_of(year, entry.starts_on)


def _mark(
    year: WheelYear,
    column: Column,
    entry: WheelEntry,
    size: float,
    angle: float,
    radius: float,
    band: tuple[float, float],
) -> Mark:
    x, y = _point(angle, radius)
    font = size * (0.92 if entry.number > 99 else 1.1)
    return Mark(
        entry=entry,
        colour=COLOURS[column.tint],
        x=_said(x),
        y=_said(y),
        size=_said(size),
        inner=_said(size - 1.5),
        corner=_diamond(x, y, size) if entry.kind == Kind.DEADLINE else "",
        font=_said(font),
        text_y=_said(y + font * 0.36),
        arc=_lasting(year, entry, radius),
        has_number=size >= SMALLEST_NUMBERED,
    )


def _lasting(year: WheelYear, entry: WheelEntry, radius: float) -> str:
    """The arc of an entry that lasts for more than a day."""
    if entry.starts_on == entry.ends_on:
        return ""
    start, end = angle_of(year, entry.starts_on, part=0), angle_of(year, entry.ends_on, part=1)
    air, letter = min(1.6, (end - start) / 4), degrees((PILL + 6) / radius)
    first, last = max(start + air, letter), min(end - air, 360 - letter)
    return _arc(first, last, radius) if last > first else ""


def _month(wheel: Wheel, index: int, first: date) -> Month:
    start = SECTOR * index
    middle = start + SECTOR / 2
    is_below = 90 < middle < 270
    # letters stand on the circle's inner side below, so that none is upside down
    x, y = _point(middle, (MONTHS[0] + MONTHS[1]) / 2 + (8 if is_below else -8))
    today = wheel.today
    is_now = today is not None and (today.year, today.month) == (first.year, first.month)
    line = (*_point(start, _hub_radius(wheel)), *_point(start, EDGE))
    x1, y1, x2, y2 = (_said(number) for number in line)
    turn = f"rotate({_said(middle + 180 if is_below else middle)} {_said(x)} {_said(y)})"
    return Month(first, _said(x), _said(y), turn, _band_path(start, *MONTHS), (x1, y1, x2, y2), is_now)


def _band_path(start: float, inner: float, outer: float) -> str:
    """A month's part of a band."""
    a, b = _point(start, outer), _point(start + SECTOR, outer)
    c, d = _point(start + SECTOR, inner), _point(start, inner)
    return f"M{_pair(a)}A{outer} {outer} 0 0 1 {_pair(b)}L{_pair(c)}A{inner} {inner} 0 0 0 {_pair(d)}Z"


def _ring(column: Column, band: tuple[float, float]) -> Ring:
    middle = (band[0] + band[1]) / 2
    return Ring(column, _said(middle), _said(band[1] - band[0] - 4), _said(CENTRE), _said(CENTRE - middle))


def _hand(wheel: Wheel) -> Hand | None:
    if wheel.today is None or not wheel.year.holds(wheel.today):
        return None
    angle = angle_of(wheel.year, wheel.today)
    start, end = _point(angle, _hub_radius(wheel)), _point(angle, MONTHS[0])
    head = (
        _point(angle, MONTHS[0] - 4),
        _point(angle - 1.5, MONTHS[0] + 14),
        _point(angle + 1.5, MONTHS[0] + 14),
    )
    x1, y1, x2, y2 = (_said(number) for number in (*start, *end))
    return Hand(x1, y1, x2, y2, "M" + "L".join(_pair(point) for point in head) + "Z")


def _hub(wheel: Wheel) -> tuple[tuple[str, str], ...]:
    """The words in the middle, line by line with their heights: whose wheel it is, under the year."""
    lines = [*_wrapped(wheel.title, HUB_SIGNS)[:3], *_wrapped(wheel.subtitle, HUB_SIGNS)[:2]]
    return tuple((line, _said(CENTRE + 28 + 25 * index)) for index, line in enumerate(lines))


def _wrapped(text: str, signs: int) -> list[str]:
    found: list[str] = []
    for word in text.split():
        if found and len(found[-1]) + 1 + len(word) <= signs:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _diamond(x: float, y: float, size: float) -> str:
    reach = size * DIAMOND
    points: Iterable[tuple[float, float]] = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
    return "M" + "L".join(_pair(point) for point in points) + "Z"


def _arc(start: float, end: float, radius: float) -> str:
    far = 1 if end - start > 180 else 0
    return f"M{_pair(_point(start, radius))}A{_said(radius)} {_said(radius)} 0 {far} 1 {_pair(_point(end, radius))}"


def _point(angle: float, radius: float) -> tuple[float, float]:
    turn = radians(angle) - pi / 2
    return CENTRE + radius * cos(turn), CENTRE + radius * sin(turn)


def _pair(point: tuple[float, float]) -> str:
    return f"{_said(point[0])} {_said(point[1])}"


def _said(number: float) -> str:
    """A number as SVG wants it, whatever the reader's language."""
    return f"{number:.1f}".rstrip("0").rstrip(".")
