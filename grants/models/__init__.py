"""What is given: frame and key, allocation runs, recommendation, decision, grants and letters."""

from grants.models.allocation import AllocationRun
from grants.models.budget import Budget, CommittedPost, FixedPost
from grants.models.decision import BudgetAdjustment, Decision, Grant, GrantLetter, GrantLine, LineKind
from grants.models.recommendation import NominationRank, Recommendation

__all__ = [
    "AllocationRun",
    "Budget",
    "BudgetAdjustment",
    "CommittedPost",
    "Decision",
    "FixedPost",
    "Grant",
    "GrantLetter",
    "GrantLine",
    "LineKind",
    "NominationRank",
    "Recommendation",
]
