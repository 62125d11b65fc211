"""Parted bars: parts that add up, and per cent that never lie at the ends."""

import pytest

from common.share_charts import WIDTH, percent, share_chart


def chart(*rows: tuple[str, tuple[int, ...], int]):
    return share_chart(
        rows,
        key="c",
        title="Dekning",
        text="Halvparten",
        label_header="Hvem",
        part_headers=("Sendt", "Ingen"),
        rest_header="Ikke sendt",
        total_header="I alt",
    )


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [(0, 0, 0), (0, 7, 0), (7, 7, 100), (1, 1000, 1), (999, 1000, 99), (1, 3, 33), (2, 3, 67)],
)
def test_percent_is_100_only_when_nothing_is_missing_and_0_only_when_there_is_nothing(number, total, shown):
    assert percent(number, total) == shown


def test_parts_touch_and_never_pass_the_end():
    (bar,) = chart(("Kommunale", (3, 4), 7)).bars
    assert bar.parts[0].x + bar.parts[0].width == bar.parts[1].x
    assert bar.parts[1].x + bar.parts[1].width == WIDTH
    assert (bar.rest, bar.shown) == (0, "100 %")


def test_a_row_without_anything_has_empty_parts():
    (bar,) = chart(("Private", (0, 0), 0)).bars
    assert [part.width for part in bar.parts] == [0, 0]
    assert bar.shown == "0 %"
