"""Reading the file that tells what is paid: CSV or Excel, columns by their headings, amounts as people write."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from common.documents.opening import open_workbook
from common.forms import KronerField
from grants.payment_matching import Told

MOST_ROWS = 5_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
REFERENCE = ("referanse", "reference", "betalingsreferanse", "melding")
AMOUNT = ("beløp", "belop", "amount", "beløp (kr)", "beløp kr", "beløp nok")
PAID_ON = (
    "betalt",
    "betalt dato",
    "betalingsdato",
    "paid on",
    "bokført",
    "bokføringsdato",
    "valuteringsdato",
)
"""The headings that name a column, in small letters."""

SENTENCES = {
    "wrong_kind": gettext_lazy("Upload a CSV file or an Excel workbook (xlsx)."),
    "too_much": gettext_lazy("There is too much in the file. It can have 5 000 rows at most."),
    "no_columns": gettext_lazy(
        "The file has no columns called “Referanse” and “Beløp”. The row of headings must stand first."
    ),
    "no_rows": gettext_lazy("The file has no rows."),
}


def read_payments(content: bytes, *, paid_on: date) -> list[Told]:
    """The rows of the file. `paid_on` is the day of rows that name none.

    Raises ValidationError with a sentence when the file cannot be read as a whole; what is wrong in a row is left to
    `payment_matching`.
    """
    rows = _excel(content) if content.startswith((ZIP, OLE)) else _csv(content)
    heading = _heading(next(rows, []))
    found = []
    for number, cells in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise _refusal("too_much")
        if any(cells):
            found.append(_told(number, cells, heading, paid_on))
    if not found:
        raise _refusal("no_rows")
    return found


def _excel(content: bytes) -> Iterator[list[str]]:
    """The first sheet, row by row."""
    try:
        page = open_workbook(content)[0]
    except ValidationError as error:
        if error.code in ("not_excel", "macros"):
            raise _refusal("wrong_kind") from error
        if error.code == "too_much":
            raise _refusal("too_much") from error
        raise
    except IndexError as error:
        raise _refusal("wrong_kind") from error
    rows = sorted({row for row, _column in page.cells})
    width = max((column for _row, column in page.cells), default=0)
    for row in rows:
        yield [page.cell(row, column).text for column in range(1, width + 1)]


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip().removeprefix("'") for cell in row]
    except csv.Error as error:
        raise _refusal("wrong_kind") from error


def _decoded(content: bytes) -> str:
    """Text in UTF-8, or as older programs in Norway write it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise _refusal("wrong_kind")
    return text


def _heading(cells: Sequence[str]) -> tuple[int, int, int | None]:
    """Where reference, amount and (perhaps) day stand."""
    names = [" ".join(cell.lower().split()) for cell in cells]
    reference, amount, paid_on = (_place(names, known) for known in (REFERENCE, AMOUNT, PAID_ON))
    if reference is None or amount is None:
        raise _refusal("no_columns")
    return reference, amount, paid_on


def _place(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _told(number: int, cells: Sequence[str], heading: tuple[int, int, int | None], paid_on: date) -> Told:
    reference, amount, day = heading
    own_day = _cell(cells, day) if day is not None else ""
    return Told(
        row=number,
        reference=_cell(cells, reference)[:40],
        amount_nok=_amount(_cell(cells, amount)),
        paid_on=_day(own_day) if own_day else paid_on,
    )


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _amount(text: str) -> int | None:
    """Kroner as people write them ("40 000,-", "40 000 kr", "40.000,00"); None for anything else."""
    try:
        amount: int | None = KronerField(required=False).clean(re.sub(r"[.,]00$", "", text))
    except ValidationError:
        return None
    return amount


def _day(text: str) -> date | None:
    """A day as 30.04.2027, 30.04.27 or 2027-04-30; None for anything else."""
    for form in ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.split(" ")[0], form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None


def _refusal(code: str) -> ValidationError:
    return ValidationError(SENTENCES[code], code=code)
