"""Named reads of what is given. Nothing here writes."""

from grants.queries.adjustment import adjustments_of, budget_lines, budget_parts, open_adjustment
from grants.queries.decision import (
    decision_of,
    grant_writers,
    grants_for_letters,
    grants_of,
    grants_visible_to,
    issued_grants,
)
from grants.queries.letter import file_of, letters_visible_to
from grants.queries.outcome import need_outcomes, nomination_outcomes
from grants.queries.recommendation import adopted_recommendation, recommendation_of

__all__ = [
    "adjustments_of",
    "adopted_recommendation",
    "budget_lines",
    "budget_parts",
    "decision_of",
    "file_of",
    "grant_writers",
    "grants_for_letters",
    "grants_of",
    "grants_visible_to",
    "issued_grants",
    "letters_visible_to",
    "need_outcomes",
    "nomination_outcomes",
    "open_adjustment",
    "recommendation_of",
]
