"""What the partners' budget becomes when an issued grant is corrected. Plain figures in, plain figures out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moved:
    """A line: its amount before and after the correction, and what the partners had agreed on; in kroner."""

    before_nok: int
    after_nok: int
    budget_nok: int


def rebudget(lines: Sequence[Moved]) -> list[int]:
    """The new budget of each line. The budgets add up to the new amounts, and none is below zero.

    A budget follows its own line's change. What a line cannot give up, because the partners had moved money away from
    it, is taken from the largest budgets. Raises ValueError when budgets and amounts did not add up before.
    """
    if sum(line.budget_nok for line in lines) != sum(line.before_nok for line in lines):
        raise ValueError("The budgets do not add up to the amounts.")
    wanted = [line.budget_nok + line.after_nok - line.before_nok for line in lines]
    lacking = -sum(amount for amount in wanted if amount < 0)
    budgets = [max(amount, 0) for amount in wanted]
    for place in sorted(range(len(budgets)), key=lambda place: -budgets[place]):
        part = min(lacking, budgets[place])
        budgets[place] -= part
        lacking -= part
    return budgets
