"""Amounts set by hand, money that individual measures leave, and the steps that each amount came about by."""

from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from grants.allocation import AllocationError, allocate, breakdowns
from grants.allocation_texts import REFUSALS, explanation
from tests.grants.allocation_extras import tried
from tests.grants.allocation_inputs import fixed, network, problem, problems, request

STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def three(**changes):
    """Three networks of 100, 200 and 300 children, sharing by the children."""
    networks = [network(name, 900, children=100 * n) for n, name in enumerate("abc", start=1)]
    data = problem(600, networks, flat_percent=0, weights={"children": 1})
    data["collective"] |= changes
    return data


def by_hand(*rows, **changes):
    return three(overrides=[{"network": name, "amount": amount} for name, amount in rows], **changes)


def amounts(outcome):
    return {row["id"]: row["amount"] for row in outcome["collective"]["networks"]}


# --- Amounts set by hand -----------------------------------------------------------------------------------


def test_the_others_share_the_rest_by_the_same_parts():
    outcome = allocate(by_hand(("a", 0)))

    assert amounts(outcome) == {"a": 0, "b": 240, "c": 360}
    assert outcome["unallocated"] == 0


def test_the_others_keep_theirs_and_the_difference_is_not_distributed():
    outcome = allocate(by_hand(("a", 40), recompute_rest=False))

    assert amounts(outcome) == {"a": 40, "b": 200, "c": 300}
    assert outcome["unallocated"] == 60


def test_an_amount_set_by_hand_says_so_beside_what_the_key_gives():
    rows = {row["id"]: row for row in allocate(by_hand(("a", 50)))["collective"]["networks"]}

    assert (rows["a"]["overridden"], rows["a"]["computed"]) == (True, 100)
    assert (rows["a"]["reason"]["code"], rows["a"]["reason"]["computed"]) == ("overridden", 100)
    assert (rows["b"]["reason"]["code"], rows["b"]["reason"]["shared"]) == ("beside_overridden", 550)
    assert "overridden" not in rows["b"]
    assert all(explanation(row["reason"]) for row in rows.values())


def test_an_amount_set_by_hand_is_not_cut_to_what_the_network_asks_for():
    data = by_hand(("a", 550), cap_at_requested=True)
    data["collective"]["networks"][0]["requested"] = 10

    assert amounts(allocate(data))["a"] == 550


def test_the_universities_get_their_part_of_an_amount_set_by_hand():
    data = by_hand(("a", 300))
    data["collective"]["networks"][0]["universities"] = [{"id": "nord", "requested": 300}]

    (row, *_others) = allocate(data)["collective"]["networks"]
    assert (row["network_amount"], row["universities"]) == (200, [{"id": "nord", "amount": 100}])


def test_all_amounts_can_be_set_by_hand():
    outcome = allocate(by_hand(("a", 1), ("b", 2), ("c", 3)))

    assert amounts(outcome) == {"a": 1, "b": 2, "c": 3}
    assert outcome["unallocated"] == 594


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        (by_hand(("a", 601)), "overrides_above_total", "collective.overrides"),
        (by_hand(("a", 101), recompute_rest=False), "overrides_do_not_fit", "collective.overrides"),
        (by_hand(("x", 1)), "override_without_network", "collective.overrides"),
        (by_hand(("a", 1), ("a", 2)), "invalid", "collective.overrides[1].network"),
        (by_hand(("a", -1)), "invalid", "collective.overrides[0].amount"),
        (by_hand(("a", 1), recompute_rest="yes"), "invalid", "collective.recompute_rest"),
    ],
)
def test_what_cannot_be_set_by_hand_is_refused(data, code, path):
    with pytest.raises(AllocationError) as refused:
        allocate(data)

    assert (refused.value.code, refused.value.path) == (code, path)
    assert code == "invalid" or code in REFUSALS


# --- What individual measures leave ------------------------------------------------------------------------


def leaving(leftover, **changes):
    data = three(**changes)
    data["individual"] |= {"requests": [request("n1", 60, 1, "a")], "leftover": leftover}
    return data


def test_what_no_request_took_is_held():
    outcome = allocate(leaving("held"))

    assert outcome["individual"]["left"] == outcome["held"] == 120
    assert outcome["collective"]["total"] == 420


def test_what_no_request_took_goes_to_the_collective():
    outcome = allocate(leaving("collective"))

    assert (outcome["individual"]["left"], outcome["held"], outcome["collective"]["total"]) == (120, 0, 540)


