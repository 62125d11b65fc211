"""What can be done to the allocation: run it. Every run is kept."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from common.refusals import NotNow
from grants.allocation import AllocationError, allocate
from grants.allocation_input import fingerprint
from grants.allocation_texts import refusal
from grants.models import AllocationRun, Budget, Scenario
from grants.queries.allocation import names_for, present_input
from grants.queries.budget import budget_of
from grants.queries.recommendation import bare_recommendation
from grants.queries.scenario import live_facts, locked_scenario, scenario_input
from grants.rules.allocation import check_may_run_allocation
from grants.rules.scenario import check_may_run_scenario
from networks.models import Round, User


@transaction.atomic
def run_allocation(
    *, round: Round, by: User, now: datetime, scenario: Scenario | None = None
) -> AllocationRun:
    """Run the allocation on what is recorded now, and keep it with its input and output.

    With a `scenario` its key, its figures and its amounts set by hand are used. Raises NotAllowed, and NotNow with a
    sentence when there is no frame, when the scenario has another, or the figures cannot be shared out.
    """
    budget = budget_of(round)
    _check(by, round, scenario, budget, now=now)
    Budget.objects.select_for_update().get(round=round)
    budget = budget_of(round)
    assert budget is not None  # noqa: S101 -- locked on the line above
    if scenario is not None:
        scenario = locked_scenario(scenario.pk)
        _check(by, round, scenario, budget, now=now)
    data = _input(round, budget, scenario)
    try:
        output = allocate(data)
    except AllocationError as error:
        raise NotNow(refusal(error)) from None
    highest = AllocationRun.objects.filter(round=round).aggregate(highest=Max("number"))["highest"]
    return AllocationRun.objects.create(
        round=round,
        budget=budget,
        scenario=scenario,
        number=(highest or 0) + 1,
        is_preliminary=budget.is_preliminary,
        input=data,
        output=output,
        names=names_for(round, data),
        input_sha256=fingerprint(data),
        run_by=by,
        run_at=now,
    )


def _check(
    by: User, round: Round, scenario: Scenario | None, budget: Budget | None, *, now: datetime
) -> None:
    recommendation = bare_recommendation(round)
    if scenario is None:
        check_may_run_allocation(by, round, budget, recommendation, now=now)
    else:
        check_may_run_scenario(by, scenario, budget, recommendation, now=now)


def _input(round: Round, budget: Budget, scenario: Scenario | None) -> dict[str, Any]:
    if scenario is None:
        return present_input(budget, round)
    return scenario_input(scenario, round, live_facts(round, budget))
