"""The partners' budget after a correction adds up, and is never below zero."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.rebudget import Moved, rebudget


@st.composite
def lines(draw):
    """Lines whose budgets add up to their amounts, with any new amounts."""
    before = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=6))
    cuts = sorted(
        draw(st.lists(st.integers(0, sum(before)), min_size=len(before) - 1, max_size=len(before) - 1))
    )
    budgets = [end - start for start, end in zip([0, *cuts], [*cuts, sum(before)], strict=True)]
    after = draw(st.lists(st.integers(0, 1000), min_size=len(before), max_size=len(before)))
    return [Moved(*row) for row in zip(before, after, budgets, strict=True)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines())
def test_budgets_add_up_to_the_new_amounts_and_are_never_below_zero(rows):
    budgets = rebudget(rows)

    assert sum(budgets) == sum(row.after_nok for row in rows)
    assert all(budget >= 0 for budget in budgets)


def test_a_budget_that_the_partners_had_not_changed_follows_its_line():
    assert rebudget([Moved(400, 300, 400), Moved(100, 100, 100)]) == [300, 100]


def test_what_the_partners_had_moved_stays_moved():
    assert rebudget([Moved(400, 300, 390), Moved(100, 100, 110)]) == [290, 110]


def test_what_a_line_has_given_away_is_taken_where_it_went():
    assert rebudget([Moved(400, 0, 390), Moved(100, 100, 110)]) == [0, 100]