def test_what_no_request_took_is_shared_by_the_key_for_local_use():
    outcome = allocate(leaving("local", cap_at_requested=True))

    assert outcome["individual"]["local"] == [
        {"id": "a", "amount": 20},
        {"id": "b", "amount": 40},
        {"id": "c", "amount": 60},
    ]
    assert outcome["recipients"][0] == {"id": "a", "amount": 60 + 20 + 70}


def test_what_does_not_fill_a_unit_goes_to_the_collective():
    outcome = allocate(leaving("local", round_to=50))

    assert sum(row["amount"] for row in outcome["individual"]["local"]) == 100
    assert outcome["collective"]["total"] == 440


def test_what_is_left_is_never_more_than_the_frame_has():
    data = leaving("held")
    data["fixed"] = [fixed("leder", 500, "a")]

    outcome = allocate(data)
    assert outcome["individual"]["left"] == outcome["held"] == 40


def test_another_leftover_is_refused():
    with pytest.raises(AllocationError, match=r"individual\.leftover"):
        allocate(leaving("spent"))


# --- The steps ---------------------------------------------------------------------------------------------


def test_the_steps_name_own_and_all_figures():
    steps = breakdowns(by_hand(("a", 50), flat_percent=40), 600)["b"]

    assert (steps.flat_total, steps.networks, steps.flat) == (240, 3, 80)
    (part,) = steps.figures
    assert (part.name, part.total, part.own, part.everybody, part.amount) == ("children", 360, 200, 600, 120)
    assert steps.by_key == 200


def test_the_steps_say_what_is_set_by_hand():
    steps = breakdowns(by_hand(("a", 50)), 600)

    assert (steps["a"].computed, steps["a"].by_hand, steps["a"].beside) == (100, -50, 0)
    assert (steps["b"].computed, steps["b"].by_hand, steps["b"].beside) == (None, 0, 20)


def test_the_steps_say_what_a_request_cuts_and_leaves():
    data = three(cap_at_requested=True)
    data["collective"]["networks"][2]["requested"] = 150

    steps = breakdowns(data, 600)
    assert (steps["c"].cap, steps["a"].cap, steps["b"].cap) == (-150, 50, 100)


# --- Whatever the input ------------------------------------------------------------------------------------


def allocated(data):
    try:
        return allocate(data)
    except AllocationError as error:
        assume(error.code not in {"overrides_above_total", "overrides_do_not_fit"})
        raise


@STEADY
@given(tried())
def test_everything_adds_up_to_the_frame_and_nobody_is_below_zero(data):
    outcome = allocated(data)

    paid = sum(row["amount"] for row in outcome["recipients"])
    assert paid + outcome["held"] + outcome["unallocated"] == data["frame"]
    everything = [*outcome["recipients"], *outcome["collective"]["networks"]]
    assert all(row["amount"] >= 0 for row in everything)
    assert min(outcome["held"], outcome["unallocated"], outcome["collective"]["total"]) >= 0


@STEADY
@given(tried(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(data, dice):
    mixed = deepcopy(data)
    for rows in (mixed["collective"]["networks"], mixed["collective"]["overrides"], mixed["fixed"]):
        dice.shuffle(rows)

    assert allocated(mixed) == allocated(data)


@STEADY
@given(tried())
def test_what_is_set_by_hand_stands(data):
    found = amounts(allocated(data))

    assert all(found[row["network"]] == row["amount"] for row in data["collective"]["overrides"])


@STEADY
@given(tried(most=st.integers(0, 50)))
def test_with_the_others_left_alone_they_get_what_the_key_gives(data):
    data["collective"]["recompute_rest"] = False
    alone = deepcopy(data)
    alone["collective"]["overrides"] = []
    touched = {row["network"] for row in data["collective"]["overrides"]}

    found, expected = amounts(allocated(data)), amounts(allocate(alone))
    assert all(found[name] == expected[name] for name in expected if name not in touched)


@STEADY
@given(tried(), st.booleans())
def test_the_steps_add_up_to_the_amount(data, is_capping):
    data["collective"]["cap_at_requested"] = is_capping
    outcome = allocated(data)

    steps = breakdowns(data, outcome["collective"]["total"])
    for row in outcome["collective"]["networks"]:
        one = steps[row["id"]]
        assert one.amount == row["amount"]
        assert one.by_key + one.beside + one.cap + one.rounding + one.by_hand == row["amount"]
        assert sum((other.by_key for other in steps.values()), Fraction(0)) == outcome["collective"]["total"]


@STEADY
@given(problems())
def test_what_is_new_changes_nothing_where_it_is_not_used(data):
    plain = allocate(data)
    data["individual"]["leftover"] = "collective"
    data["collective"] |= {"overrides": [], "recompute_rest": False}

    found = allocate(data)
    assert found["individual"].pop("left") >= 0
    assert found == plain
