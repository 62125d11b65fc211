"""What a cell of Excel can carry, and how a text stands in one.

A text that goes out and comes back unchanged must be the same text: so the portal compares with what a cell carries.
"""

import re
from typing import Any

LONGEST = 32_767
"""Excel's own limit for the text of one cell, in UTF-16 units."""
NOT_CARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that no XML file can hold."""
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
RISKY = ("=", "+", "-", "@", "'", "\t", "\r")
"""What begins so is marked as text, so that no program takes it for a formula or drops the sign."""


def carried(value: Any) -> Any:
    """A value as it comes back from a cell: texts without signs that no cell can hold, line breaks as one sign."""
    if not isinstance(value, str):
        return value
    return NOT_CARRIED.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def fits(value: Any) -> bool:
    """Whether a cell has room for the whole text."""
    return not isinstance(value, str) or len(value.encode("utf-16-le")) // 2 <= LONGEST


def escaped(text: str) -> str:
    """The text as it stands in the file: '_x0041_' is marked, so that no program reads it as 'A'."""
    return LOOKS_ESCAPED.sub("_x005F_", text)


def put(cell: Any, value: Any) -> None:
    """Put a value into a cell of openpyxl: text stays text, and is never run."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = escaped(carried(value)) or None
    if cell.value is not None:
        cell.data_type = "s"
