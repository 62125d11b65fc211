"""From recorded figures to the input of an allocation, without a database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.allocation import allocate
from grants.allocation_input import (
    KeyFacts,
    NetworkFacts,
    PostFacts,
    RequestFacts,
    fingerprint,
    input_of,
    number,
    ranked,
    without_requests,
)


def key(**changes):
    values = {
        "frame_nok": 1_000_000,
        "individual_cap_percent": Decimal("30.00"),
        "flat_percent": Decimal("37.50"),
        "weights": {"children": Decimal(1), "staff": Decimal(0), "kindergartens": Decimal("0.50")},
        "round_to": 1,
        "cap_at_requested": True,
        "fixed": (
            PostFacts(id="fixed-1", label="Leder", amount_nok=100_000, network=1),
            PostFacts(id="fixed-2", label="Møter", amount_nok=50_000),
        ),
        "committed": (PostFacts(id="committed-1", label="ABLU", amount_nok=10_000, university=9),),
    }
    return KeyFacts(**{**values, **changes})


def networks():
    return [
        NetworkFacts(
            pk=1,
            name="Én",
            children=40,
            staff=Decimal("12.5"),
            kindergartens=2,
            network_nok=5,
            universities={9: 3},
        ),
        NetworkFacts(pk=2, name="To", children=10, staff=Decimal(3), kindergartens=1),
    ]


def test_the_input_is_one_that_the_allocation_takes():
    data = input_of(key(), networks(), [RequestFacts(pk=7, network=2, amount_nok=40_000, label="", rank=1)])
    assert [post["recipient"] for post in data["fixed"]] == ["network-1", None]
    assert data["collective"]["flat_percent"] == "37.5"
    assert data["collective"]["weights"] == {"children": 1, "kindergartens": "0.5"}
    assert data["collective"]["networks"][0]["staff"] == "12.5"
    assert data["collective"]["networks"][0]["requested"] == 8
    assert allocate(data)["individual"]["granted"][0]["id"] == "nomination-7"


def test_without_requests_nobody_is_cut():
    data = without_requests(input_of(key(), networks(), []))
    outcome = allocate(data)["collective"]
    assert sum(row["amount"] for row in outcome["networks"]) == outcome["total"] == 840_000


def test_the_fingerprint_follows_the_figures_and_not_the_order_of_rows():
    one, other = input_of(key(), networks(), []), input_of(key(), networks()[::-1], [])
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(input_of(key(frame_nok=1_000_001), networks(), []))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("30.00"), 30), (Decimal("37.50"), "37.5"), (Decimal("1E+2"), 100), (Decimal("0.00"), 0)],
)
def test_numbers_are_whole_or_decimal_text(value, shown):
    assert number(value) == shown


def test_the_forums_order_comes_first_then_the_networks_choices_in_turn():
    choices = [
        (None, 2, "b2"),
        (None, 1, "a1"),
        (2, 5, "second"),
        (None, 1, "c1"),
        (1, None, "first"),
        (None, None, "z"),
    ]
    assert ranked(choices) == ["first", "second", "a1", "c1", "b2", "z"]


@given(st.lists(st.tuples(st.none() | st.integers(1, 9), st.none() | st.integers(1, 9)), max_size=30))
def test_ranking_keeps_every_measure_once(places):
    choices = [(county, own, index) for index, (county, own) in enumerate(places)]
    assert sorted(ranked(choices)) == list(range(len(places)))
