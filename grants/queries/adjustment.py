"""Reads of a network's budget: the collective lines of its letters, and the proposals to change them."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from common.sorting import norwegian
from grants.models import BudgetAdjustment, Grant, GrantLine
from grants.states import AdjustmentState, DecisionState
from networks.models import Network, Round


@dataclass(frozen=True)
class BudgetPart:
    """The collective lines of one letter that belong to the network, with their sum in kroner."""

    grant: Grant
    lines: list[GrantLine]

    @property
    def sum_nok(self) -> int:
        """What the lines share; it stays whatever the partners agree on."""
        return sum(line.budget_nok for line in self.lines)


def budget_lines(network: Network, round: Round) -> list[GrantLine]:
    """The network's collective lines in issued letters: its own first, then each university's, in priority order."""
    lines = (
        GrantLine.objects.filter(
            network=network, grant__decision__round=round, grant__decision__state=DecisionState.ISSUED
        )
        .select_related("grant__decision", "grant__network", "grant__university", "measure")
        .order_by(norwegian("grant__university__name").asc(nulls_first=True), "grant", "order", "pk")
    )
    return list(lines)


def budget_parts(lines: list[GrantLine]) -> list[BudgetPart]:
    """The lines letter by letter."""
    return [BudgetPart(grant, list(rows)) for grant, rows in groupby(lines, key=lambda line: line.grant)]


def adjustments_of(network: Network, round: Round) -> QuerySet[BudgetAdjustment]:
    """All proposals for the network's budget, newest first."""
    return BudgetAdjustment.objects.filter(network=network, round=round).select_related(
        "network__county", "round__county", "proposed_by", "answered_by"
    )


def open_adjustment(network: Network, round: Round) -> BudgetAdjustment | None:
    """The proposal that waits for an answer, or None."""
    return adjustments_of(network, round).filter(state=AdjustmentState.PROPOSED).first()


def answering_universities(adjustment: BudgetAdjustment, lines: list[GrantLine]) -> list[int]:
    """The universities that may answer a network's proposal: the one whose lines it changes, else all of them."""
    theirs = {line.pk: line.grant.university_id for line in lines if line.grant.university_id}
    touched = {theirs[int(key)] for key in adjustment.lines if int(key) in theirs}
    return sorted(touched or set(theirs.values()))
