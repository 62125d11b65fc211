"""Reads of the forum's recommendation and its ranking."""

import zlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from common.models import Document
from common.sorting import norwegian
from grants.models import NominationRank, Recommendation
from grants.recommendation_proposals import MeasureFacts
from grants.states import RecommendationState
from needs.models import Measure
from needs.states import BASIS_FINAL
from networks.models import AgendaItem, Round, User
from networks.queries import holders, people_with
from networks.queries.meetings import is_recused, item_of_kind, items_hidden_from
from networks.roles import Role
from networks.states import AgendaKind

DOCUMENT = "recommendation"
"""The kind of document that an adopted recommendation is."""


@dataclass(frozen=True)
class ForumCase:
    """The forum's case about the recommendation, None before it is called, and whether the person is out of it.

    `hides_papers`: the meeting has decided that the person, who is disqualified, does not see its papers.
    """

    item: AgendaItem | None
    is_recused: bool
    hides_papers: bool = False


NO_CASE = ForumCase(None, is_recused=False)


def forum_case(user: User, round: Round) -> ForumCase:
    """The forum's case about the round's recommendation, as it stands for the person."""
    item = item_of_kind(round, AgendaKind.RECOMMENDATION)
    if item is None or not is_recused(user, item):
        return ForumCase(item, is_recused=False)
    return ForumCase(item, is_recused=True, hides_papers=item.pk in items_hidden_from(user, item.meeting))


def recommendation_of(round: Round) -> Recommendation | None:
    """The round's recommendation with its run, or None while there is none."""
    return (
        Recommendation.objects.filter(round=round)
        .select_related("round__county", "run__scenario", "adopted_by", "item__meeting", "document")
        .defer("document__content")
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


def document_number(round: Round, number: int) -> str:
    """What the document of the round's adoption no. `number` is called among all documents."""
    return f"{round.grant_year}-{round.county.number}-I{number}"


def adoption_in(name: str) -> int:
    """Which adoption a document's number is about. Raises ValueError for another document's."""
    return int(name.rpartition("-I")[2])


def recommendation_documents(round: Round) -> QuerySet[Document]:
    """The documents of the round's recommendation, newest first, without their content; older ones are replaced."""
    start = document_number(round, 0)[:-1]
    return Document.objects.filter(kind=DOCUMENT, number__startswith=start).defer("content")


def recommendation_document(round: Round, number: int) -> Document | None:
    """The document of one adoption with its content, or None."""
    return Document.objects.filter(kind=DOCUMENT, number=document_number(round, number)).first()


def ranks_of(round: Round) -> QuerySet[NominationRank]:
    """The forum's ranks in the round, first rank first."""
    return NominationRank.objects.filter(recommendation__round=round)


def ranking_mark(ranks: dict[int, int]) -> int:
    """A number that changes with the forum's ranking ({nomination: rank}), so that two who rank at once notice."""
    return zlib.crc32(repr(sorted(ranks.items())).encode())


def measure_facts(round: Round) -> list[MeasureFacts]:
    """The measures of the sent bases, by network in Norwegian order and the network's own priority: four queries."""
    rows = (
        Measure.objects.filter(basis__round=round, basis__state__in=BASIS_FINAL)
        .select_related("basis__network", "theme")
        .prefetch_related("kindergartens__owner", "universities__university", "criteria")
        .order_by(norwegian("basis__network__name"), "priority", "pk")
    )
    return [_measure(row) for row in rows]


def _measure(row: Measure) -> MeasureFacts:
    kindergartens = list(row.kindergartens.all())
    return MeasureFacts(
        network=row.basis.network.name,
        title=row.title,
        theme=row.theme.name if row.theme else "",
        kindergartens=len(kindergartens),
        owners=[kindergarten.owner.name for kindergarten in kindergartens],
        universities=[part.university.label for part in row.universities.all()],
        start=row.start_label.lower(),
        years=row.years,
        criteria=frozenset(said.criterion for said in row.criteria.all() if said.text.strip()),
    )


def forum_and_officers(round: Round, *, now: datetime) -> list[User]:
    """The members of the county's forum and its case officers, each once."""
    members = [
        seat.user for seat in holders([Role.FORUM_MEMBER], now=now).filter(forum__county=round.county_id)
    ]
    officers = people_with([Role.CASE_OFFICER], now=now, county=[round.county_id])
    return list({user.pk: user for user in (*members, *officers)}.values())
