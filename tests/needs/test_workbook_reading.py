"""What the portal reads in an owner's workbook, and what it says about cells that it cannot take."""

from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from needs.excel import layout
from needs.excel.faults import Fault
from needs.models import Need
from tests.needs.stage import draft_report, shared_assessment, themes
from tests.needs.workbook_stage import (
    column_of,
    downloaded,
    reviewed,
    row_of,
    sheet_of,
    stored,
    type_in,
    written,
)
from tests.world import World

NEW = "new:5"


def only_fault(world: World, book: Any) -> Fault:
    (fault,) = reviewed(world, book).faults
    return fault


def kindergarten(world: World, theme: int = 0) -> str:
    """The key of the sister's row for a theme."""
    return f"kindergarten:{world.sister.pk}/theme:{themes(world)[theme].pk}"


def test_a_workbook_that_nobody_has_changed_changes_nothing(world) -> None:
    draft_report(world)
    shared_assessment(world)
    found = reviewed(world, downloaded(world))
    assert (found.faults, found.outcome.is_nothing) == ([], True)


@pytest.mark.parametrize(
    ("column", "typed", "stored_as"),
    [
        ("theme", "  språk,   LEK og miljø ", "Språk, lek og miljø"),
        ("why", 2027, "2027"),
        ("why", "  Vi ser det.\nHver dag.  ", "Vi ser det.\nHver dag."),
        ("years", 3, 3),
        ("years", "3", 3),
        ("years", "3 år", 3),
        ("start_on", "høst 2027", "2027-08-01"),
        ("start_on", "01.08.2027", "2027-08-01"),
    ],
)
def test_what_people_write_is_understood(column, typed, stored_as, world) -> None:
    themes(world)

    def change(book: Any) -> None:
        type_in(book, layout.NEEDS, NEW, "goal", "Et mål")
        type_in(book, layout.NEEDS, NEW, column, typed)

    assert written(world, change).faults == []
    value = getattr(Need.objects.get(), column)
    assert (str(value) if isinstance(stored_as, str) else value) == stored_as


@pytest.mark.parametrize(
    ("sheet", "row", "column", "typed"),
    [
        (layout.NEEDS, NEW, "theme", "Noe annet"),
        (layout.NEEDS, NEW, "years", "fem"),
        (layout.NEEDS, NEW, "start_on", "Høst 2040"),
        (layout.NEEDS, NEW, layout.ORDER, "først"),
        (layout.NEEDS, NEW, "why", "a" * 20_001),
        (layout.NEEDS, NEW, "theme_other", "a" * 121),
        (layout.COOPERATION, "ppt_part", "answer", "kanskje"),
        (layout.PLACES, layout.ALL, NEW, "nei"),
        (layout.TOOK_PART, "involved_when", "answer", "a" * 201),
    ],
)
def test_what_cannot_be_taken_names_sheet_and_cell_and_says_what_to_write(
    sheet, row, column, typed, world
) -> None:
    themes(world)
    book = downloaded(world)
    type_in(book, layout.NEEDS, NEW, "goal", "Et mål")
    cell = type_in(book, sheet, row, column, typed)
    fault = only_fault(world, book)
    assert (fault.sheet, fault.cell) == (cell.parent.title, cell.coordinate)
    assert fault.wrong
    assert fault.instead


def test_a_formula_is_refused_and_never_computed(world) -> None:
    themes(world)
    book = downloaded(world)
    cell = type_in(book, layout.ASSESSMENTS, kindergarten(world), "text", "=1+1")
    assert only_fault(world, book).cell == cell.coordinate


def test_text_that_looks_like_a_formula_is_text(world) -> None:
    themes(world)

    def change(book: Any) -> None:
        cell = type_in(book, layout.NEEDS, NEW, "why", "=1+1")
        cell.data_type = "s"

    written(world, change)
    assert Need.objects.get().why == "=1+1"
    again = sheet_of(downloaded(world), layout.NEEDS)
    cell = again.cell(layout.FIRST_ROW, column_of(again, "why"))
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_nothing_is_stored_when_one_cell_is_wrong(world) -> None:
    themes(world)
    book = downloaded(world)
    type_in(book, layout.NEEDS, NEW, "why", "Et behov")
    type_in(book, layout.NEEDS, NEW, "years", "fem")
    assert len(stored(world, book).faults) == 1
    assert Need.objects.count() == 0


# --- Rows, columns and sheets ----------------------------------------------------------------------------


