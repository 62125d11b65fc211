"""Who may write, approve, adopt and revise a long-term plan, and when."""

import pytest

from common.refusals import MovedOn, NotAllowed, NotNow, may
from networks.queries import plans as queries
from networks.rules import plans as rules
from networks.states import PlanAttachmentKind
from tests.networks import plans_stage as stage
from tests.networks.plans_stage import SEPTEMBER, SPRING

pytestmark = pytest.mark.django_db

INSIDE = ("leader", "coordinator", "member", "uh")
OUTSIDE = ("owner", "head", "case_officer", "forum", "other_leader", "other_uh", "nobody")


def kind(check, *args, **kwargs):
    """The kind of refusal, or None."""
    refusal = may(check, *args, **kwargs)
    return type(refusal) if refusal else None


@pytest.mark.parametrize("role", INSIDE)
def test_save_plan_allowed_to_leader_members_and_universities(world, role):
    plan = stage.begun(world)
    assert kind(rules.check_may_save_plan, world.person(role), plan, now=SPRING) is None


@pytest.mark.parametrize("role", OUTSIDE)
def test_save_plan_refused_to_all_others(world, role):
    plan = stage.begun(world)
    assert kind(rules.check_may_save_plan, world.person(role), plan, now=SPRING) is NotAllowed


def test_save_plan_refused_when_it_is_adopted(world):
    plan = stage.adopted(world)
    assert kind(rules.check_may_save_plan, world.person("leader"), plan, now=SPRING) is NotNow


def test_the_county_s_plan_is_written_by_forum_and_office(world):
    plan = stage.county_plan(world)
    may_write = {
        role
        for role in ("forum", "case_officer", "approver", "leader", "uh", "foreign_officer")
        if kind(rules.check_may_save_plan, world.person(role), plan, now=SPRING) is None
    }
    assert may_write == {"forum", "case_officer", "approver"}


def partners(world):
    return queries.partners_now(world.network, now=SPRING)


def approve(world, role, side, plan):
    return kind(rules.check_may_approve_plan, world.person(role), plan, side, partners(world), now=SPRING)


def test_each_side_approves_for_itself(world):
    plan = stage.whole(world)
    assert approve(world, "coordinator", None, plan) is None
    assert approve(world, "uh", world.university.pk, plan) is None
    assert approve(world, "uh", None, plan) is NotAllowed
    assert approve(world, "leader", world.university.pk, plan) is NotAllowed
    assert approve(world, "member", None, plan) is NotAllowed


def test_a_university_that_is_no_partner_does_not_approve(world):
    plan = stage.whole(world)
    assert approve(world, "other_uh", world.other_university.pk, plan) is NotNow


def test_approve_refused_while_something_is_missing(world):
    plan = stage.begun(world)
    assert approve(world, "leader", None, plan) is NotNow


def test_approve_refused_twice(world):
    assert approve(world, "leader", None, stage.approved(world)) is MovedOn


def test_gaps_name_every_part_that_is_needed_and_the_goal(world):
    gaps = rules.plan_gaps(stage.begun(world))
    assert [gap.field for gap in gaps] == [
        "goals",
        "measures",
        "priorities",
        "ways_of_working",
        "information",
        "meetings",
        "money",
        "time_frames",
        "sami",
        "ppt",
    ]
    assert rules.plan_gaps(stage.fresh(stage.whole(world))) == []


def test_adopt_allowed_to_both_sides_and_refused_to_members(world):
    plan, sides = stage.approved(world), partners(world)
    check = rules.check_may_adopt_plan
    assert kind(check, world.person("leader"), plan, sides, now=SPRING) is None
    assert kind(check, world.person("uh"), plan, sides, now=SPRING) is None
    assert kind(check, world.person("member"), plan, sides, now=SPRING) is NotAllowed
    assert kind(check, world.person("case_officer"), plan, sides, now=SPRING) is NotAllowed


def test_a_network_s_plan_is_not_adopted_by_a_case_of_the_forum(world):
    plan = stage.approved(world)
    check = rules.check_may_record_adoption
    assert kind(check, world.person("case_officer"), plan, None, comment="", now=SPRING) is NotAllowed


def test_revise_allowed_to_those_inside_once_it_is_adopted(world):
    plan = stage.adopted(world)
    assert kind(rules.check_may_revise_plan, world.person("member"), plan, now=SPRING) is None
    assert kind(rules.check_may_revise_plan, world.person("owner"), plan, now=SPRING) is NotAllowed


def test_revise_refused_for_a_draft(world):
    plan = stage.begun(world)
    assert kind(rules.check_may_revise_plan, world.person("leader"), plan, now=SPRING) is MovedOn


def keep(world, role, plan, now, *, is_revised=False):
    round = queries.round_to_revise(world.county, now=now)
    user = world.person(role)
    return kind(rules.check_may_keep_plan, user, plan, round, is_revised=is_revised, now=now)


def test_keep_allowed_to_leader_and_university_in_september(world):
    plan = stage.adopted(world)
    assert keep(world, "leader", plan, SEPTEMBER) is None
    assert keep(world, "uh", plan, SEPTEMBER) is None
    assert keep(world, "member", plan, SEPTEMBER) is NotAllowed


def test_keep_refused_before_the_revision_opens_and_when_it_is_done(world):
    plan = stage.adopted(world)
    assert keep(world, "leader", plan, SPRING) is NotNow
    assert keep(world, "leader", plan, SEPTEMBER, is_revised=True) is NotNow


def test_facts_are_attached_by_a_case_officer_alone(world):
    plan, facts = stage.county_plan(world), PlanAttachmentKind.FACTS
    check = rules.check_may_attach
    assert kind(check, world.person("case_officer"), plan, facts, now=SPRING) is None
    assert kind(check, world.person("forum"), plan, facts, now=SPRING) is NotAllowed
    assert kind(check, world.person("forum"), plan, PlanAttachmentKind.SAMI, now=SPRING) is None
