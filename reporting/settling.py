"""How much of a report's unused money there is to settle, line by line: pure sums over whole kroner.

Only what is paid can be claimed back or carried over. What the recipient has used is taken from what is paid first;
what lacks then is unspent money that was never paid, or that is dealt with already. It is taken from the last lines.
"""

from collections.abc import Sequence


def to_settle(unspent: Sequence[int], *, used_nok: int, paid_nok: int) -> list[int]:
    """What is settled of each line's unspent amount, in the lines' order.

    `used_nok` is what all lines have used together; `paid_nok` what is paid of the grant, and neither claimed back
    nor carried over already.
    """
    left = max(paid_nok - used_nok, 0)
    found = []
    for amount in unspent:
        part = min(amount, left)
        found.append(part)
        left -= part
    return found


def never_paid(unspent: Sequence[int], settled: Sequence[int], *, not_paid_nok: int) -> int:
    """What is unspent and would still be paid, if the plan of payments stands. `not_paid_nok`: granted, not paid."""
    return min(sum(unspent) - sum(settled), not_paid_nok)
