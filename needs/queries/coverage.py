"""How much of a network, or of a municipality, is covered by needs reports: kindergartens and children."""

from collections.abc import Iterable
from dataclasses import dataclass

from needs.queries.workbench import KindergartenRow, OwnerRow
from needs.states import NeedsReportState


@dataclass(frozen=True)
class Covered:
    """How many kindergartens, or children in them, have an owner that has sent a report or has no new needs."""

    sent: int
    no_needs: int
    total: int

    @property
    def not_sent(self) -> int:
        """Those whose owner has not answered."""
        return self.total - self.sent - self.no_needs


@dataclass(frozen=True)
class Coverage:
    """Municipal and private, in kindergartens and in children (of the latest figures known for the round)."""

    municipal: Covered
    private: Covered
    municipal_children: Covered
    private_children: Covered

    @property
    def kindergartens(self) -> Covered:
        """All kindergartens."""
        return _sum(self.municipal, self.private)

    @property
    def children(self) -> Covered:
        """All children."""
        return _sum(self.municipal_children, self.private_children)


def coverage_of(rows: Iterable[OwnerRow]) -> Coverage:
    """What the owners' reports cover, of the kindergartens in the rows."""
    states = [(kindergarten, row.state) for row in rows for kindergarten in row.kindergartens]
    municipal = [(row, state) for row, state in states if row.is_municipal]
    private = [(row, state) for row, state in states if not row.is_municipal]
    return Coverage(
        municipal=_covered((1, state) for _row, state in municipal),
        private=_covered((1, state) for _row, state in private),
        municipal_children=_covered((_children(row), state) for row, state in municipal),
        private_children=_covered((_children(row), state) for row, state in private),
    )


def _children(row: KindergartenRow) -> int:
    return row.children


def _covered(weights: Iterable[tuple[int, str]]) -> Covered:
    found = list(weights)
    sent = sum(weight for weight, state in found if state == NeedsReportState.SUBMITTED)
    no_needs = sum(weight for weight, state in found if state == NeedsReportState.NO_NEEDS)
    return Covered(sent, no_needs, sum(weight for weight, _state in found))


def _sum(one: Covered, other: Covered) -> Covered:
    return Covered(one.sent + other.sent, one.no_needs + other.no_needs, one.total + other.total)
