"""What somebody types on the pages of a round's dates."""

from typing import Any

from networks import services
from networks.schemes import REKOM_2021
from networks.services import DutyPlan
from tests.world import World


def typed_plan(plan: DutyPlan) -> dict[str, str]:
    """One duty's fields as the browser sends them."""
    found = {
        f"{plan.duty.value}-opens_on": plan.opens_on.isoformat(),
        f"{plan.duty.value}-due_on": plan.due_on.isoformat(),
        f"{plan.duty.value}-remind_before": ", ".join(str(days) for days in plan.remind_before),
        f"{plan.duty.value}-remind_after": ", ".join(str(days) for days in plan.remind_after),
    }
    return found | ({f"{plan.duty.value}-reminds_at_opening": "on"} if plan.reminds_at_opening else {})


def typed_dates(world: World, **changes: Any) -> dict[str, str]:
    """The form of the world's round with a later date for needs reports; `changes` come on top."""
    round = world.fresh_round()
    fields = {"mark": services.dates_mark(round)}
    for row in round.deadlines.all():
        fields |= typed_plan(services.plan_of(row))
    return fields | {"needs_report-due_on": "2026-12-08"} | changes


def typed_new_dates(world: World, **changes: Any) -> dict[str, str]:
    """The form of the round for 2028 as it is proposed."""
    fields: dict[str, str] = {}
    for plan in services.proposed_plans(2028, REKOM_2021, world.fresh_round()):
        fields |= typed_plan(plan)
    return fields | changes
