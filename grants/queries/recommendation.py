"""Reads of the forum's recommendation and its ranking."""

import zlib
from datetime import datetime

from django.db.models import QuerySet

from grants.models import NominationRank, Recommendation
from grants.states import RecommendationState
from networks.models import Round, User
from networks.queries import holders, people_with
from networks.roles import Role


def recommendation_of(round: Round) -> Recommendation | None:
    """The round's recommendation with its run, or None while there is none."""
    return (
        Recommendation.objects.filter(round=round)
        .select_related("round__county", "run", "adopted_by")
        .first()
    )


def bare_recommendation(round: Round) -> Recommendation | None:
    """The round's recommendation without the run it stands on."""
    return Recommendation.objects.filter(round=round).first()


def recommendation_or_new(round: Round) -> Recommendation:
    """The round's recommendation; an unsaved one (version 0) while it is not begun."""
    return recommendation_of(round) or Recommendation(round=round, version=0)


def adopted_recommendation(round: Round) -> Recommendation | None:
    """The round's recommendation when it is adopted, else None."""
    found = recommendation_of(round)
    return found if found and found.state == RecommendationState.ADOPTED else None


def ranks_of(round: Round) -> QuerySet[NominationRank]:
    """The forum's ranks in the round, first rank first."""
    return NominationRank.objects.filter(recommendation__round=round)


def ranking_mark(ranks: dict[int, int]) -> int:
    """A number that changes with the forum's ranking ({nomination: rank}), so that two who rank at once notice."""
    return zlib.crc32(repr(sorted(ranks.items())).encode())


def forum_and_officers(round: Round, *, now: datetime) -> list[User]:
    """The members of the county's forum and its case officers, each once."""
    members = [
        seat.user for seat in holders([Role.FORUM_MEMBER], now=now).filter(forum__county=round.county_id)
    ]
    officers = people_with([Role.CASE_OFFICER], now=now, county=[round.county_id])
    return list({user.pk: user for user in (*members, *officers)}.values())
