"""Reads of the frame, its key and its posts, and the posts that can be proposed."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from common.sorting import norwegian
from grants.allocation_input import KeyFacts, PostFacts
from grants.models import Budget, CommittedPost, Decision, FixedPost, GrantLine, LineKind, Scenario
from grants.states import DecisionState
from networks.models import County, Network, Organisation, Partnership, Round, User
from networks.models.periods import valid_on
from networks.queries import rounds
from networks.roles import LEADERS, STAFF, Role, seats_of

READERS = {*STAFF, Role.FORUM_MEMBER, *LEADERS, Role.UH_COORDINATOR}
"""Who may read the frame, the key and the expected amounts."""
INDIVIDUAL_KINDS = [LineKind.INDIVIDUAL, LineKind.COMMITTED]
INSIDERS = {*STAFF, Role.FORUM_MEMBER}
"""Who may read allocation runs and the recommendation while they are being made."""


def counties_as(user: User, roles: set[Role], *, now: datetime) -> set[int]:
    """The primary keys of the counties in which the person holds one of `roles`, in whatever body."""
    bodies: list[Any] = [seat.body for seat in seats_of(user, now=now) if seat.role in roles]
    return {body.pk if isinstance(body, County) else body.county_id for body in bodies}


def rounds_read_as(user: User, roles: set[Role], *, now: datetime) -> QuerySet[Round]:
    """The rounds of the counties in which the person holds one of `roles`, newest first."""
    return rounds().filter(county__in=counties_as(user, roles, now=now))


def rounds_with_steps(user: User, *, now: datetime) -> QuerySet[Round]:
    """The rounds that the person reads, newest first, with budget, recommendation and decision where they exist."""
    counties = counties_as(user, READERS, now=now)
    found = Round.objects.filter(county__in=counties)
    return found.select_related("county", "budget", "recommendation", "decision")


def budget_of(round: Round) -> Budget | None:
    """The round's frame and key with their posts as rows (`fixed_rows`, `committed_rows`): one query."""
    found = Budget.objects.filter(round=round).select_related(
        "round__county", "recorded_by", "frame_from", "key_item__meeting"
    )
    return found.annotate(**posts_of("pk")).first()


def posts_of(budget: str) -> dict[str, Any]:
    """The annotations `fixed_rows` and `committed_rows`; `budget` is the column with the budget's key."""
    return {
        "fixed_rows": _rows(FixedPost.objects, budget, key=F("key")),
        "committed_rows": _rows(CommittedPost.objects, budget, commitment=F("commitment_id")),
    }


def _rows(posts: Any, budget: str, **more: Any) -> ArraySubquery:
    row = JSONObject(
        pk=F("pk"),
        label=F("label"),
        amount_nok=F("amount_nok"),
        proposed_nok=F("proposed_nok"),
        reason=F("reason"),
        network=F("network_id"),
        network_name=F("network__name"),
        university=F("university_id"),
        university_name=F("university__name"),
        **more,
    )
    return ArraySubquery(posts.filter(budget=OuterRef(budget)).order_by("order", "pk").values(row=row))


def key_facts(budget: Budget) -> KeyFacts:
    """The frame and the key as plain figures, from a budget of `budget_of`."""
    fixed, committed = fixed_and_committed(budget)
    return KeyFacts(
        frame_nok=budget.frame_nok,
        individual_cap_percent=budget.individual_cap_percent,
        flat_percent=budget.flat_percent,
        weights={
            "children": budget.weight_children,
            "staff": budget.weight_staff,
            "kindergartens": budget.weight_kindergartens,
        },
        round_to=budget.round_to,
        cap_at_requested=budget.cap_at_requested,
        fixed=fixed,
        committed=committed,
    )


def fixed_and_committed(budget: Budget) -> tuple[tuple[PostFacts, ...], tuple[PostFacts, ...]]:
    """The fixed and the committed posts as plain figures, from a budget of `budget_of`."""
    return (
        tuple(_post("fixed", row) for row in budget.fixed_rows),
        tuple(_post("committed", row) for row in budget.committed_rows),
    )


def _post(kind: str, row: dict[str, Any]) -> PostFacts:
    return PostFacts(
        id=f"{kind}-{row['pk']}",
        label=row["label"],
        amount_nok=row["amount_nok"],
        network=row["network"],
        university=row["university"],
    )


def networks_of_round(round: Round) -> QuerySet[Network]:
    """The county's networks that have municipalities in the round, in Norwegian order."""
    members = valid_on(round.reference_on, "memberships__")
    inside = Network.objects.filter(members, county=round.county_id).values("pk")
    return Network.objects.filter(pk__in=inside).order_by(norwegian("name"), "pk")


def networks_with_money(round: Round) -> QuerySet[Any, Any]:
    """The networks of the round, and those that got money in it, in Norwegian order.

    `is_issued` says whether the round's letters are issued, `is_member` whether the network has municipalities in the
    round, and `has_individual_money` whether its letter has money for individual measures.
    """
    issued = Decision.objects.filter(round=round, state=DecisionState.ISSUED)
    members = networks_of_round(round).order_by().filter(pk=OuterRef("pk"))
    money = GrantLine.objects.filter(
        grant__decision__in=issued, kind__in=INDIVIDUAL_KINDS, budget_nok__gt=0, grant__network=OuterRef("pk")
    )
    rows = Network.objects.filter(county=round.county_id).annotate(
        is_issued=Exists(issued), is_member=Exists(members), has_individual_money=Exists(money)
    )
    wanted = Q(is_member=True) | Q(has_individual_money=True)
    return rows.filter(wanted).order_by(norwegian("name"), "pk")


def networks_with_individual_money(round: Round) -> QuerySet[Network]:
    """The networks whose issued letter has money for individual measures, in Norwegian order."""
    return networks_with_money(round).filter(has_individual_money=True)


def keys_to_choose(round: Round) -> QuerySet[Scenario]:
    """The round's scenarios, for the key that the forum has agreed on: those shared with it first."""
    return Scenario.objects.filter(round=round).order_by(F("shared_at").asc(nulls_last=True), "name", "pk")


def newest_round(county: County) -> Round | None:
    """The county's newest round, or None."""
    return Round.objects.filter(county=county).order_by("-grant_year").first()


def recipients_of_county(county: County) -> tuple[QuerySet[Network], QuerySet[Organisation]]:
    """The county's networks, and the universities that are or have been partners of one, in Norwegian order."""
    partners = Partnership.objects.filter(network__county=county)
    return (
        Network.objects.filter(county=county).order_by(norwegian("name"), "pk"),
        Organisation.objects.filter(pk__in=partners.values("university")).order_by(norwegian("name"), "pk"),
    )


def universities_of_round(round: Round) -> QuerySet[Organisation]:
    """The universities that are partners of the county's networks in the round, in Norwegian order."""
    partners = Partnership.objects.filter(valid_on(round.reference_on), network__county=round.county_id)
    return Organisation.objects.filter(pk__in=partners.values("university")).order_by(norwegian("name"), "pk")
