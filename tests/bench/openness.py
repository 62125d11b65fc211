"""The open pages over ten years, and a file of 50,000 rows: milliseconds of the server, and memory while it goes."""

import resource
from collections.abc import Iterator
from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reporting.openness.catalogue import TAKING_PART
from reporting.openness.writing import csv_pieces
from reporting.queries.open_counties import open_rounds
from reporting.queries.open_grants import open_years
from reporting.queries.open_rows import Chosen, Row
from tests.bench.decade import NUMBER, decade
from tests.bench.parts import _row

ROWS = 50_000


def table(*, times: int) -> str:
    """What the issue promises, measured: front page ≤ 50 ms, list ≤ 150 ms, a file with flat memory."""
    county = decade().county
    year = open_rounds(county).values_list("grant_year", flat=True)[1]
    grant = open_years(county, [year])[year].grants[0].pk
    place = county.municipalities.order_by("pk").values_list("pk", flat=True)[0]
    client = Client(SERVER_NAME="127.0.0.1")
    pages = {
        "front page": f"/apent/?fylke={NUMBER}",
        "front page of another year": f"/apent/{year}/?fylke={NUMBER}",
        "measures": f"/apent/tiltak/?fylke={NUMBER}",
        "measures by words": f"/apent/tiltak/?fylke={NUMBER}&q=lek+{NUMBER}",
        "measures by place, sorted": f"/apent/tiltak/?fylke={NUMBER}&kommune={place}&sort=-total_nok",
        "one grant": f"/apent/tildeling/{grant}/",
        "the key": f"/apent/fordeling/{year}/?fylke={NUMBER}",
    }

    def read(path: str) -> None:
        answer = client.get(path, secure=True)
        assert answer.status_code == HTTPStatus.OK, f"{path}: {answer.status_code}"

    rows = []
    for name, path in pages.items():
        read(path)
        with CaptureQueriesContext(connection) as queries:
            read(path)
        rows.append(_row(f"{name}, {len(queries)} queries", lambda path=path: read(path), times))
    return "\n".join(
        [
            "## Open pages: aims 50 ms (front page), 150 ms (list)\n",
            "| page | n | median ms | p95 ms |",
            "|---|---|---|---|",
            *rows,
            "",
            _memory(),
            "",
        ]
    )


def _memory() -> str:
    """The most memory that this process has had, before and after a file of ROWS rows."""
    before, sent, number = _peak(), 0, 0
    for piece in csv_pieces(TAKING_PART.names, _many()):
        sent, number = sent + len(piece), number + piece.count(b"\r\n")
    return f"A file of {number - 1} rows, {sent // 1024} KiB: peak memory {before} MiB before, {_peak()} MiB after."


def _many() -> Iterator[Row]:
    """The data set's rows, again and again until there are enough."""
    left = ROWS
    while left > 0:
        for row in TAKING_PART.rows(Chosen()):
            yield row
            left -= 1
            if not left:
                return


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
