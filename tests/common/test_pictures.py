"""Pictures: what is drawn, what is said in words and the table agree; nothing that a content policy drops."""

import re
import sys
from xml.etree import ElementTree

import pytest

from common.pictures import (
    BEGUN,
    DONE,
    Level,
    Link,
    Node,
    bars,
    flow,
    grid,
    in_words,
    lines,
    percent,
    stacked,
)
from common.pictures.drawing import WIDTH, lines_of
from common.pictures.words import short

LONG = "Kompetansenettverket for barnehagene i Trøndelag sørvest og øyene"


def a_bar(*rows, **more):
    return bars(rows, key="k", title="Penger", label_header="Hvem", value_header="Beløp", **more)


def shares(*rows, **more):
    return stacked(
        rows,
        key="k",
        title="Dekning",
        label_header="Hvem",
        part_headers=("Sendt", "Ingen", "Ikke sendt"),
        total_header="I alt",
        are_shares=True,
        **more,
    )


def a_flow():
    return flow(
        [Node("a", "Språk", 0), Node("b", LONG, 1), Node("c", "Brukt", 2)],
        [Link("a", "b", 100), Link("b", "c", 60)],
        key="k",
        title="Flyt",
        source_header="Fra",
        target_header="Til",
        value_header="Beløp",
    )


def a_line():
    return lines(
        ["2024", "2025", "2026"],
        [("Gitt", [1_000_000, 2_000_000, 3_000_000]), ("Brukt", [900_000, None, None])],
        key="k",
        title="År",
        point_header="År",
    )


def a_grid():
    level, late = Level("Sendt", "✓", *DONE), Level("Begynt", "…", *BEGUN)
    return grid(
        [("Nord", [(level, "4 av 4"), (late, "1 av 4")])],
        key="k",
        title="Runden",
        text="Nord er kommet halvveis.",
        label_header="Nettverk",
        column_headers=("Behov", "Grunnlag"),
    )


def drawn(picture):
    return ElementTree.fromstring(picture.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))


def rects(picture, name):
    return [node for node in drawn(picture).iter() if name in (node.get("class") or "").split()]


@pytest.mark.parametrize(
    "make", [lambda: a_bar((LONG, 3)), lambda: shares((LONG, (1, 2, 3))), a_flow, a_line, a_grid]
)
def test_every_picture_names_itself_and_has_no_style_or_script(make):
    picture = make()
    root = drawn(picture)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "k-title k-desc"
    assert [(node.get("id"), node.text) for node in list(root)[:2]] == [
        ("k-title", picture.title),
        ("k-desc", picture.text),
    ]
    assert not re.search(r"style|script|\son\w+=|href", picture.svg)
    assert all(len(row) == len(picture.columns) for row in picture.rows)


def test_the_longest_bar_is_as_wide_as_the_picture():
    found = rects(a_bar(("a", 10), ("b", 5), ("c", 0)), "chart-bar")
    assert [float(bar.get("width")) for bar in found] == [WIDTH, WIDTH / 2, 0]


def test_without_rows_there_is_nothing_to_draw_and_the_words_say_so():
    picture = a_bar()
    assert picture.is_empty
    assert picture.text


def test_what_a_person_typed_is_text_in_the_picture():
    picture = a_bar(("<script>alert(1)</script>", 1))
    assert "<script>" not in picture.svg


def test_parts_touch_and_never_pass_the_end():
    picture = shares(("Kommunale", (3, 4, 0)))
    first, second = (rects(picture, name)[-1] for name in ("chart-part-0", "chart-part-1"))
    assert float(first.get("x")) + float(first.get("width")) == pytest.approx(float(second.get("x")), abs=0.1)
    assert float(second.get("x")) + float(second.get("width")) == pytest.approx(WIDTH, abs=0.1)
    assert "100 %" in picture.svg


def test_a_row_without_anything_has_no_parts():
    picture = shares(("Private", (0, 0, 0)))
    assert len(rects(picture, "chart-part-0")) == 1  # the legend's
    assert "0 %" in picture.svg


def test_the_table_has_the_rest_and_the_sum():
    assert shares(("Private", (1, 2, 3))).rows == (("Private", "1", "2", "3", "6"),)


def test_lines_are_broken_where_nothing_is_known():
    picture = a_line()
    assert picture.rows[1] == ("2025", "2\u00a0000\u00a0000\u00a0kr", "–")
    assert (
        len([node for node in drawn(picture).iter() if node.tag.endswith("circle")]) == 3 + 2
    )  # one hatched


def test_all_points_that_are_named_are_named_in_full():
    picture = lines(
        [str(year) for year in range(2017, 2027)],
        [("Gitt", list(range(10)))],
        key="k",
        title="t",
        point_header="År",
    )
    said = [node.text for node in drawn(picture).iter() if node.tag.endswith("text")]
    assert [text for text in said if text.startswith("20")] == ["2018", "2020", "2022", "2024", "2026"]


def test_lines_without_points_are_empty():
    assert lines([], [("Gitt", [])], key="k", title="t", point_header="År").is_empty


def test_bands_leave_out_amounts_of_nothing():
    picture = flow(
        [Node("a", "A", 0), Node("b", "B", 1)],
        [Link("a", "b", 0)],
        key="k",
        title="t",
        source_header="Fra",
        target_header="Til",
        value_header="kr",
    )
    assert picture.is_empty


def test_a_flow_has_a_band_for_each_link_as_thick_as_its_amount():
    picture = a_flow()
    assert len(rects(picture, "chart-band")) == 2
    assert picture.rows[1][:2] == (LONG, "Brukt")


def test_bands_that_share_a_block_come_in_the_order_of_where_they_come_from():
    picture = flow(
        [Node("a", "A", 0), Node("b", "B", 0), Node("c", "C", 1)],
        [Link("b", "c", 40), Link("a", "c", 60)],
        key="k",
        title="t",
        source_header="Fra",
        target_header="Til",
        value_header="kr",
    )
    bands = [
        [float(n) for n in re.findall(r"[\d.]+", band.get("d"))] for band in rects(picture, "chart-band")
    ]
    left, right = [band[1] for band in bands], [band[7] for band in bands]
    assert right == sorted(right)
    assert left == sorted(left)


def test_a_grid_has_a_square_with_a_sign_for_each_cell():
    assert a_grid().rows == (("Nord", "4 av 4", "1 av 4"),)


def test_a_long_name_is_broken_and_cut_with_an_ellipsis():
    found = lines_of(LONG, 150)
    assert len(found) == 2
    assert found[1].endswith("…")


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [(0, 0, 0), (0, 7, 0), (7, 7, 100), (1, 1000, 1), (999, 1000, 99), (1, 3, 33), (2, 3, 67)],
)
def test_percent_is_100_only_when_nothing_is_missing_and_0_only_when_there_is_nothing(number, total, shown):
    assert percent(number, total) == shown


def test_the_words_name_the_most_the_least_and_the_sum():
    said = in_words([("Nord", 3), ("Sør", 1)], str)
    assert [name in said for name in ("Nord", "Sør", "4")] == [True, True, True]


def test_numbers_on_an_axis_are_short():
    assert [short(number).split()[0] for number in (0, 500_000, 2_500_000)] == [
        "0",
        "500",
        "2,5",
    ]


def test_the_library_leaves_no_old_finder_of_modules_behind():
    assert all(hasattr(finder, "find_spec") for finder in sys.meta_path)
