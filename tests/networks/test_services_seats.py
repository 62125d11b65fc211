"""Seats that are ended, given another end, and made the chair's."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from common.history import history_of
from common.models import OutboxMail
from common.refusals import NotAllowed, NotNow
from networks.models import Meeting, Seat
from networks.queries.seat_losses import losses_of
from networks.roles import Interest, Role
from networks.services import end_seat
from networks.services.invitations import hand_over, invite_substitute
from networks.services.seats import appoint_chair, change_seat
from networks.states import Duty
from tests import factories as f
from tests.networks.seats_stage import NEW, accepted, invited, seat_of, substituted
from tests.world import AUTUMN

TODAY = AUTUMN.date()
NEXT_YEAR = date(2027, 1, 1)


def test_an_ended_seat_stays_as_history_and_the_person_is_told(world):
    seat = seat_of(world, "member")
    end_seat(seat=seat, by=world.person("leader"), now=AUTUMN)
    seat.refresh_from_db()
    assert (seat.valid_to, seat.is_valid_on(TODAY)) == (TODAY, False)
    assert [(line.verb, line.by) for line in history_of(seat)] == [("end_seat", world.people["leader"])]
    assert OutboxMail.objects.get(kind="networks/seat_ended").recipient == world.people["member"]


def test_a_seat_given_today_is_taken_back(world):
    seat = accepted(invited(world))
    end_seat(seat=seat, by=world.person("case_officer"), now=AUTUMN)
    assert not Seat.objects.filter(pk=seat.pk).exists()


def test_a_seat_given_and_used_today_ends_with_the_day(world):
    seat = accepted(invited(world, role=Role.NETWORK_LEADER, body=f.NetworkFactory(county=world.county)))
    hand_over(seat=seat, email="b@example.no", name="B", by=world.person("case_officer"), now=AUTUMN)
    end_seat(seat=seat, by=world.person("case_officer"), now=AUTUMN)
    seat.refresh_from_db()
    assert seat.last_on == TODAY


def test_substitutes_and_waiting_invitations_end_with_the_seat(world):
    substitute = substituted(world, "member")
    Seat.objects.filter(pk=substitute.pk).update(valid_from=f.LONG_AGO)
    main = seat_of(world, "member")
    waiting = invite_substitute(
        seat=main, email="vara2@example.no", name="Vara", by=world.person("leader"), now=AUTUMN
    )
    end_seat(seat=main, by=world.person("leader"), now=AUTUMN)
    substitute.refresh_from_db()
    waiting.refresh_from_db()
    assert (substitute.valid_to, waiting.withdrawn_by) == (TODAY, world.people["leader"])


def test_others_end_nothing(world):
    seat = seat_of(world, "member")
    with pytest.raises(NotAllowed):
        end_seat(seat=seat, by=world.person("other_leader"), now=AUTUMN)
    seat.refresh_from_db()
    assert seat.valid_to is None


def test_an_ended_seat_is_not_ended_again(world):
    Seat.objects.filter(pk=seat_of(world, "member").pk).update(valid_to=TODAY)
    with pytest.raises(NotNow):
        end_seat(seat=seat_of(world, "member"), by=world.person("leader"), now=AUTUMN)


def test_the_successor_takes_the_seat_the_day_it_ends(world):
    end_seat(seat=seat_of(world, "leader"), by=world.person("case_officer"), now=AUTUMN)
    new = accepted(invited(world, role=Role.NETWORK_LEADER, body=world.network))
    assert new.valid_from == TODAY


def test_a_new_last_day_is_kept_with_who_chose_it_and_told(world):
    substitute = substituted(world, "member")
    seat = change_seat(
        seat=seat_of(world, "member"), valid_to=NEXT_YEAR, by=world.person("leader"), now=AUTUMN
    )
    substitute.refresh_from_db()
    assert (seat.last_on, substitute.valid_to) == (date(2026, 12, 31), NEXT_YEAR)
    (line,) = history_of(seat)
    assert (line.verb, line.before, line.after) == ("change_seat", "", "2027-01-01")
    assert OutboxMail.objects.get(kind="networks/seat_ended").context["last_on"] == "2026-12-31"


def test_a_last_day_lies_ahead(world):
    with pytest.raises(NotNow):
        change_seat(seat=seat_of(world, "member"), valid_to=TODAY, by=world.person("leader"), now=AUTUMN)


def test_a_seat_is_not_made_longer_into_anothers_period(world):
    seat = seat_of(world, "leader")
    Seat.objects.filter(pk=seat.pk).update(valid_to=NEXT_YEAR)
    Seat.objects.create(
        user=f.UserFactory(), role=Role.NETWORK_LEADER, network=world.network, valid_from=NEXT_YEAR
    )
    with pytest.raises(ValidationError):
        change_seat(seat=seat_of(world, "leader"), valid_to=None, by=world.person("approver"), now=AUTUMN)


def test_the_same_last_day_changes_and_tells_nothing(world):
    change_seat(seat=seat_of(world, "member"), valid_to=None, by=world.person("leader"), now=AUTUMN)
    assert OutboxMail.objects.count() == 0


def test_the_forum_has_one_chair(world):
    first = seat_of(world, "forum")
    second = f.seat(Role.FORUM_MEMBER, world.forum, interest=Interest.PBL)
    for seat in (first, second):
        appoint_chair(seat=seat, by=world.person("case_officer"), now=AUTUMN)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_chair, second.is_chair) == (False, True)
    assert [line.verb for line in history_of(first)] == ["appoint_chair", "leave_chair"]


def test_a_member_of_the_forum_does_not_make_a_chair(world):
    with pytest.raises(NotAllowed):
        appoint_chair(seat=seat_of(world, "forum"), by=world.person("forum"), now=AUTUMN)


def test_a_substitute_is_no_chair(world):
    with pytest.raises(NotNow):
        appoint_chair(seat=substituted(world, "forum"), by=world.person("case_officer"), now=AUTUMN)


def test_the_last_contact_of_an_owner_leaves_it_without_one(world):
    losses = losses_of(seat_of(world, "owner"), now=AUTUMN)
    assert losses.duties == [str(Duty.NEEDS_REPORT.label), str(Duty.NOMINATION.label)]
    assert "Lekestua Prøve SA" in losses.warning


def test_a_second_contact_goes_on_with_the_duties(world):
    f.seat(Role.OWNER, world.owner, f.UserFactory(name="Annen Kontakt"))
    losses = losses_of(seat_of(world, "owner"), now=AUTUMN)
    assert (losses.duties, losses.warning, losses.others) == ([], "", ["Annen Kontakt"])


def test_a_substitute_is_nobody_who_goes_on(world):
    substitute = substituted(world, "owner")
    losses = losses_of(seat_of(world, "owner"), now=AUTUMN)
    assert losses.warning
    assert losses.substitutes == [substitute]
    assert losses_of(substitute, now=AUTUMN).warning == ""


def test_a_leader_with_a_coordinator_leaves_nobody_alone(world):
    assert losses_of(seat_of(world, "leader"), now=AUTUMN).others == ["Prøve Coordinator"]


def test_the_only_one_who_speaks_for_an_interest_is_said(world):
    assert "Prøvenettverket" in losses_of(seat_of(world, "member"), now=AUTUMN).warning
    f.seat(Role.NETWORK_MEMBER, world.network, interest=Interest.PPT)
    assert losses_of(seat_of(world, "member"), now=AUTUMN).warning == ""


def test_meetings_the_person_is_called_to_are_said(world):
    seat = seat_of(world, "forum")
    meeting = Meeting.objects.create(
        forum=world.forum,
        title="Samarbeidsforum i desember",
        starts_at=AUTUMN + timedelta(days=9),
        ends_at=AUTUMN + timedelta(days=9, hours=2),
        created_by=world.people["case_officer"],
        created_at=AUTUMN,
    )
    meeting.attendance.create(person=seat.user, seat=seat)
    assert losses_of(seat, now=AUTUMN).meetings == []


def test_what_is_kept_is_the_persons_other_roles(world):
    other = accepted(invited(world, **NEW | {"email": "member@example.no"}))
    assert losses_of(
        Seat.objects.get(user=world.people["member"], role=Role.NETWORK_MEMBER), now=AUTUMN
    ).kept == [other]
