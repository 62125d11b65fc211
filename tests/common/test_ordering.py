"""The order that people make by moving."""

import pytest

from common.ordering import moved, moved_by, order_text, read_order


def test_an_order_is_read_as_it_was_written():
    assert read_order(order_text([3, 1, 2]), [1, 2, 3]) == [3, 1, 2]


@pytest.mark.parametrize("text", ["", "x", "9,99", "1 2", "-1", "\x00", "," * 100_000, "१"])
def test_what_is_not_known_is_passed_by_and_what_is_not_named_comes_last(text):
    assert read_order(text, [1, 2, 3]) == [1, 2, 3]
    assert read_order(f"{text[:5]},3,3", [1, 2, 3]) == [3, 1, 2]


@pytest.mark.parametrize(
    ("place", "order"), [(-5, [3, 1, 2]), (1, [3, 1, 2]), (2, [1, 3, 2]), (99, [1, 2, 3])]
)
def test_a_place_beyond_the_ends_is_the_first_or_the_last(place, order):
    assert moved([1, 2, 3], 3, place) == order


@pytest.mark.parametrize(
    ("sent", "order"),
    [
        ({"move": "1:up"}, [1, 2, 3]),
        ({"move": "1:down"}, [2, 1, 3]),
        ({"move": "3:up"}, [1, 3, 2]),
        ({"move": "3:to", "place_3": "1"}, [3, 1, 2]),
        ({"move": "3:to", "place_3": "x"}, [1, 2, 3]),
        ({"move": "places", "place_1": "3", "place_2": "2", "place_3": "3"}, [2, 3, 1]),
        ({"place_1": "2", "place_2": "3", "place_3": "1"}, [3, 1, 2]),
        ({"place_1": "3", "place_2": "3"}, [3, 2, 1]),
        ({"place_1": "99", "place_2": "0", "place_3": "x"}, [2, 3, 1]),
        ({"move": "9:up"}, [1, 2, 3]),
        ({"move": "1:aside"}, [1, 2, 3]),
        ({}, [1, 2, 3]),
    ],
)
def test_each_button_moves_one_and_no_two_share_a_place(sent, order):
    assert moved_by([1, 2, 3], sent) == order
