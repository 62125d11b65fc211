"""Reads of the forum's recommendation."""

from grants.models import Recommendation
from grants.states import RecommendationState
from networks.models import Round


def recommendation_of(round: Round) -> Recommendation | None:
    """The round's recommendation with its run, or None while there is none."""
    return Recommendation.objects.filter(round=round).select_related("round__county", "run", "adopted_by").first()


def adopted_recommendation(round: Round) -> Recommendation | None:
    """The round's recommendation when it is adopted, else None."""
    found = recommendation_of(round)
    return found if found and found.state == RecommendationState.ADOPTED else None
