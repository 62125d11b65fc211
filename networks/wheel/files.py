"""The wheel on paper (PDF/UA on one A4 or A3, the table behind it) and as a drawing of its own (SVG)."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.dates import day
from common.documents.pdf import make_pdf
from networks.wheel.entries import Wheel, WheelEntry
from networks.wheel.geometry import SIZE, Picture, picture_of
from networks.wheel.table import table_of

PAPERS = ("A4", "A3")
ROW = 24
WIDTH = 540
TOP = 240
MOST_ROWS = 44
PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
LONGEST = 46
"""So many signs of a title have room on one line of the drawing."""


@dataclass(frozen=True)
class Row:
    """A line of the list beside the drawing."""

    entry: WheelEntry
    title: str
    x: int
    y: int

    @property
    def day_x(self) -> int:
        """Where the day stands."""
        return self.x + 36

    @property
    def title_x(self) -> int:
        """Where the title stands."""
        return self.x + 130


def wheel_pdf(wheel: Wheel, *, paper: str, now: datetime) -> bytes:
    """The wheel on one landscape sheet of `paper`, the table on the next. The same wheel gives the same bytes.

    Raises ValueError for a paper that is not one of PAPERS.
    """
    if paper not in PAPERS:
        raise ValueError(paper)
    html = render_to_string(
        "documents/wheel.html",
        {
            "wheel": wheel,
            "picture": picture_of(wheel),
            "table": table_of(wheel),
            "paper": paper,
            "portal_address": settings.PORTAL_URL,
            "printed_on": day(now),
            "is_long": len(wheel.entries) > MOST_ROWS,
        },
    )
    name = f"{wheel.title}-{wheel.subtitle}-{wheel.year.label}-{paper}"
    return make_pdf(html, css="poster", identifier=name.encode())


def wheel_svg(picture: Picture, *, address: str) -> str:
    """The drawing with its list, which stands by itself: links go to the portal."""
    rows = _rows(picture.wheel)
    columns = max(ceil(len(rows) / MOST_ROWS), 1)
    return render_to_string(
        "documents/wheel_svg.html",
        {
            "picture": picture,
            "wheel": picture.wheel,
            "base": f"{settings.PORTAL_URL.rstrip('/')}{address}",
            "rows": rows,
            "width": SIZE + 60 + columns * WIDTH,
            "height": max(SIZE, TOP + len(picture.wheel.rings) * ROW + min(len(rows), MOST_ROWS) * ROW + 30),
            "list_y": TOP + len(picture.wheel.rings) * ROW - 30,
            "legend": [(ring, 176 + ROW * turn) for turn, ring in enumerate(picture.wheel.rings)],
        },
    )


def file_name(wheel: Wheel, ending: str) -> str:
    """'arshjul-trondelag-sorvest-2024-25.pdf'."""
    said = f"{wheel.title} {wheel.subtitle}".lower().translate(PLAIN)
    words = {"whose": slugify(said), "year": wheel.year.label.replace("–", "-")}
    return f"{_('annual-wheel-%(whose)s-%(year)s') % words}.{ending}"


def _rows(wheel: Wheel) -> list[Row]:
    top = TOP + len(wheel.rings) * ROW
    found = []
    for turn, entry in enumerate(wheel.entries):
        said = entry.said
        found.append(
            Row(
                entry=entry,
                title=said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip()}…",
                x=SIZE + 60 + WIDTH * (turn // MOST_ROWS),
                y=top + ROW * (turn % MOST_ROWS),
            )
        )
    return found
