"""No number about fewer than five persons is shown, and none follows from what is shown."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.openness.hiding import LEAST, hidden_keys, shown, shown_tables, sum_of_shown

tables = st.dictionaries(st.integers(0, 20), st.integers(0, 30), min_size=1, max_size=12)


@st.composite
def two_tables(draw):
    """The same persons by two things."""
    persons = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), max_size=60))
    first, second = dict.fromkeys(range(6), 0), dict.fromkeys(range(5), 0)
    for one, other in persons:
        first[one] += 1
        second[other] += 1
    return first, second


def one_table(counts):
    ((seen,), total) = shown_tables(counts)
    return seen, total


@given(two_tables())
def test_no_shown_number_is_below_five(both):
    found, total = shown_tables(*both)
    numbers = [total, *(number for seen in found for number in seen.values())]
    assert [number for number in numbers if number is not None and number < LEAST] == []


@given(two_tables())
def test_the_sum_less_what_is_shown_of_a_table_is_at_least_five_persons_of_two_keys(both):
    found, total = shown_tables(*both)
    for seen in found:
        hidden = [key for key, number in seen.items() if number is None]
        if total is not None and hidden:
            assert len(hidden) > 1
            assert total - sum(number for number in seen.values() if number is not None) >= LEAST


@given(two_tables())
def test_without_the_sum_no_table_is_shown(both):
    found, total = shown_tables(*both)
    if total is None:
        assert {number for seen in found for number in seen.values()} == {None}


@given(tables)
def test_the_order_of_the_rows_changes_nothing(counts):
    assert hidden_keys(dict(reversed(counts.items()))) == hidden_keys(counts)


@given(tables)
def test_what_is_shown_is_true(counts):
    seen, total = one_table(counts)
    assert all(counts[key] == number for key, number in seen.items() if number is not None)
    assert total in (None, sum(counts.values()))


SIZES = [(1, 12), (2, 12), (3, 12), (4, 9), (5, 7)]


@pytest.mark.parametrize("others", [(), ("university",)], ids=["", "beside one that is known to have nobody"])
@pytest.mark.parametrize(("size", "most"), SIZES)
def test_one_who_knows_the_rule_cannot_work_out_a_hidden_count(size, most, others):
    """Of every table with counts up to `most`: what is shown fits tables that differ in each hidden small count.

    `others` are always hidden, and everybody knows that they have nobody.
    """
    behind = defaultdict(lambda: [set() for _key in range(size)])
    for numbers in product(range(most + 1), repeat=size):
        counts = {**dict.fromkeys(others, 0), **dict(enumerate(numbers))}
        ((seen,), total) = shown_tables(counts, always=others)
        for key, number in enumerate(numbers):
            behind[(tuple(seen.values()), total)][key].add(number)
    found_out = [
        (seen, key, fits[key])
        for (seen, _total), fits in behind.items()
        for key in range(size)
        if seen[len(others) + key] is None and len(fits[key]) == 1 and min(fits[key]) < LEAST
    ]
    assert found_out == []


@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), max_size=10), st.integers(0, LEAST - 1))
def test_a_sum_of_shown_numbers_is_the_same_whatever_is_hidden(numbers, other):
    changed = [other if number is not None and number < LEAST else number for number in numbers]
    assert sum_of_shown(numbers) == sum_of_shown(changed)


@pytest.mark.parametrize(("count", "seen"), [(None, None), (0, None), (4, None), (5, 5)])
def test_one_number_by_itself_is_shown_from_five(count, seen):
    assert shown(count) == seen


def test_nothing_is_hidden_where_all_are_many():
    assert one_table({"a": 5, "b": 9}) == ({"a": 5, "b": 9}, 14)


def test_one_small_count_takes_the_next_smallest_with_it():
    assert one_table({"a": 3, "b": 9, "c": 7}) == ({"a": None, "b": 9, "c": None}, 19)


def test_equals_are_hidden_together():
    assert one_table({"a": 3, "b": 7, "c": 7, "d": 9})[0] == {"a": None, "b": None, "c": None, "d": 9}


def test_a_table_of_fours_alone_is_not_shown_at_all():
    assert one_table({"a": 4, "b": 4}) == ({"a": None, "b": None}, None)


def test_no_persons_are_no_table():
    assert shown_tables() == ([], None)


def test_what_is_always_hidden_is_never_hidden_alone():
    counts = {"a": 7, "b": 9, "c": 12}
    assert shown_tables(counts, always=("a",)) == ([{"a": None, "b": None, "c": 12}], 28)


def test_five_persons_together_are_enough():
    assert one_table({"a": 2, "b": 3, "c": 9}) == ({"a": None, "b": None, "c": 9}, 14)
