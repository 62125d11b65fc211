"""What the tests of the owner's workbook begin with: a workbook downloaded, changed by hand, uploaded."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from needs.excel import layout
from needs.excel.merging import Choice
from needs.excel.writing import workbook_of
from needs.models import WorkbookUpload
from needs.queries.needs_report import known_report
from needs.queries.workbook import Stand, stand_of
from needs.services.workbook import Reviewed, review_workbook, store_workbook, upload_workbook
from tests.world import AUTUMN, World

TOKEN = "0123456789abcdef0123456789abcdef"


def stand(world: World, *, role: str = "owner", now: datetime = AUTUMN) -> Stand:
    """How the owner's report stands for the person of a role."""
    person = world.person(role)
    place = {"owner": world.owner.pk, "network": world.network.pk}
    known = known_report(person, world.fresh_round(), **place, now=now)
    assert known is not None
    return stand_of(known, person, now=now)


def downloaded(world: World, token: str = TOKEN, *, role: str = "owner") -> Workbook:
    """The owner's workbook, as openpyxl reads it."""
    return load_workbook(BytesIO(workbook_of(stand(world, role=role), token)))


def sheet_of(book: Workbook, key: str) -> Any:
    """One of the workbook's sheets, by its hidden key."""
    return next(sheet for sheet in book.worksheets if sheet.cell(1, 1).value == layout.MARK + key)


def column_of(sheet: Any, key: str) -> int:
    """A column by its hidden key."""
    return next(cell.column for cell in sheet[layout.KEYS_ROW] if cell.value == key)


def row_of(sheet: Any, key: str) -> int:
    """A row by its hidden key."""
    return next(cell.row for cell in sheet["A"] if cell.value == key)


def type_in(book: Workbook, sheet: str, row: str, column: str, value: Any) -> Any:
    """Write into the cell with these keys. Returns the cell."""
    page = sheet_of(book, sheet)
    cell = page.cell(row_of(page, row), column_of(page, column))
    cell.value = value
    return cell


def content_of(book: Workbook) -> bytes:
    """The workbook as a file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def uploaded(world: World, book: Workbook | bytes, *, role: str = "owner") -> WorkbookUpload:
    """The workbook, uploaded and waiting."""
    content = book if isinstance(book, bytes) else content_of(book)
    person = world.person(role)
    return upload_workbook(
        report=stand(world, role=role).report, name="Behov.xlsx", content=content, by=person, now=AUTUMN
    )


def reviewed(world: World, book: Workbook | bytes, *, role: str = "owner") -> Reviewed:
    """What the portal says about the workbook."""
    return review_workbook(upload=uploaded(world, book, role=role), by=world.person(role), now=AUTUMN)


def stored(
    world: World, book: Workbook | bytes, choices: dict[str, Choice] | None = None, *, role: str = "owner"
) -> Reviewed:
    """The workbook, uploaded and stored."""
    upload = uploaded(world, book, role=role)
    return store_workbook(upload=upload, choices=choices or {}, by=world.person(role), now=AUTUMN)


def written(world: World, change: Callable[[Workbook], object]) -> Reviewed:
    """A fresh workbook, changed and stored."""
    book = downloaded(world)
    change(book)
    return stored(world, book)
