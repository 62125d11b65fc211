"""What a picture is: the drawing, what it says in words, and the same numbers as a table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What components/picture.html shows, in a page and in a PDF alike.

    `key` is unique in the page. `text` says in words what the picture shows; it is read aloud instead of the drawing.
    `columns` and `rows` are the table beside, as shown; the first `words` columns hold words, the rest numbers.
    `addresses` has one address for each row ("" for none), or is empty. `is_wide` pictures stand above their table.
    """

    key: str
    title: str
    text: str
    svg: SafeString
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1
    addresses: tuple[str, ...] = ()
    is_wide: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.rows

    @property
    def has_many_columns(self) -> bool:
        """Whether the table needs more room than the drawing."""
        return len(self.columns) > 3

    @property
    def headers(self) -> list[tuple[str, bool]]:
        """The table's headers, and whether each heads numbers."""
        return [(header, place >= self.words) for place, header in enumerate(self.columns)]

    @property
    def table(self) -> list[tuple[str, str, list[tuple[str, bool]]]]:
        """For each row: its heading, its address and its cells, each with whether it is a number."""
        addresses = self.addresses or ("",) * len(self.rows)
        return [
            (row[0], address, [(cell, place >= self.words) for place, cell in enumerate(row[1:], start=1)])
            for row, address in zip(self.rows, addresses, strict=True)
        ]
