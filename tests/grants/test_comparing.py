"""Scenarios side by side: differences add up, nobody is lost, and the order of the rows changes nothing."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from grants.comparing import (
    ABSENT,
    GAINS,
    GONE,
    LOSES,
    NEW,
    SAME,
    Extreme,
    Side,
    compare,
    differing,
    percent_of,
)

NAMES = {"a": "Fosen", "b": "Namdal", "c": "Røros", "d": "Trondheim"}
KEYS = st.sampled_from(["a", "b", "c", "d", "zz"])
AMOUNTS = st.dictionaries(KEYS, st.integers(min_value=0, max_value=50_000_000))


def side(amounts, key="1", overridden=()):
    return Side(key=key, name=f"Scenario {key}", amounts=amounts, overridden=frozenset(overridden))


def cells(base, *others):
    found = compare(side(base), [side(other) for other in others], NAMES)
    return {line.key: line.cells[0] for line in found.lines}


def test_a_cell_says_amount_difference_percent_and_who_gains():
    found = cells({"a": 400_000, "b": 300_000, "c": 5}, {"a": 450_000, "b": 200_000, "c": 5})
    assert (found["a"].amount, found["a"].difference, found["a"].percent) == (
        450_000,
        50_000,
        Decimal("12.5"),
    )
    assert [found[key].verdict for key in "abc"] == [GAINS, LOSES, SAME]
    assert found["b"].percent == Decimal("-33.3")


def test_new_and_gone_networks_are_neither_gains_nor_losses():
    found = cells({"a": 100, "b": 0}, {"b": 0, "c": 40})
    assert (found["a"].verdict, found["a"].amount, found["a"].difference) == (GONE, None, -100)
    assert (found["c"].verdict, found["c"].difference, found["c"].percent) == (NEW, 40, None)
    assert found["b"].verdict == SAME


def test_a_network_in_neither_has_no_difference():
    found = compare(side({"a": 1}), [side({"a": 1}), side({"b": 2})], NAMES)
    line = next(line for line in found.lines if line.key == "b")
    assert (line.cells[0].verdict, line.cells[0].difference) == (ABSENT, None)


def test_a_summary_counts_and_names_the_largest():
    found = compare(
        side({"a": 100, "b": 100, "c": 100}), [side({"a": 150, "b": 90, "c": 200, "d": 7})], NAMES
    )
    (summary,) = found.summaries
    assert (summary.total, summary.difference, summary.percent) == (447, 147, Decimal("49.0"))
    assert summary.counts == {GAINS: 2, LOSES: 1, SAME: 0, NEW: 1, GONE: 0}
    assert (summary.most_gained, summary.most_lost) == (Extreme("Røros", 100), Extreme("Namdal", -10))


def test_nobody_gains_against_oneself():
    (summary,) = compare(side({"a": 1, "b": 2}), [side({"a": 1, "b": 2})], NAMES).summaries
    assert (summary.difference, summary.most_gained, summary.most_lost) == (0, None, None)
    assert summary.counts[SAME] == 2


def test_amounts_set_by_hand_are_marked_in_column_and_baseline():
    found = compare(side({"a": 1}, overridden="a"), [side({"a": 2}, overridden="a")], NAMES)
    assert found.lines[0].is_base_overridden
    assert found.lines[0].cells[0].is_overridden


def test_lines_stand_in_the_order_of_the_names_and_strangers_last():
    found = compare(side({"zz": 1, "d": 1}), [side({"a": 1})], NAMES)
    assert [(line.key, line.name) for line in found.lines] == [
        ("a", "Fosen"),
        ("d", "Trondheim"),
        ("zz", "zz"),
    ]


def test_percents_are_rounded_away_from_zero_at_the_half():
    assert [percent_of(n, 2000) for n in (1, -1, 0)] == [Decimal("0.1"), Decimal("-0.1"), Decimal("0.0")]
    assert percent_of(5, 0) is None


def test_rows_that_differ_are_found():
    assert differing([["1", "1"], ["1", "2"], []]) == [False, True, False]


@given(AMOUNTS, st.lists(AMOUNTS, max_size=4))
def test_differences_add_up_and_everybody_is_counted(base, others):
    found = compare(side(base), [side(other) for other in others], NAMES)
    for place, summary in enumerate(found.summaries):
        column = [line.cells[place] for line in found.lines]
        assert sum(cell.difference or 0 for cell in column) == summary.difference
        assert sum(cell.amount or 0 for cell in column) == summary.total
        absent = sum(cell.verdict == ABSENT for cell in column)
        assert sum(summary.counts.values()) + absent == len(found.lines)
        assert (summary.most_gained is None) == (summary.counts[GAINS] == 0)
        assert (summary.most_lost is None) == (summary.counts[LOSES] == 0)


@given(AMOUNTS, AMOUNTS)
def test_the_other_way_round_gains_are_losses(base, other):
    there, back = compare(side(base), [side(other)], NAMES), compare(side(other), [side(base)], NAMES)
    (one,), (two,) = there.summaries, back.summaries
    assert (one.counts[GAINS], one.counts[NEW]) == (two.counts[LOSES], two.counts[GONE])
    assert one.difference == -two.difference


@given(AMOUNTS, AMOUNTS)
def test_the_order_of_amounts_changes_nothing(base, other):
    turned = dict(reversed(base.items())), dict(reversed(other.items()))
    assert (
        compare(side(base), [side(other)], NAMES).lines
        == compare(side(turned[0]), [side(turned[1])], NAMES).lines
    )


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12))
def test_a_percent_is_within_half_a_tenth_of_the_exact_one(difference, base):
    found = percent_of(difference, base)
    assert abs(found * base - 100 * difference) <= Decimal("0.05") * base
