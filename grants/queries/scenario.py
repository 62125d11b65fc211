"""Reads of scenarios: who sees which, what goes into them, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.db.models.functions import JSONObject

from common.sorting import norwegian
from grants.allocation import Outcome, allocate
from grants.allocation_input import KeyFacts, PostFacts, RequestFacts, input_of, tried_input
from grants.figures import Snapshot, facts_of, snapshot_of
from grants.models import (
    AllocationRun,
    Budget,
    Decision,
    GrantLine,
    LineKind,
    Recommendation,
    Scenario,
    ScenarioOverride,
)
from grants.queries.allocation import asks_of_bases, figures_of, request_facts, with_asks
from grants.queries.budget import budget_of, fixed_and_committed
from grants.queries.posts import ProposedPost, proposed_commitments, proposed_posts
from grants.recipients import network_key
from grants.states import DecisionState, RecommendationState
from networks.models import Round, User
from networks.roles import STAFF, Role, bodies


@dataclass(frozen=True, kw_only=True)
class LiveFacts:
    """What all scenarios of a round stand on as it is now: posts, and what is asked for. `asks` are rows of bases."""

    fixed: tuple[PostFacts, ...]
    committed: tuple[PostFacts, ...]
    asks: tuple[tuple[Any, ...], ...]
    requests: tuple[RequestFacts, ...]
    budget: Budget | None = None


@dataclass(frozen=True, kw_only=True)
class LastYear:
    """What each network got for collective measures the year before, its universities' parts included.

    Both by the network's id in a run; empty when no letters were issued.
    """

    amounts: Mapping[str, int]
    names: Mapping[str, str]


def overrides_in(scenario: str) -> ArraySubquery:
    """The annotation `override_rows`; `scenario` is the column with the scenario's key."""
    rows = ScenarioOverride.objects.filter(scenario=OuterRef(scenario)).order_by(
        norwegian("network__name"), "pk"
    )
    row = JSONObject(
        network=F("network_id"), name=F("network__name"), amount_nok=F("amount_nok"), reason=F("reason"),
        by=F("set_by__name"), at=F("set_at"),
    )  # fmt: skip
    return ArraySubquery(rows.values(row=row))


def scenarios_of(round: Round) -> QuerySet[Scenario]:
    """The round's scenarios in the order they were made, each with its `override_rows`.

    `is_adopted` says whether an adopted recommendation stands on it, `has_runs` whether the allocation was run on it.
    """
    adopted = Recommendation.objects.filter(state=RecommendationState.ADOPTED, run__scenario=OuterRef("pk"))
    return (
        Scenario.objects.filter(round=round)
        .select_related("round__county", "saved_by", "created_by", "shared_by", "copied_from")
        .annotate(
            override_rows=overrides_in("pk"),
            is_adopted=Exists(adopted),
            has_runs=Exists(AllocationRun.objects.filter(scenario=OuterRef("pk"))),
        )
        .order_by("created_at", "pk")
    )


def scenarios_visible_to(user: User, round: Round, *, now: datetime) -> QuerySet[Scenario]:
    """All of the round's scenarios for the County Governor's staff; for the forum those that are shared with it."""
    found = scenarios_of(round)
    if round.county_id in bodies(user, STAFF, now=now):
        return found
    shared = found.filter(shared_at__isnull=False)
    return shared.filter(round__county__forum__in=bodies(user, Role.FORUM_MEMBER, now=now))


def newest_scenario(round: Round) -> Scenario | None:
    """The scenario that was made last, or None."""
    return scenarios_of(round).last()


def locked_scenario(pk: int) -> Scenario:
    """A scenario of `scenarios_of`, locked until the transaction ends."""
    Scenario.objects.select_for_update().get(pk=pk)
    return scenarios_of(Scenario.objects.select_related("round").get(pk=pk).round).get(pk=pk)


def live_facts(round: Round, budget: Budget | None = None) -> LiveFacts:
    """What is recorded and asked for now. `budget` is one with its posts loaded; it is read when not given.

    Without a recorded budget the posts are those that scheme, networks and commitments propose.
    """
    budget = budget or budget_of(round)
    if budget is not None:
        fixed, committed = fixed_and_committed(budget)
    else:
        fixed = tuple(_proposed("fixed", post) for post in proposed_posts(round))
        committed = tuple(_proposed("committed", post) for post in proposed_commitments(round))
    return LiveFacts(
        fixed=fixed,
        committed=committed,
        asks=tuple(asks_of_bases(round)),
        requests=tuple(request_facts(round)),
        budget=budget,
    )


def _proposed(kind: str, post: ProposedPost) -> PostFacts:
    return PostFacts(
        id=f"{kind}-{post.proposal}",
        label=post.label,
        amount_nok=post.amount_nok,
        network=post.network,
        university=post.university,
    )


def scenario_input(scenario: Scenario, round: Round, live: LiveFacts | None = None) -> dict[str, Any]:
    """The input of a scenario's run: its key, figures and overrides, and the posts and requests as they are now.

    `scenario` is one of `scenarios_of`. Give `live` where several scenarios are read.
    """
    live = live or live_facts(round)
    key = KeyFacts(
        frame_nok=scenario.frame_nok,
        individual_cap_percent=Decimal(scenario.individual_cap_percent),
        flat_percent=Decimal(scenario.flat_percent),
        weights={
            "children": Decimal(scenario.weight_children),
            "staff": Decimal(scenario.weight_staff),
            "kindergartens": Decimal(scenario.weight_kindergartens),
        },
        round_to=scenario.round_to,
        cap_at_requested=scenario.cap_at_requested,
        fixed=live.fixed,
        committed=live.committed,
    )
    return tried_input(
        input_of(key, with_asks(facts_of(scenario.figures), live.asks), live.requests),
        leftover=scenario.leftover,
        overrides={row["network"]: row["amount_nok"] for row in override_rows(scenario)},
        recomputes_rest=scenario.recomputes_rest,
    )


def override_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """The amounts set by hand, as `scenarios_of` loads them; none for a scenario that is not stored yet."""
    return list(getattr(scenario, "override_rows", None) or ())


def outcome_of(scenario: Scenario, round: Round, live: LiveFacts | None = None) -> Outcome:
    """What comes out of a scenario. Raises AllocationError when its money cannot be shared out."""
    return allocate(scenario_input(scenario, round, live))


def snapshot_figures(round: Round) -> Snapshot:
    """The networks' figures as they stand now."""
    return snapshot_of(figures_of(round))


def last_years_amounts(round: Round) -> LastYear:
    """What the networks got for collective measures in the year before, from its issued letters."""
    issued = Decision.objects.filter(
        round__county=round.county_id, round__grant_year=round.grant_year - 1, state=DecisionState.ISSUED
    )
    rows = list(
        GrantLine.objects.filter(grant__decision__in=issued, kind=LineKind.COLLECTIVE)
        .order_by(norwegian("network__name"))
        .values_list("network_id", "network__name")
        .annotate(total=Sum("amount_nok"))
    )
    return LastYear(
        amounts={network_key(pk): total for pk, _name, total in rows},
        names={network_key(pk): name for pk, name, _total in rows},
    )
