"""Named reads of what is given. Nothing here writes."""

from grants.queries.adjustment import adjustments_of, budget_lines, budget_parts, open_adjustment
from grants.queries.allocation import (
    current_run,
    is_current,
    measures_in_order,
    network_facts,
    newest_run,
    present_input,
    ranked_nominations,
    run_numbered,
    runs_of,
)
from grants.queries.budget import (
    INSIDERS,
    READERS,
    budget_of,
    networks_of_round,
    proposed_posts,
    rounds_read_as,
    universities_of_round,
)
from grants.queries.decision import (
    decision_of,
    grant_writers,
    grants,
    grants_for_letters,
    grants_of,
    grants_visible_to,
    issued_grants,
)
from grants.queries.letter import file_of, letters_visible_to
from grants.queries.outcome import need_outcomes, nomination_outcomes
from grants.queries.recommendation import (
    adopted_recommendation,
    ranking_mark,
    ranks_of,
    recommendation_of,
    recommendation_or_new,
)

__all__ = [
    "INSIDERS",
    "READERS",
    "budget_of",
    "current_run",
    "is_current",
    "measures_in_order",
    "network_facts",
    "networks_of_round",
    "newest_run",
    "present_input",
    "proposed_posts",
    "ranked_nominations",
    "ranking_mark",
    "ranks_of",
    "recommendation_or_new",
    "rounds_read_as",
    "run_numbered",
    "runs_of",
    "universities_of_round",
    "adjustments_of",
    "adopted_recommendation",
    "budget_lines",
    "budget_parts",
    "decision_of",
    "file_of",
    "grant_writers",
    "grants",
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
