"""Amounts are parted to the krone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.attribution import by_weight, equally

AMOUNTS = st.integers(0, 10**9)


@given(AMOUNTS, st.integers(1, 40))
def test_equal_parts_add_up_to_the_krone_and_differ_by_one_at_most(amount, number):
    parts = equally(amount, range(number))
    assert sum(parts.values()) == amount
    assert max(parts.values()) - min(parts.values()) <= 1


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=20))
def test_weighted_parts_add_up_and_are_never_a_krone_from_their_fraction(amount, weights):
    parts = by_weight(amount, dict(enumerate(weights)))
    whole = sum(weights)
    assert sum(parts.values()) == amount
    if whole:
        assert all(abs(part * whole - amount * weights[key]) < whole for key, part in parts.items())


def test_what_does_not_go_up_goes_to_the_first():
    assert equally(100, ["a", "b", "c"]) == {"a": 34, "b": 33, "c": 33}


def test_nobody_gets_nothing():
    assert equally(100, []) == {}


def test_amounts_below_0_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        equally(-1, ["a"])


def test_a_weight_below_0_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        by_weight(1, {"a": 2, "b": -1})


def test_what_does_not_go_up_goes_to_the_largest_remainder():
    assert by_weight(10, {"a": 1, "b": 2}) == {"a": 3, "b": 7}


def test_where_no_weight_says_more_the_parts_are_equal():
    assert by_weight(5, {"a": 0, "b": 0}) == {"a": 3, "b": 2}
