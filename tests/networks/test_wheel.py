"""The wheel's year, its lines, its circle and its table: pure figures, no database."""

from dataclasses import replace
from datetime import date, timedelta
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.wheel.entries import (
    DEADLINES,
    Column,
    Kind,
    Wheel,
    WheelEntry,
    blocks_of,
    lettered,
    lines_of,
    numbered,
)
from networks.wheel.geometry import SMALLEST_NUMBERED, angle_of, picture_of, spread
from networks.wheel.table import table_of
from networks.wheel.year import WheelYear, last_of_month, year_of

YEAR = WheelYear(2024)
COLUMNS = lettered(
    [Column(key="1", name="A"), Column(key="2", name="B"), Column(key=DEADLINES, name="Frister")]
)


def entry(day: date, column: str = "1", **more) -> WheelEntry:
    kind = Kind.DEADLINE if column == DEADLINES else Kind.MEETING
    base = {
        "kind": kind,
        "column": column,
        "starts_on": day,
        "ends_on": day,
        "title": "Møte",
        "when": "",
        "day": "",
    }
    return WheelEntry(**base | more)


def wheel(*entries: WheelEntry, today: date | None = None) -> Wheel:
    return Wheel(
        title="Nettverket",
        subtitle="",
        year=YEAR,
        columns=COLUMNS,
        entries=numbered(entries, COLUMNS),
        today=today,
    )


def test_year_runs_from_august_to_july():
    assert (YEAR.begins_on, YEAR.ends_on, YEAR.label) == (date(2024, 8, 1), date(2025, 7, 31), "2024–25")
    assert WheelYear(1999).label == "1999–00"


def test_county_year_may_run_from_january_to_december():
    year = WheelYear(2026, 1)
    assert (year.begins_on, year.ends_on, year.label) == (date(2026, 1, 1), date(2026, 12, 31), "2026")


@pytest.mark.parametrize(("day", "year"), [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026)])
def test_july_belongs_to_the_year_that_is_ending(day, year):
    assert year_of(day) == WheelYear(year)


def test_last_of_month_knows_leap_years_and_december():
    assert [last_of_month(date(2024, month, 3)).day for month in (2, 12)] == [29, 31]


def test_lines_that_begin_with_a_dash_are_points():
    found = blocks_of(lines_of("Evaluering ut fra:\n- Barnehage\n\n- Regionalt\nSlutt"))
    assert [(block.is_list, block.lines) for block in found] == [
        (False, ("Evaluering ut fra:",)),
        (True, ("Barnehage", "Regionalt")),
        (False, ("Slutt",)),
    ]


def test_entries_are_numbered_in_order_of_time_with_whole_months_first():
    found = numbered(
        [entry(date(2024, 11, 1)), entry(date(2024, 11, 1), is_whole_month=True), entry(date(2024, 9, 2))],
        COLUMNS,
    )
    assert [(row.number, row.starts_on.month, row.is_whole_month) for row in found] == [
        (1, 9, False),
        (2, 11, True),
        (3, 11, False),
    ]


def test_angles_run_clockwise_from_the_first_of_august():
    days = [YEAR.begins_on + timedelta(days=number) for number in range(365)]
    angles = [angle_of(YEAR, day) for day in days]
    assert angles == sorted(angles)
    assert angle_of(YEAR, date(2024, 8, 1), part=0) == 0
    assert angle_of(YEAR, date(2025, 7, 31), part=1) == 360
    assert angle_of(YEAR, date(2025, 2, 1), part=0) == 180


@given(st.lists(st.integers(0, 300), max_size=12), st.integers(1, 40))
def test_spread_keeps_marks_apart_and_inside(places, gap):
    wanted, apart = sorted(place / 10 for place in places), gap / 10
    found = spread(wanted, low=0, high=30, apart=apart)
    if found is None:
        assert (len(wanted) - 1) * apart > 30 - 1e-6
        return
    assert all(-1e-6 <= angle <= 30 + 1e-6 for angle in found)
    assert all(b - a >= apart - 1e-6 for a, b in zip(found, found[1:], strict=False))


def test_a_mark_with_room_stands_on_its_day():
    (mark,) = picture_of(wheel(entry(date(2024, 11, 16)))).marks
    angle = angle_of(YEAR, date(2024, 11, 16))
    assert 90 < angle < 120
    assert float(mark.x) > 500
    assert float(mark.y) > 500


@given(
    st.lists(
        st.tuples(st.integers(0, 364), st.sampled_from(["1", "2", DEADLINES]), st.booleans()),
        min_size=1,
        max_size=60,
    )
)
def test_marks_never_cover_each_other(rows):
    entries = [
        replace(
            entry(YEAR.begins_on + timedelta(days=day), column), is_whole_month=whole and column != DEADLINES
        )
        for day, column, whole in rows
    ]
    marks = picture_of(wheel(*entries)).marks
    assert [mark.entry.number for mark in marks] == list(range(1, len(rows) + 1))
    for number, one in enumerate(marks):
        for other in marks[number + 1 :]:
            if one.entry.column == other.entry.column and float(one.size) > 4:
                apart = dist((float(one.x), float(one.y)), (float(other.x), float(other.y)))
                assert apart >= float(one.size) + float(other.size) - 0.2


def test_full_months_have_smaller_marks_without_numbers():
    rows = [entry(date(2024, 9, 1 + number % 30)) for number in range(100)]
    marks = picture_of(wheel(*rows)).marks
    assert {mark.has_number for mark in marks} == {False}
    assert float(marks[0].size) < SMALLEST_NUMBERED


def test_what_lasts_has_an_arc_and_a_day_has_none():
    long = entry(date(2024, 9, 1), ends_on=date(2024, 9, 30), is_whole_month=True)
    first, second = picture_of(wheel(long, entry(date(2024, 12, 1)))).marks
    assert (bool(first.arc), bool(second.arc)) == (True, False)


def test_what_began_before_the_year_stands_at_its_edge():
    (mark,) = picture_of(wheel(entry(date(2024, 7, 20), ends_on=date(2024, 8, 10)))).marks
    assert mark.arc.startswith("M")


def test_the_hand_shows_today_in_the_year_that_is_now_alone():
    assert picture_of(wheel(today=date(2024, 11, 22))).hand is not None
    assert picture_of(wheel()).hand is None


def test_numbers_are_written_with_points_whatever_the_language(settings):
    settings.LANGUAGE_CODE = "nb"
    (mark,) = picture_of(wheel(entry(date(2024, 11, 16)))).marks
    assert "," not in f"{mark.x}{mark.y}{mark.arc}{mark.size}"


def test_july_has_a_row_only_when_something_stands_in_it():
    months = [
        [row.month.month for row in part.months] for part in table_of(wheel(entry(date(2024, 9, 2)))).years
    ]
    assert months == [[8, 9, 10, 11, 12], [1, 2, 3, 4, 5, 6]]
    with_july = table_of(wheel(entry(date(2025, 7, 2))))
    assert with_july.years[1].months[-1].month == date(2025, 7, 1)


def test_each_entry_stands_in_the_cell_of_its_month_and_arena():
    table = table_of(wheel(entry(date(2024, 9, 2), "2"), entry(date(2025, 1, 9), DEADLINES)))
    filled = [
        (row.month, cell.column.key)
        for part in table.years
        for row in part.months
        for cell in row.cells
        if cell.entries
    ]
    assert filled == [(date(2024, 9, 1), "2"), (date(2025, 1, 1), DEADLINES)]
