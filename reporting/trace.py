"""The chain around one thing, as read: needs, nominations, measures, lines of letters, payments, payouts, reports.

Plain rows, no database. `is_seen` says whether the reader may know which one it is; what is not seen is only summed.
`is_centre` is true for the thing that the chain is drawn around.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reporting.attribution import equally

NEED, MEASURE, LETTER, PAYMENT, PAYOUT, REPORT = "need", "measure", "letter", "payment", "payout", "report"
NOMINATION = "nomination"
FEW = 5
"""An amount that fewer persons than this share is not told apart to those who may not see the nominations."""


@dataclass(frozen=True, kw_only=True)
class NeedRow:
    """A need that a measure answers. Owner and kindergartens are empty where it is not seen.

    `is_weighed` when the network's basis is sent; `reason` is then why no measure answers it, if that is so. Both are
    read of the need alone that the chain is drawn around.
    """

    pk: int
    theme: str
    owner: str
    kindergartens: tuple[str, ...]
    is_seen: bool
    is_weighed: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """A measure of a sent basis; `needs` are the keys of all the needs it answers, also those that are not seen."""

    pk: int
    title: str
    theme: str
    network: int
    network_name: str
    asked_nok: int
    needs: tuple[int, ...]
    is_seen: bool
    reads_basis: bool
    """Whether the reader may open the decision basis in which it stands."""


@dataclass(frozen=True, kw_only=True)
class StudentRow:
    """A nomination: never a name; study and kindergarten are empty where it is not seen."""

    pk: int
    study: str
    kindergarten: str
    is_seen: bool


@dataclass(frozen=True, kw_only=True)
class GrantRow:
    """What one recipient was granted; `letter` is the key of its letter."""

    pk: int
    recipient: str
    network: int | None
    letter: int
    number: str
    amount_nok: int
    is_seen: bool


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """A line of an issued letter. `label` is the line's own words."""

    pk: int
    grant: int
    kind: str
    label: str
    measure: int | None
    nomination: int | None
    asked_nok: int | None
    recommended_nok: int | None
    granted_nok: int
    budget_nok: int


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    """One payment of a grant that is not cancelled."""

    pk: int
    grant: int
    number: int
    due_on: date
    paid_on: date | None
    amount_nok: int
    state: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class PayoutRow:
    """One payout from a network to an owner. Owner and reference are empty where it is not seen."""

    pk: int
    line: int
    nomination: int
    owner: str
    half: str
    paid_on: date | None
    amount_nok: int
    state: str
    reference: str
    is_seen: bool


@dataclass(frozen=True, kw_only=True)
class SettledRow:
    """What became of unused money: claimed back, or carried over to the grant `to_grant` of `to_year`."""

    way: str
    amount_nok: int
    returned_on: date | None
    to_grant: int | None
    to_year: int | None


@dataclass(frozen=True, kw_only=True)
class UseRow:
    """What a report says of one line's money. `is_carried`: of what was carried over, told in a later report."""

    pk: int
    line: int
    grant: int
    year: int
    used_nok: int
    unspent_nok: int
    is_carried: bool
    kinds: tuple[tuple[str, int], ...]
    settled: SettledRow | None


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """A report that is in, or the reader's own. `is_in`: sent or approved."""

    pk: int
    grant: int
    state: str
    is_in: bool
    is_seen: bool


@dataclass(frozen=True, kw_only=True)
class FactsRow:
    """What network and university agree came of a measure."""

    measure: int
    carried_out: str
    attainment: str
    kindergartens: int
    staff: int | None


@dataclass(frozen=True, kw_only=True)
class CarriedRow:
    """Money that an earlier grant (`from_grant` of `from_year`) left to this one."""

    grant: int
    label: str
    amount_nok: int
    from_grant: int
    from_year: int


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Everything around one thing (or in one round, where `kind` is empty), in the order of the chain."""

    kind: str = ""
    pk: int = 0
    year: int
    is_staff: bool
    """Whether the reader works at the County Governor's office."""
    needs: dict[int, NeedRow] = field(default_factory=dict)
    measures: dict[int, MeasureRow] = field(default_factory=dict)
    students: dict[int, StudentRow] = field(default_factory=dict)
    grants: dict[int, GrantRow] = field(default_factory=dict)
    lines: list[LineRow] = field(default_factory=list)
    payments: list[PaymentRow] = field(default_factory=list)
    payouts: list[PayoutRow] = field(default_factory=list)
    reports: dict[int, ReportRow] = field(default_factory=dict)
    """By grant."""
    uses: list[UseRow] = field(default_factory=list)
    facts: dict[int, FactsRow] = field(default_factory=dict)
    """By measure."""
    carried: list[CarriedRow] = field(default_factory=list)

    @cached_property
    def budget_nok(self) -> int:
        """The money of the chain: its lines as the partners adjusted them."""
        return sum(line.budget_nok for line in self.lines)

    @cached_property
    def of_measure(self) -> dict[int, list[LineRow]]:
        """The lines of each measure."""
        found: dict[int, list[LineRow]] = {}
        for line in self.lines:
            if line.measure is not None:
                found.setdefault(line.measure, []).append(line)
        return found

    @cached_property
    def of_nomination(self) -> dict[int, list[LineRow]]:
        """The lines of each nomination."""
        found: dict[int, list[LineRow]] = {}
        for line in self.lines:
            if line.nomination is not None:
                found.setdefault(line.nomination, []).append(line)
        return found

    @cached_property
    def of_grant(self) -> dict[int, list[LineRow]]:
        """The lines of each grant, in the letter's order."""
        found: dict[int, list[LineRow]] = {pk: [] for pk in self.grants}
        for line in self.lines:
            found[line.grant].append(line)
        return found

    @cached_property
    def veiled(self) -> set[int]:
        """The lines (keys) for persons whom the reader may not know of: neither nomination nor payout is seen."""
        paid = {row.line for row in self.payouts if row.is_seen}
        return {
            line.pk
            for line in self.lines
            if line.nomination and line.pk not in paid and not self.students[line.nomination].is_seen
        }

    @cached_property
    def hides_few(self) -> bool:
        """Whether what the reader may not know of concerns fewer than five persons."""
        return self.are_few(line for line in self.lines if line.pk in self.veiled)

    @cached_property
    def first_uses(self) -> dict[int, list[UseRow]]:
        """What the grant's own report says of each line; not what a later report tells of carried-over money."""
        found: dict[int, list[UseRow]] = {}
        for use in self.uses:
            if not use.is_carried:
                found.setdefault(use.line, []).append(use)
        return found

    def are_few(self, lines: Iterable[LineRow]) -> bool:
        """Whether the lines' sum would tell of fewer than five persons whom the reader may not know of, and of

        nothing else.
        """
        found = list(lines)
        persons = {line.nomination for line in found if line.pk in self.veiled}
        return bool(persons) and len(persons) < FEW and all(line.pk in self.veiled for line in found)

    @cached_property
    def shares(self) -> dict[int, int]:
        """What each need gets of the lines of the measures that answer it (ADR 39): each line is shared equally."""
        found: dict[int, int] = {}
        for key, lines in self.of_measure.items():
            measure = self.measures.get(key)
            if measure is not None:
                for line in lines:
                    for need, amount in equally(line.budget_nok, measure.needs).items():
                        found[need] = found.get(need, 0) + amount
        return found

    def share_of(self, need: int) -> int:
        """What one need gets, 0 for one that nothing is granted to."""
        return self.shares.get(need, 0)
