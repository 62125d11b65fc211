"""Long-term plans made by the services: begun, whole, approved, adopted; and the small things their tests share."""

from datetime import datetime

from common.clock import oslo
from common.drafts import Shown
from networks.models import AgendaItem, LongTermPlan, PlanGoal
from networks.plan_parts import parts_of
from networks.queries import plans as queries
from networks.services import plan_draft, plans
from networks.services.plan_draft import GoalInput
from networks.states import AgendaKind
from tests.networks import meetings_stage
from tests.world import World

SPRING = oslo(2027, 5, 3, 12)
SEPTEMBER = oslo(2027, 9, 10, 12)
"""The revision of the round 2027 is open."""


def begun(world: World, *, now: datetime = SPRING) -> LongTermPlan:
    """An empty plan of the world's network."""
    return plan_draft.begin_plan(body=world.network, by=world.person("leader"), now=now)


def write(plan: LongTermPlan, by, *, now: datetime = SPRING, **typed) -> None:
    """Write some parts, as somebody who sees the plan as it stands."""
    found = fresh(plan)
    shown = Shown.of(queries.plan_values(found, typed), found.version)
    saved = plan_draft.save_parts(plan=found, typed=typed, shown=shown, by=by, now=now)
    assert saved.conflicts == []


def goal(
    plan: LongTermPlan, by, title: str = "Alle barn er med i leken", *, now: datetime = SPRING
) -> PlanGoal:
    """A goal, last in the plan."""
    return plan_draft.add_goal(plan=plan, typed=GoalInput(title=title), by=by, now=now)


def whole(world: World, *, now: datetime = SPRING) -> LongTermPlan:
    """A plan with every part and one goal."""
    plan, leader = begun(world, now=now), world.person("leader")
    texts = {part.key: f"Om {part.key}." for part in parts_of(plan)}
    write(plan, leader, now=now, **texts)
    goal(plan, leader, now=now)
    return fresh(plan)


def approved(world: World, *, now: datetime = SPRING) -> LongTermPlan:
    """A plan that leader and university have approved."""
    plan = whole(world, now=now)
    for role, side in (("leader", None), ("uh", world.university.pk)):
        plans.approve_plan(
            plan=plan, university_id=side, version=plan.version, by=world.person(role), now=now
        )
    return fresh(plan)


def adopted(world: World, *, now: datetime = SPRING) -> LongTermPlan:
    """A plan that is adopted."""
    plan = approved(world, now=now)
    plans.adopt_plan(plan=plan, version=plan.version, by=world.person("leader"), now=now)
    return fresh(plan)


def county_plan(world: World, *, now: datetime = SPRING) -> LongTermPlan:
    """The county's plan with every part, not laid before the forum."""
    officer = world.person("case_officer")
    plan = plan_draft.begin_plan(body=world.forum, by=officer, now=now)
    write(plan, officer, now=now, **{part.key: f"Om {part.key}." for part in parts_of(plan)})
    return fresh(plan)


def laid(world: World, *, now: datetime = SPRING) -> LongTermPlan:
    """The county's plan, laid before the forum."""
    plan = county_plan(world, now=now)
    officer = world.person("case_officer")
    plans.approve_plan(plan=plan, university_id=None, version=plan.version, by=officer, now=now)
    return fresh(plan)


def case(world: World, *, agreed: bool = True):
    """A case about the plan in a meeting that is held in March, agreed on or not."""
    made = (meetings_stage.done if agreed else meetings_stage.held)(world)
    item = meetings_stage.items(made)[-1]
    type(item).objects.filter(pk=item.pk).update(kind=AgendaKind.PLAN)
    return type(item).objects.select_related("meeting").get(pk=item.pk)


def fresh(plan: LongTermPlan) -> LongTermPlan:
    """The plan as it stands."""
    return queries.plans().get(pk=plan.pk)


def adopted_county_plan(world: World, *, before=lambda plan: None) -> LongTermPlan:
    """The county's plan, adopted by the forum; `before` may add to the draft."""
    plan = county_plan(world, now=meetings_stage.PLANNED)
    before(plan)
    found, officer = fresh(plan), world.person("case_officer")
    plans.approve_plan(
        plan=found, university_id=None, version=found.version, by=officer, now=meetings_stage.PLANNED
    )
    item = case(world)
    found = fresh(plan)
    plans.record_plan_adoption(
        plan=found, item=item, version=found.version, comment="", by=officer, now=SEPTEMBER
    )
    return fresh(plan)


def newest() -> LongTermPlan:
    """The plan that was begun last."""
    return queries.plans().order_by("-pk")[0]


def newest_case():
    """The case about a plan that was made last."""
    return AgendaItem.objects.filter(kind=AgendaKind.PLAN).latest("pk")
