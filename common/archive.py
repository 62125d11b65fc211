"""A zip that is written while it is sent: one file at a time is in memory, however many there are."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from common.clock import OSLO

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What begins so is run by some programs when they open a CSV file."""


class _Sink(io.RawIOBase):
    """Takes what the zip writes and gives it on; it cannot be read or rewound."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # -- any buffer, as zipfile gives it
        part = bytes(data)
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        """What has been written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zip_stream(entries: Iterable[tuple[str, bytes, datetime]]) -> Iterator[bytes]:
    """The bytes of a zip with these files (name, content, when), made while they are asked for.

    `entries` may be a generator: each file is let go of before the next is fetched.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content, at in entries:
            place = zipfile.ZipInfo(name, at.astimezone(OSLO).timetuple()[:6])
            place.external_attr = 0o644 << 16
            archive.writestr(place, content)
            yield sink.take()
    yield sink.take()


def zip_response(name: str, entries: Iterable[tuple[str, bytes, datetime]]) -> StreamingHttpResponse:
    """The files as a download called `name` (with .zip); no browser guesses its type, no cache keeps it."""
    response = StreamingHttpResponse(zip_stream(entries), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as CSV that Excel in Norway reads: semicolons, UTF-8 with a mark in front, nothing that can be run."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def safe_cell(value: object) -> object:
    """The value, with an apostrophe before text that begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value
