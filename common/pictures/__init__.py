"""The one place where numbers become pictures: `bars`, `stacked`, `grouped`, `lines`, `flow`, `grid`.

Each answers a `Picture`, which components/picture.html shows in a page and in a PDF:
`{% include "components/picture.html" with picture=picture %}`.
"""

from common.pictures.bars import bars, grouped, stacked
from common.pictures.curves import lines
from common.pictures.flow import Link, Node, flow
from common.pictures.grid import BEGUN, DONE, EMPTY, LATE, NOTHING, Level, grid
from common.pictures.picture import Picture
from common.pictures.words import in_words, percent

__all__ = [
    "BEGUN",
    "DONE",
    "EMPTY",
    "LATE",
    "NOTHING",
    "Level",
    "Link",
    "Node",
    "Picture",
    "bars",
    "flow",
    "grid",
    "grouped",
    "in_words",
    "lines",
    "percent",
    "stacked",
]
