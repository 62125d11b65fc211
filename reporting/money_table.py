"""What a report says its money was used for, as a table: a row for each line, a column for each kind that is used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reporting.models import ReportLine
from reporting.states import SpendingKind

Amounts = Sequence[tuple[SpendingKind, int]]
"""Kroner for each kind, in the order of the columns."""


@dataclass(frozen=True)
class MoneyTable:
    """The lines with kroner for each of `kinds` (0 where nothing), and the sums. What is missing counts as 0."""

    kinds: Sequence[SpendingKind]
    rows: Sequence[tuple[ReportLine, Amounts]]

    @property
    def had_nok(self) -> int:
        """What all lines had."""
        return sum(line.budget_nok for line, _amounts in self.rows)

    @property
    def used_nok(self) -> int:
        """What is used of them."""
        return sum(line.used_nok or 0 for line, _amounts in self.rows)

    @property
    def left_nok(self) -> int:
        """What is unspent of them."""
        return sum(line.left_nok or 0 for line, _amounts in self.rows)

    @property
    def by_kind(self) -> Amounts:
        """What is used for each kind, over all lines."""
        by_line = [dict(amounts) for _line, amounts in self.rows]
        return [(kind, sum(amounts[kind] for amounts in by_line)) for kind in self.kinds]


def money_table(lines: Iterable[ReportLine]) -> MoneyTable:
    """The table of these lines, with the kinds that at least one of them names."""
    rows = [(line, {part.kind: part.amount_nok for part in line.by_kind}) for line in lines]
    kinds = [kind for kind in SpendingKind if any(kind in amounts for _line, amounts in rows)]
    return MoneyTable(
        kinds, [(line, [(kind, amounts.get(kind, 0)) for kind in kinds]) for line, amounts in rows]
    )
