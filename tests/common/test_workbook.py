"""Tests of common/documents/workbook.py."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from common.documents.workbook import Column, Formula, Sheet, workbook, workbook_response


def book_of(*sheets: Sheet):
    with workbook(sheets) as file:
        return load_workbook(BytesIO(file.read()))


def one_cell(value):
    return book_of(Sheet("Liste", [Column("Verdi")], [[value]])).active["A2"]


def test_workbook_has_headings_that_stay_in_view():
    page = book_of(Sheet("Nye frister", [Column(_("Duty"), 30), Column("Dag")], [["a", "b"]])).active

    assert (page.title, page.freeze_panes, page.auto_filter.ref) == ("Nye frister", "A2", "A1:B2")
    assert page["A1"].font.bold
    assert page.column_dimensions["A"].width == 30


def test_workbook_shows_instants_in_norwegian_time():
    cell = one_cell(datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC))

    assert (cell.value, cell.is_date) == (datetime(2026, 12, 1, 23, 59, 59), True)


def test_workbook_keeps_days_as_days_and_numbers_as_numbers():
    assert one_cell(date(2026, 12, 1)).value == datetime(2026, 12, 1)
    assert one_cell(40_000).value == 40_000
    assert one_cell(None).value is None
    assert one_cell(True).value is True


@pytest.mark.parametrize("text", ["=1+1", "+47 12", "-2", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_workbook_never_makes_a_formula_of_text(text):
    cell = one_cell(text)

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_workbook_leaves_out_signs_that_excel_cannot_hold():
    assert one_cell("a\x00b").value == "ab"


def test_workbook_cuts_a_text_at_excels_own_limit():
    assert len(one_cell("a" * 40_000).value) == 32_767


def test_workbook_gives_each_sheet_a_name_that_excel_takes():
    book = book_of(
        Sheet("Behov: [alle]/noen", [Column("A")], []),
        Sheet("Behov [alle] noen", [Column("A")], []),
        Sheet("a" * 40, [Column("A")], []),
        Sheet("", [Column("A")], []),
    )

    assert book.sheetnames == ["Behov alle noen", "Behov alle noen 2", "a" * 28, "1"]


def test_workbook_refuses_a_row_that_does_not_fit_its_columns():
    with pytest.raises(ValueError, match="argument"):
        book_of(Sheet("Liste", [Column("A")], [["a", "b"]]))


def test_workbook_refuses_to_be_empty():
    with pytest.raises(ValueError, match="sheet"):
        workbook([])


def test_workbook_response_is_a_private_download():
    response = workbook_response("nye frister.xlsx", [Sheet("Liste", [Column("A")], iter([["æ"]]))])
    content = b"".join(response.streaming_content)

    assert response["Content-Disposition"] == 'attachment; filename="nye frister.xlsx"'
    assert response["Cache-Control"] == "private, no-store"
    assert load_workbook(BytesIO(content)).active["A2"].value == "æ"
    response.close()


def test_workbook_keeps_a_formula_that_the_portal_has_written():
    page = book_of(Sheet("Steg", [Column("A"), Column("B")], [(2, Formula("=A2*2")), ("=A2*2", None)])).active

    assert [cell.data_type for cell in (page["B2"], page["A3"])] == ["f", "s"]
    assert page["B2"].number_format == "#,##0"
