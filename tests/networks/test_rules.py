"""Who may do what to people, rounds and deadlines."""

from datetime import timedelta

import pytest

from common.refusals import NotAllowed, NotNow, may
from networks import rules
from networks.models import Deadline
from networks.states import Duty
from tests.world import AUTUMN, ROLES

LATER = AUTUMN + timedelta(days=30)


def allowed(check, *args, **kwargs) -> bool:
    return may(check, *args, **kwargs) is None


def test_case_officer_opens_a_round(world):
    who = {
        role
        for role in ROLES
        if allowed(rules.check_may_open_round, world.person(role), world.county, now=AUTUMN)
    }
    assert who == {"case_officer"}


def _may_extend(world, role, duty, network, *, due_at=LATER) -> bool:
    deadline = Deadline.objects.select_related("round__county").get(round=world.round, duty=duty)
    return allowed(
        rules.check_may_grant_dispensation, world.person(role), deadline, network, due_at=due_at, now=AUTUMN
    )


def test_leader_gives_owners_of_the_network_a_new_deadline(world):
    who = {role for role in ROLES if _may_extend(world, role, Duty.NEEDS_REPORT, world.network)}
    assert who == {"leader", "coordinator", "case_officer"}


def test_leader_never_extends_what_the_network_itself_owes(world):
    who = {role for role in ROLES if _may_extend(world, role, Duty.DECISION_BASIS, world.network)}
    assert who == {"case_officer"}


def test_new_deadline_lies_ahead(world):
    deadline = world.round.deadlines.get(duty=Duty.NEEDS_REPORT)
    with pytest.raises(NotNow):
        rules.check_may_grant_dispensation(
            world.person("leader"), deadline, world.network, due_at=AUTUMN, now=AUTUMN
        )


def test_who_comes_before_when(world):
    deadline = world.round.deadlines.get(duty=Duty.NEEDS_REPORT)
    with pytest.raises(NotAllowed):
        rules.check_may_grant_dispensation(
            world.person("owner"), deadline, world.network, due_at=AUTUMN, now=AUTUMN
        )


def test_people_change_their_own_page_alone(world):
    owner = world.person("owner")
    assert allowed(rules.check_may_update_profile, owner, owner)
    assert not allowed(rules.check_may_update_profile, world.person("case_officer"), owner)
