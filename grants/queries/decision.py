"""Reads of the decision, its grants and their lines."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from common.sorting import norwegian
from grants.models import Decision, Grant, GrantLine
from grants.recipients import network_key, university_key
from grants.spreading import Ask
from grants.states import DecisionState
from needs.models import Measure, Nomination
from needs.states import BASIS_FINAL
from networks import queries as networks_queries
from networks.models import Round, User
from networks.roles import LEADERS, STAFF, Role, bodies

NETWORKS_FIRST = Case(
    When(network__isnull=False, then=Value(0)), default=Value(1), output_field=IntegerField()
)

WITH_MONEY = Q(decision__state=DecisionState.ISSUED, amount_nok__gt=0)
"""The grants that give something: whoever is refused all gets a letter, but owes no report."""


def decision_of(round: Round) -> Decision | None:
    """The round's decision with the people who made it, or None while there is none."""
    return (
        Decision.objects.filter(round=round)
        .select_related("round__county", "recommendation", "run", "prepared_by", "approved_by")
        .first()
    )


def lines_of_decision(decision: Decision) -> list[GrantLine]:
    """The lines of all the decision's grants with their recipients, as the letters order them."""
    rows = GrantLine.objects.filter(grant__decision=decision).select_related(
        "grant__network", "grant__university", "network"
    )
    networks = Case(When(grant__network__isnull=False, then=Value(0)), default=Value(1))
    by_name = (norwegian("grant__network__name"), norwegian("grant__university__name"))
    return list(rows.order_by(networks, *by_name, "grant", "order", "pk"))


def is_issued(round: Round) -> bool:
    """Whether the round's letters are issued."""
    return Decision.objects.filter(round=round, state=DecisionState.ISSUED).exists()


def grants() -> QuerySet[Grant]:
    """Grants with recipients, lines and letters (without the files): networks first, by name."""
    return (
        Grant.objects.select_related(
            "network__payee",
            "university",
            "decision__round__county",
            "decision__recommendation",
            "decision__prepared_by",
            "decision__approved_by",
            "letter__document",
        )
        .defer("letter__document__content", "letter__snapshot")
        .prefetch_related(Prefetch("lines", GrantLine.objects.select_related("network", "measure")))
        .order_by(NETWORKS_FIRST, norwegian("network__name"), norwegian("university__name"), "pk")
    )


def grants_of(round: Round) -> QuerySet[Grant]:
    """The grants of the round's decision, also while it is a draft."""
    return grants().filter(decision__round=round)


def grants_for_letters(round: Round) -> QuerySet[Grant]:
    """The round's grants with all that their letters say about the measures."""
    return grants_of(round).prefetch_related(
        "lines__measure__kindergartens", "lines__measure__universities__university"
    )


def issued_grants(round: Round) -> QuerySet[Grant]:
    """The round's grants whose letters are issued."""
    return grants_of(round).filter(decision__state=DecisionState.ISSUED)


def grants_visible_to(user: User, *, now: datetime) -> QuerySet[Grant]:
    """All grants for the County Governor's staff; for a recipient its own, from when the letter is issued.

    A network's grant is seen by its leaders and members and by the payee; a university's by its coordinator.
    """
    return grants().filter(seen_by(user, now=now))


def seen_by(user: User, *, now: datetime, prefix: str = "") -> Q:
    """The grants that the person may see; `prefix` leads from the filtered model to the grant ('grant__')."""
    staff = Q(**{f"{prefix}decision__round__county__in": bodies(user, STAFF, now=now)})
    networks = bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now)
    mine = (
        Q(**{f"{prefix}network__in": networks})
        | Q(**{f"{prefix}network__payee__in": bodies(user, Role.OWNER, now=now)})
        | Q(**{f"{prefix}university__in": bodies(user, Role.UH_COORDINATOR, now=now)})
    )
    return staff | (mine & Q(**{f"{prefix}decision__state": DecisionState.ISSUED}))


def grant_writers(grant: Grant, *, now: datetime) -> list[User]:
    """Who reports on the grant: the network's leader and coordinators (where there are none, the payee's contacts),

    or the university's coordinator.
    """
    if grant.university_id:
        return networks_queries.people_with(
            [Role.UH_COORDINATOR], now=now, organisation=[grant.university_id]
        )
    leaders = networks_queries.people_with(LEADERS, now=now, network=[grant.network_id or 0])
    return leaders or _payee_contacts(grant, now=now)


def letter_readers(grant: Grant, *, now: datetime) -> list[User]:
    """Who gets a mail about the letter: the network's leaders and its payee's contacts, or the university's."""
    readers = grant_writers(grant, now=now) + _payee_contacts(grant, now=now)
    return list({user.pk: user for user in readers}.values())


def _payee_contacts(grant: Grant, *, now: datetime) -> list[User]:
    payee = grant.network.payee_id if grant.network else None
    return networks_queries.people_with([Role.OWNER], now=now, organisation=[payee]) if payee else []


def approvers(round: Round, *, now: datetime) -> list[User]:
    """The people who may approve the round's decision."""
    return networks_queries.people_with([Role.APPROVER], now=now, county=[round.county_id])


def asks_of(round: Round) -> dict[str, list[Ask]]:
    """What each network's measures ask for in the round's submitted bases, in priority order, by recipient key."""
    measures = (
        Measure.objects.filter(basis__round=round, basis__state__in=BASIS_FINAL)
        .select_related("basis")
        .prefetch_related("universities")
        .order_by("basis", "priority", "pk")
    )
    asks: dict[str, list[Ask]] = defaultdict(list)
    for measure in measures:
        parts = {university_key(part.university_id): part.amount_nok for part in measure.universities.all()}
        ask = Ask(measure.pk, measure.title, measure.network_amount_nok, parts)
        asks[network_key(measure.basis.network_id)].append(ask)
    return asks


def nominations_in(keys: Iterable[int]) -> dict[int, str]:
    """The kind of study of each nomination. No names are read."""
    rows = Nomination.objects.filter(pk__in=list(keys)).order_by()
    return dict(rows.values_list("pk", "study_type__name"))
