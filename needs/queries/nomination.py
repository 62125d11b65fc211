"""Reads of nominations. Names and e-mails leave here only for those who may see them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Q, QuerySet, Value, When

from common.sorting import norwegian
from needs.models import Nomination
from needs.states import NominationState
from networks.models import Kindergarten, Round, User
from networks.queries import in_network
from networks.roles import LEADERS, Role, bodies, holds

SUBMITTED = NominationState.SUBMITTED


def nominations() -> QuerySet[Nomination]:
    """Nominations with kindergarten, owner and study type."""
    return Nomination.objects.select_related(
        "kindergarten__owner", "kindergarten__municipality", "study_type", "dispensation__granted_by"
    )


def my_nominations(user: User, round: Round, now: datetime) -> QuerySet[Nomination]:
    """The nominations of the kindergartens that the person is head or owner of, drafts first, then by name."""
    drafts_first = Case(When(state=NominationState.DRAFT, then=Value(0)), default=Value(1))
    return (
        nominations()
        .filter(_own(user, now=now), round=round)
        .order_by(drafts_first, norwegian("kindergarten__name"), norwegian("student_name"), "pk")
    )


def kindergartens_to_nominate_from(user: User, round: Round, *, now: datetime) -> QuerySet[Kindergarten]:
    """The open kindergartens in the round's county that the person is head or owner of."""
    mine = Q(pk__in=bodies(user, Role.HEAD, now=now)) | Q(owner__in=bodies(user, Role.OWNER, now=now))
    return (
        Kindergarten.objects.filter(mine, municipality__county=round.county_id)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on))
        .select_related("owner")
        .order_by(norwegian("name"), "pk")
    )


def nominations_with_names(user: User, round: Round, *, now: datetime) -> QuerySet[Nomination]:
    """The nominations of the round that the person may read with name and e-mail.

    Head and owner: their own. The network's leaders and the county's case officers: those that are submitted.
    """
    seen = _own(user, now=now)
    networks = bodies(user, LEADERS, now=now)
    if networks:
        seen |= Q(state=SUBMITTED) & of_networks(networks, round)
    if holds(user, Role.CASE_OFFICER, round.county, now=now):
        seen |= Q(state=SUBMITTED)
    return nominations().filter(seen, round=round)


def _own(user: User, *, now: datetime) -> Q:
    heads = bodies(user, Role.HEAD, now=now)
    owners = bodies(user, Role.OWNER, now=now)
    return Q(kindergarten__in=heads) | Q(kindergarten__owner__in=owners)


def of_networks(networks: Iterable[int], round: Round) -> Q:
    """The nominations from kindergartens that are in these networks in the round."""
    return in_network(list(networks), round, "kindergarten__")
