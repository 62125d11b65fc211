"""Goals of the network's plan in the measures of a decision basis, and the page that holds them side by side."""

import pytest
from django.urls import reverse

from common.drafts import Shown
from needs.basis_content import basis_content, short_changes
from needs.models import Measure
from needs.queries.drafts import measure_values
from needs.queries.plan_goals import goals_and_measures
from needs.rules.decision_basis import measure_hints
from needs.services import measure as services
from networks.services import plan_draft, plans
from tests.needs import chain
from tests.networks import plans_stage
from tests.world import WINTER, World

pytestmark = pytest.mark.django_db

BEFORE = plans_stage.oslo(2026, 11, 2, 12)


def a_goal(world: World):
    """The goal of the network's adopted plan."""
    return plans_stage.adopted(world, now=BEFORE).goals.all()[0]


def a_measure(world: World, *goals) -> Measure:
    return chain.saved_measure(world, chain.submitted_need(world), goals=[goal.pk for goal in goals])


def read(world: World, **how):
    return goals_and_measures(world.network, world.fresh_round(), **{"sees_draft": True, **how})


def test_a_measure_points_at_the_goals_of_the_plan(world):
    goal = a_goal(world)
    measure = a_measure(world, goal)
    assert [row["title"] for row in measure.goal_rows] == [goal.adopted_title]
    assert measure_values(measure)["goals"] == [goal.pk]


def test_another_goal_is_merged_field_by_field_and_told_as_a_change(world):
    goal, measure = a_goal(world), a_measure(world)
    before = basis_content(chain.basis(world))
    services.save_measure(
        round=world.fresh_round(),
        network=world.network,
        pk=measure.pk,
        typed={"goals": [goal.pk]},
        shown=Shown.of({"goals": []}, 1),
        by=world.person("uh"),
        now=WINTER,
    )
    (change,) = short_changes(before, basis_content(chain.basis(world)))
    assert goal.adopted_title in change


def test_a_goal_is_enough_to_say_where_the_measure_belongs(world):
    measure = chain.saved_measure(world, chain.submitted_need(world), goals=[a_goal(world).pk], plan_goal="")
    assert "plan_goal" not in [hint.field for hint in measure_hints(measure)]


def test_goals_without_a_measure_are_named_and_measures_without_a_goal(world):
    a_goal(world)
    measure = a_measure(world)
    found = read(world)
    assert found.unanswered == 1
    assert found.without_goal == [measure]


def test_each_goal_has_its_measures(world):
    goal = a_goal(world)
    measure = a_measure(world, goal)
    found = read(world)
    assert [(row.pk, row.measures) for row in found.goals] == [(goal.pk, [measure])]
    assert (found.unanswered, found.without_goal) == (0, [])


def test_a_goal_of_a_draft_is_seen_by_those_who_write_it_alone(world):
    plan = plans_stage.whole(world, now=BEFORE)
    assert [(row.title, row.is_adopted) for row in read(world).goals] == [(str(plan.goals.all()[0]), False)]
    assert read(world, sees_draft=False).goals == []


def test_a_goal_taken_out_of_a_draft_stands_until_the_plan_is_adopted_anew(world):
    goal = a_goal(world)
    measure = a_measure(world, goal)
    leader = world.person("leader")
    plan = plans.revise_plan(plan=goal.plan, by=leader, now=BEFORE)
    goal.plan = plan
    plan_draft.add_goal(plan=plan, typed=plan_draft.GoalInput(title="Nytt mål"), by=leader, now=WINTER)
    plan_draft.remove_goal(goal=goal, by=leader, now=WINTER)
    assert [row.pk for row in read(world, sees_draft=False).goals] == [goal.pk]
    fresh = plans_stage.fresh(plan)
    for role, side in (("leader", None), ("uh", world.university.pk)):
        plans.approve_plan(
            plan=fresh, university_id=side, version=fresh.version, by=world.person(role), now=WINTER
        )
    plans.adopt_plan(plan=fresh, version=fresh.version, by=leader, now=plans_stage.oslo(2027, 1, 16, 12))
    found = read(world)
    assert [row.title for row in found.goals] == ["Nytt mål"]
    assert [(row.pk, row.measures) for row in found.gone] == [(goal.pk, [measure])]


def test_a_new_name_in_a_draft_is_not_seen_in_the_measure(world):
    goal = a_goal(world)
    leader = world.person("leader")
    goal.plan = plans.revise_plan(plan=goal.plan, by=leader, now=BEFORE)
    typed = plan_draft.GoalInput(title="Hemmelig navn")
    plan_draft.save_goal(goal=goal, typed=typed, version=goal.version, by=leader, now=BEFORE)
    measure = a_measure(world, goal)
    assert [row["title"] for row in measure.goal_rows] == [goal.adopted_title]


def test_the_measures_form_offers_the_goals_and_keeps_what_is_ticked(world, sign_in, at):
    at(WINTER)
    goal = a_goal(world)
    measure = a_measure(world)
    place = {"network": world.network.pk, "year": 2027, "pk": measure.pk}
    client, address = sign_in("leader"), reverse("needs:measure_edit", kwargs=place)
    assert goal.adopted_title in client.get(address).content.decode()
    shown = Shown.of({"goals": [], "title": measure.title}, measure.version).text
    client.post(address, {"title": measure.title, "goals": [goal.pk], "shown": shown, "do": "autosave"})
    assert list(measure.goals.all()) == [goal]


def test_the_page_costs_the_same_with_one_goal_and_with_three(
    world, sign_in, at, django_assert_num_queries, django_assert_max_num_queries
):
    at(WINTER)
    plan, leader = plans_stage.whole(world, now=BEFORE), sign_in("leader")
    address = reverse("needs:plan_goals", kwargs={"network": world.network.pk})
    leader.get(address)
    with django_assert_max_num_queries(40) as first:
        assert leader.get(address).status_code == 200
    plans_stage.goal(plan, world.person("leader"), "To", now=BEFORE)
    plans_stage.goal(plan, world.person("leader"), "Tre", now=BEFORE)
    with django_assert_num_queries(len(first)):
        leader.get(address)
