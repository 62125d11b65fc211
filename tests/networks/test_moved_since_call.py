"""Those whose roles end or begin after a meeting is called: its page says so, and changing it tells them."""

import pytest
from django.urls import reverse

from common.clock import oslo
from common.models import OutboxMail
from networks.models import Attendance
from networks.queries.invitations import Moved, moved_since_call
from networks.queries.meetings import meeting_of
from networks.services.invitations import accept_invitation, hand_over
from networks.services.meetings import change_meeting
from networks.services.seats import end_seat
from tests.networks.meetings_stage import called, typed
from tests.networks.seats_stage import NEW, seat_of

LATER = oslo(2027, 2, 5, 12)


@pytest.fixture
def meeting(world):
    return called(world)


def hand_on(world):
    """The forum's member hands the seat over, and the new one accepts."""
    old = seat_of(world, "forum")
    invitation = hand_over(seat=old, **NEW, by=world.person("case_officer"), now=LATER)
    return accept_invitation(invitation=invitation, by=None, now=LATER)


def page(client, name, meeting):
    return client.get(reverse(f"networks:meeting_{name}", args=[meeting.pk]))


def test_nobody_has_moved_just_after_the_call(world, meeting):
    assert moved_since_call(meeting) == Moved([], [])


def test_who_hands_over_is_gone_and_the_new_one_has_come(world, meeting):
    hand_on(world)
    assert moved_since_call(meeting) == Moved([world.people["forum"].name], ["Ny Person"])


def test_who_loses_the_seat_is_gone(world, meeting):
    end_seat(seat=seat_of(world, "forum"), by=world.person("case_officer"), now=LATER)
    assert moved_since_call(meeting).gone == [world.people["forum"].name]


def test_one_press_tells_them(world, meeting):
    new = hand_on(world)
    fresh = meeting_of(world.person("case_officer"), meeting.pk, now=LATER)
    change_meeting(
        meeting=fresh,
        typed=typed(round=world.round),
        version=fresh.version,
        by=world.person("case_officer"),
        now=LATER,
    )
    assert moved_since_call(meeting) == Moved([], [])
    uncalled = OutboxMail.objects.get(kind="networks/meeting_uncalled")
    assert uncalled.recipient == world.people["forum"]
    assert OutboxMail.objects.filter(kind="networks/meeting_called", recipient=new.user).count() == 1
    assert Attendance.objects.get(meeting=meeting, person=new.user).is_called


def test_those_who_prepare_the_meeting_see_who_has_moved_on_both_pages(world, meeting, sign_in, at):
    hand_on(world)
    at(LATER)
    officer = sign_in("case_officer")
    for name in ("detail", "change"):
        found = page(officer, name, meeting)
        assert found.context["moved"] == Moved([world.people["forum"].name], ["Ny Person"])
        assert "Ny Person" in found.content.decode()


def test_others_do_not_see_who_has_moved(world, meeting, sign_in, at):
    end_seat(seat=seat_of(world, "approver"), by=world.person("case_officer"), now=LATER)
    at(LATER)
    assert page(sign_in("forum"), "detail", meeting).context["moved"] is None
