"""What can be done to the allocation: run it. Every run is kept."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from common.refusals import NotNow
from grants.allocation import AllocationError, allocate
from grants.allocation_input import fingerprint
from grants.allocation_texts import refusal
from grants.models import AllocationRun, Budget
from grants.queries.allocation import names_for, present_input
from grants.queries.budget import budget_of
from grants.queries.recommendation import bare_recommendation
from grants.rules.allocation import check_may_run_allocation
from networks.models import Round, User


@transaction.atomic
def run_allocation(*, round: Round, by: User, now: datetime) -> AllocationRun:
    """Run the allocation on what is recorded now, and keep it with its input and output.

    Raises NotAllowed, and NotNow with a sentence when there is no frame, or the figures cannot be shared out.
    """
    budget = budget_of(round)
    check_may_run_allocation(by, round, budget, bare_recommendation(round), now=now)
    Budget.objects.select_for_update().get(round=round)
    budget = budget_of(round)
    assert budget is not None  # noqa: S101 -- locked on the line above
    data = present_input(budget, round)
    try:
        output = allocate(data)
    except AllocationError as error:
        raise NotNow(refusal(error)) from None
    highest = AllocationRun.objects.filter(round=round).aggregate(highest=Max("number"))["highest"]
    return AllocationRun.objects.create(
        round=round,
        budget=budget,
        number=(highest or 0) + 1,
        is_preliminary=budget.is_preliminary,
        input=data,
        output=output,
        names=names_for(round, data),
        input_sha256=fingerprint(data),
        run_by=by,
        run_at=now,
    )