def test_rows_may_be_sorted_and_sheets_moved_and_renamed(world) -> None:
    themes(world)
    book = downloaded(world)
    type_in(book, layout.ASSESSMENTS, kindergarten(world), "text", "Søsterens tekst")
    sheet = sheet_of(book, layout.ASSESSMENTS)
    turn_around(sheet)
    sheet.title = "Mine notater"
    book.move_sheet(sheet, offset=4)
    sheet.insert_cols(4)
    found = reviewed(world, book)
    assert found.faults == []
    key = layout.assessment_key(world.sister.pk)
    assert found.outcome.changed == {key: {f"theme_{themes(world)[0].pk}": "Søsterens tekst"}}


def turn_around(sheet: Worksheet) -> None:
    """Sort the rows backwards, with their hidden keys."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=layout.FIRST_ROW)]
    for number, values in enumerate(reversed(rows), start=layout.FIRST_ROW):
        for column, value in enumerate(values, start=1):
            sheet.cell(number, column).value = value


def test_rows_sorted_without_their_hidden_key_are_a_fault(world) -> None:
    themes(world)
    book = downloaded(world)
    sheet = sheet_of(book, layout.INVOLVEMENT)
    first, second = layout.FIRST_ROW, layout.FIRST_ROW + 1
    sheet.cell(first, 2).value, sheet.cell(second, 2).value = (
        sheet.cell(second, 2).value,
        sheet.cell(first, 2).value,
    )
    assert [fault.row for fault in reviewed(world, book).faults] == [first, second]


def test_a_copied_row_is_a_fault(world) -> None:
    themes(world)
    book = downloaded(world)
    type_in(book, layout.NEEDS, NEW, "why", "Et behov")
    sheet = sheet_of(book, layout.NEEDS)
    copy = sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(copy, column).value = sheet.cell(row_of(sheet, NEW), column).value
    assert only_fault(world, book).row == copy


def test_a_31st_need_is_a_fault(world) -> None:
    themes(world)
    book = downloaded(world)
    sheet = sheet_of(book, layout.NEEDS)
    row = sheet.max_row + 1
    sheet.cell(row, column_of(sheet, "why")).value = "Ett til"
    fault = only_fault(world, book)
    assert (fault.row, "30" in fault.instead) == (row, True)


def test_an_x_for_a_need_that_is_not_written_is_a_fault(world) -> None:
    themes(world)
    book = downloaded(world)
    type_in(book, layout.PLACES, layout.ALL, NEW, "x")
    fault = only_fault(world, book)
    assert fault.row == row_of(sheet_of(book, layout.NEEDS), NEW)


def test_merged_cells_are_a_fault(world) -> None:
    themes(world)
    book = downloaded(world)
    sheet = sheet_of(book, layout.ASSESSMENTS)
    sheet.merge_cells("D4:D6")
    assert only_fault(world, book).cell == "D4"


def test_a_sheet_that_is_deleted_changes_nothing_and_is_named(world) -> None:
    draft_report(world)
    book = downloaded(world)
    title = sheet_of(book, layout.NEEDS).title
    del book[title]
    found = reviewed(world, book)
    assert (found.faults, found.outcome.is_nothing, found.reading.missing) == ([], True, [title])


def test_a_sheet_without_its_hidden_row_is_a_fault(world) -> None:
    themes(world)
    book = downloaded(world)
    sheet = sheet_of(book, layout.NEEDS)
    sheet.delete_rows(1)
    fault = only_fault(world, book)
    assert (fault.sheet, fault.cell) == (sheet.title, "")


def test_a_sheet_that_stands_twice_is_a_fault(world) -> None:
    themes(world)
    book = downloaded(world)
    copy = book.copy_worksheet(sheet_of(book, layout.NEEDS))
    assert only_fault(world, book).sheet == copy.title


def test_a_row_that_is_deleted_changes_nothing(world) -> None:
    draft_report(world)
    book = downloaded(world)
    sheet = sheet_of(book, layout.NEEDS)
    sheet.delete_rows(layout.FIRST_ROW)
    found = reviewed(world, book)
    assert (found.faults, found.outcome.is_nothing) == ([], True)


def test_rows_that_are_only_formatted_are_ignored(world) -> None:
    themes(world)
    book = downloaded(world)
    sheet = sheet_of(book, layout.NEEDS)
    for row in range(50, 3000):
        sheet.cell(row, 4).number_format = "0.00"
    assert reviewed(world, book).outcome.is_nothing
