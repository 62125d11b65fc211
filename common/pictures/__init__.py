"""The one place where numbers become pictures: `bars`, `stacked`, `lines`, `flow`.

Each answers a `Picture`, which components/picture.html shows in a page and in a PDF:
`{% include "components/picture.html" with picture=picture %}`.
"""

from common.pictures.bars import bars, stacked
from common.pictures.curves import lines
from common.pictures.flow import Link, Node, flow
from common.pictures.picture import Picture
from common.pictures.words import in_words, percent

__all__ = ["Link", "Node", "Picture", "bars", "flow", "in_words", "lines", "percent", "stacked"]
