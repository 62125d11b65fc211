"""Rows as CSV and as JSON, one piece at a time: the whole of a data set is never in memory."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from reporting.openness.schema import DELIMITER, LICENCE, Dataset
from reporting.queries.open_rows import Row

ROWS = 500
"""So many rows are sent together."""
BOM = "\ufeff"
RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so, also after spaces, is run as a formula by spreadsheets."""


def csv_pieces(names: Iterable[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as CSV: UTF-8 with a mark in front and semicolons, so that Excel in Norway reads it as it is.

    Numbers have a point, days are 2027-04-15, a truth is true or false, and what is hidden or unknown is nothing.
    """
    out = StringIO()
    writer = csv.writer(out, delimiter=DELIMITER, lineterminator="\r\n")
    out.write(BOM)
    writer.writerow(list(names))
    for number, row in enumerate(rows, start=1):
        writer.writerow([cell(value) for value in row])
        if number % ROWS == 0:
            yield _emptied(out)
    yield _emptied(out)


def cell(value: Any) -> str:
    """One value as CSV says it. A text that a spreadsheet would run gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal | date):
        return plain(value)
    text = str(value).replace("\x00", "")
    is_run = text.startswith(RUNS) or text.lstrip().startswith(RUNS)
    return f"'{text}" if is_run else text


def plain(value: int | Decimal | date) -> str:
    """A number or a day as data: 12.5, 2027-04-15."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def json_pieces(dataset: Dataset, rows: Iterable[Row], *, schema_url: str) -> Iterator[bytes]:
    """The same rows as JSON: {"dataset", "licence", "schema", "rows": [{field: value}]}. Hidden is null."""
    head = {"dataset": dataset.key, "licence": LICENCE, "schema": schema_url}
    out = StringIO()
    out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
    for number, row in enumerate(rows, start=1):
        out.write("\n" if number == 1 else ",\n")
        found = dict(zip(dataset.names, map(_value, row), strict=True))
        out.write(json.dumps(found, ensure_ascii=False))
        if number % ROWS == 0:
            yield _emptied(out)
    out.write("\n]}\n")
    yield _emptied(out)


def _value(value: Any) -> Any:
    """A value that JSON knows. Figures and weights have few digits, so that a float says them exactly."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _emptied(out: StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()
