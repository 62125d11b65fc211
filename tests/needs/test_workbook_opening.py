"""What the portal does with files that are no good: each gets a clear answer, and does no harm."""

import io
import time
import tracemalloc
import zipfile
from pathlib import PurePosixPath

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from common.documents.opening import MOST_ROWS, SENTENCES, open_workbook
from needs.excel import layout
from needs.models import WorkbookUpload
from needs.services.workbook import upload_workbook
from tests.needs.stage import draft_report
from tests.needs.workbook_stage import content_of, downloaded, sheet_of, stand, uploaded
from tests.world import AUTUMN, World

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def plain() -> bytes:
    """A small workbook that is not the portal's."""
    return content_of(Workbook())


def with_part(name: str, content: bytes | str, *, base: bytes | None = None) -> bytes:
    """The file with one part put in, or put in another's place."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base or plain())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def code_of(content: bytes) -> str | None:
    with pytest.raises(ValidationError) as found:
        open_workbook(content)
    return found.value.code


def document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked"),
        (b"Barnehage;Tekst\nLekestua;Ja\n", "not_excel"),
        (b"%PDF-1.7 ...", "not_excel"),
        (document(), "not_excel"),
        (plain()[:800], "broken"),
    ],
    ids=["empty", "password or xls", "csv", "pdf", "word", "cut"],
)
def test_what_is_no_workbook_is_refused(content, code) -> None:
    assert code_of(content) == code


def test_a_file_of_more_than_10_mb_is_refused() -> None:
    assert code_of(plain() + b"\0" * 10 * 1024 * 1024) == "too_big"


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(part) -> None:
    assert code_of(with_part(part, "x")) == "macros"


@pytest.mark.parametrize("megabytes", [20, 80], ids=["by how small it is packed", "by what it claims"])
def test_a_zip_bomb_is_refused_without_being_unpacked(megabytes) -> None:
    bomb = with_part(SHEET, b"\0" * megabytes * 1024 * 1024)
    tracemalloc.start()
    assert code_of(bomb) == "too_much"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * 1024 * 1024


def test_a_file_that_claims_to_be_smaller_than_it_is_does_no_harm() -> None:
    bomb = bytearray(with_part(SHEET, b" " * 30 * 1024 * 1024))
    size = (30 * 1024 * 1024).to_bytes(4, "little")
    small = (1000).to_bytes(4, "little")
    assert code_of(bytes(bomb).replace(size, small)) in ("broken", "too_much")


def test_a_file_with_a_doctype_is_refused() -> None:
    laugh = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    )
    assert code_of(with_part(SHEET, laugh)) == "broken"


@pytest.mark.parametrize("xml", ["<worksheet><c", '<worksheet><c r="!!"/></worksheet>', "ikke xml", "\x00"])
def test_broken_xml_is_refused(xml) -> None:
    assert code_of(with_part(SHEET, xml)) == "broken"


def test_100_000_rows_with_content_are_refused_at_once() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 100_001))
    content = with_part(SHEET, f"{HEAD}{rows}</sheetData></worksheet>")
    started = time.perf_counter()
    assert code_of(content) == "too_much"
    assert time.perf_counter() - started < 5


def test_100_000_rows_that_are_only_formatted_are_ignored() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(1, 100_001))
    (page,) = open_workbook(with_part(SHEET, f"{HEAD}{rows}</sheetData></worksheet>"))
    assert (page.cells, page.size) == ({}, 200_000)


def test_a_claimed_dimension_counts_for_nothing() -> None:
    xml = HEAD.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    (page,) = open_workbook(
        with_part(SHEET, f'{xml}<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>')
    )
    assert len(page.cells) == 1


def test_rows_and_cells_without_addresses_are_read_in_their_order() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    (page,) = open_workbook(with_part(SHEET, f"{HEAD}{rows}</sheetData></worksheet>"))
    assert {place: cell.text for place, cell in page.cells.items()} == {(1, 1): "1", (1, 2): "2", (2, 1): "3"}


def test_numbers_dates_and_rich_text_are_read_as_people_see_them() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, value in enumerate((3.0, 2.5, AUTUMN.date(), True), start=1):
        sheet.cell(row, 1).value = value
    (page,) = open_workbook(content_of(book))
    assert [page.cell(row, 1).text for row in range(1, 5)] == ["3", "2,5", "20.11.2026", "x"]


def test_limits_leave_room_for_a_full_workbook() -> None:
    most_themes, most_kindergartens = 12, 400
    assert most_themes * most_kindergartens < MOST_ROWS


# --- Whose workbook it is --------------------------------------------------------------------------------


def refused(world: World, content: bytes) -> str:
    with pytest.raises(ValidationError) as found:
        uploaded(world, content)
    assert WorkbookUpload.objects.count() == 0
    return str(found.value.messages[0])


def test_another_workbook_is_refused(world) -> None:
    draft_report(world)
    assert refused(world, plain())


@pytest.mark.parametrize(("place", "named"), [(1, "owner"), (2, "network")])
def test_a_workbook_of_another_owner_or_network_is_refused(place, named, world) -> None:
    draft_report(world)
    book = downloaded(world)
    cell = sheet_of(book, layout.STATE)["B2"]
    keys = cell.value.split(",")
    keys[place] = "999"
    cell.value = ",".join(keys)
    assert getattr(world, named).name in refused(world, content_of(book))


def test_a_workbook_of_another_year_is_refused(world) -> None:
    draft_report(world)
    book = downloaded(world)
    sheet_of(book, layout.STATE)["B2"].value = f"999,{world.owner.pk},{world.network.pk}"
    assert "2027" in refused(world, content_of(book))


def test_a_workbook_of_an_edition_that_is_no_longer_read_is_explained(world) -> None:
    draft_report(world)
    book = downloaded(world)
    sheet_of(book, layout.STATE)["B1"].value = "0"
    assert refused(world, content_of(book))


def test_a_workbook_without_its_hidden_sheet_is_explained(world) -> None:
    draft_report(world)
    book = downloaded(world)
    del book[sheet_of(book, layout.STATE).title]
    assert refused(world, content_of(book))


def test_each_refusal_has_a_sentence() -> None:
    assert all(str(sentence).endswith(".") for sentence in SENTENCES.values())


def test_an_upload_takes_the_place_of_the_one_before(world) -> None:
    draft_report(world)
    first = uploaded(world, downloaded(world))
    second = uploaded(world, downloaded(world))
    assert list(WorkbookUpload.objects.all()) == [second]
    assert first.pk != second.pk
    assert PurePosixPath(second.attachment.filename).suffix == ".xlsx"


def test_upload_of_a_file_that_is_too_big_is_not_kept(world) -> None:
    draft_report(world)
    report = stand(world).report
    with pytest.raises(ValidationError):
        upload_workbook(
            report=report,
            name="Stor.xlsx",
            content=b"0" * (10 * 1024 * 1024 + 1),
            by=world.person("owner"),
            now=AUTUMN,
        )
