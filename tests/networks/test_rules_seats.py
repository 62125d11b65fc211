"""Who gives, changes, hands over and ends seats."""

import pytest

from common.refusals import NotAllowed, NotNow, may
from networks.models import Seat, User
from networks.roles import Interest, Role
from networks.rules import seats as rules
from tests import factories as f
from tests.networks.seats_stage import seat_of, substituted
from tests.world import AUTUMN, ROLES

STAFF = {"case_officer", "approver"}
LEADERS = {"leader", "coordinator"}


def who(world, check, *args):
    return {role for role in ROLES if may(check, world.person(role), *args, now=AUTUMN) is None}


@pytest.mark.parametrize(
    ("role", "body", "others"),
    [
        (Role.NETWORK_MEMBER, "network", LEADERS),
        (Role.COORDINATOR, "network", LEADERS),
        (Role.NETWORK_LEADER, "network", set()),
        (Role.OWNER, "owner", {"owner"}),
        (Role.HEAD, "kindergarten", {"owner"}),
        (Role.REPORT_WRITER, "owner", set()),
        (Role.UH_COORDINATOR, "university", set()),
        (Role.FORUM_MEMBER, "forum", set()),
        (Role.CASE_OFFICER, "county", set()),
    ],
)
def test_who_invites_to_a_role(world, role, body, others):
    assert who(world, rules.check_may_invite, role, getattr(world, body)) == STAFF | others


@pytest.mark.parametrize(
    ("key", "others"),
    [
        ("member", LEADERS),
        ("coordinator", LEADERS),
        ("leader", set()),
        ("owner", {"owner"}),
        ("head", {"owner"}),
    ],
)
def test_who_ends_a_seat_and_changes_its_end(world, key, others):
    for check in (rules.check_may_end_seat, rules.check_may_change_seat):
        assert who(world, check, seat_of(world, key)) == STAFF | others


@pytest.mark.parametrize(
    ("key", "others"),
    [("leader", {"leader"}), ("uh", {"uh"}), ("head", {"owner"}), ("member", LEADERS), ("forum", set())],
)
def test_who_hands_a_seat_over_and_gives_it_a_substitute(world, key, others):
    for check in (rules.check_may_hand_over, rules.check_may_invite_substitute):
        assert who(world, check, seat_of(world, key)) == STAFF | others


@pytest.mark.parametrize(
    "check", [rules.check_may_end_seat, rules.check_may_hand_over, rules.check_may_invite_substitute]
)
def test_what_has_ended_is_left_alone(world, check):
    Seat.objects.filter(pk=seat_of(world, "member").pk).update(valid_to=AUTUMN.date())
    with pytest.raises(NotNow):
        check(world.person("leader"), seat_of(world, "member"), now=AUTUMN)


def test_nobody_ends_their_own_role_at_the_office(world):
    with pytest.raises(NotNow):
        rules.check_may_end_seat(world.person("approver"), seat_of(world, "approver"), now=AUTUMN)


@pytest.mark.parametrize("check", [rules.check_may_hand_over, rules.check_may_invite_substitute])
def test_roles_at_the_office_are_given_anew(world, check):
    with pytest.raises(NotNow):
        check(world.person("approver"), seat_of(world, "case_officer"), now=AUTUMN)


def test_a_substitute_has_the_rights_of_the_role_but_not_over_whom_they_stand_in_for(world):
    substitute = User.objects.get(pk=substituted(world, "owner").user_id)
    rules.check_may_invite(substitute, Role.HEAD, world.sister, now=AUTUMN)
    with pytest.raises(NotAllowed):
        rules.check_may_end_seat(substitute, seat_of(world, "owner"), now=AUTUMN)
    with pytest.raises(NotAllowed):
        rules.check_may_hand_over(substitute, seat_of(world, "owner"), now=AUTUMN)


def test_a_substitute_of_the_leader_does_not_hand_the_seat_over(world):
    substitute = User.objects.get(pk=substituted(world, "leader").user_id)
    with pytest.raises(NotAllowed):
        rules.check_may_hand_over(substitute, seat_of(world, "leader"), now=AUTUMN)


def test_the_office_writes_down_the_chair(world):
    assert who(world, rules.check_may_appoint_chair, seat_of(world, "forum")) == STAFF


def test_a_member_who_has_not_begun_is_no_chair(world):
    seat = f.seat(Role.FORUM_MEMBER, world.forum, interest=Interest.KS)
    Seat.objects.filter(pk=seat.pk).update(valid_from="2027-01-01")
    with pytest.raises(NotNow):
        rules.check_may_appoint_chair(world.person("case_officer"), Seat.objects.get(pk=seat.pk), now=AUTUMN)
