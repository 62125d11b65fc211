"""How much of what is unspent there is to settle: only what is paid, and not used; what was never paid is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.settling import never_paid, to_settle

KRONER = st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("unspent", "used", "paid", "expected"),
    [
        ([30, 20], 50, 100, [30, 20]),
        ([30, 20], 50, 90, [30, 10]),
        ([30, 20], 50, 70, [20, 0]),
        ([30, 20], 50, 50, [0, 0]),
        ([30, 20], 50, 40, [0, 0]),
        ([0, 20], 0, 10, [0, 10]),
        ([], 10, 100, []),
    ],
)
def test_what_lacks_is_taken_from_the_last_lines(unspent, used, paid, expected):
    assert to_settle(unspent, used_nok=used, paid_nok=paid) == expected


@given(st.lists(KRONER, max_size=8), KRONER, KRONER)
def test_no_more_is_settled_than_is_left_of_what_is_paid(unspent, used, paid):
    found = to_settle(unspent, used_nok=used, paid_nok=paid)
    assert sum(found) == min(sum(unspent), max(paid - used, 0))
    assert all(0 <= part <= amount for part, amount in zip(found, unspent, strict=True))


@pytest.mark.parametrize(
    ("settled", "not_paid", "expected"), [([30, 20], 0, 0), ([30, 10], 100, 10), ([0, 0], 40, 40)]
)
def test_what_would_still_be_paid_is_what_is_unspent_and_in_the_plan(settled, not_paid, expected):
    assert never_paid([30, 20], settled, not_paid_nok=not_paid) == expected
