"""Invitations to seats: what each action does, tells and leaves alone."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress

from common.history import history_of
from common.models import OutboxMail
from common.outbox import deliver
from common.refusals import NotAllowed, NotNow
from networks.models import Seat, SeatInvitation, User
from networks.queries.seat_invitations import fingerprint, invitation_by_token, invitations_to
from networks.roles import Interest, Role
from networks.services import accept_invitation
from networks.services.invitations import (
    hand_over,
    invite_substitute,
    resend_invitation,
    withdraw_invitation,
)
from rekom.planning.still_due import STILL_DUE
from tests import factories as f
from tests.networks.seats_stage import NEW, accepted, invited, seat_of, substituted, token_of
from tests.world import AUTUMN

TODAY = AUTUMN.date()
LATER = AUTUMN + timedelta(days=14)


def test_an_invitation_makes_no_person_and_no_seat(world):
    people, seats = User.objects.count(), Seat.objects.count()
    invitation = invited(world)
    assert (User.objects.count(), Seat.objects.count()) == (people, seats)
    assert (invitation.email, invitation.expires_at) == ("ny.person@example.no", LATER)


def test_the_link_is_mailed_and_only_its_sha_256_is_kept(world, mailoutbox):
    invitation = invited(world)
    token = token_of(invitation)
    assert invitation.token_sha256 == fingerprint(token)
    assert token not in str(SeatInvitation.objects.filter(pk=invitation.pk).values().get())
    deliver(now=AUTUMN, still_due=STILL_DUE)
    (mail,) = mailoutbox
    assert mail.to == ["ny.person@example.no"]
    assert "Lekestua Prøve SA" in mail.subject
    assert f"http://localhost:8000/invitasjon/{token}/" in mail.body


def test_an_accepted_invitation_gives_a_seat_a_verified_address_and_a_letter(world):
    invitation = invited(world)
    seat = accepted(invitation)
    assert (seat.user.email, seat.role, seat.body) == ("ny.person@example.no", Role.OWNER, world.owner)
    assert EmailAddress.objects.get(user=seat.user).verified
    assert [line.verb for line in history_of(seat)] == ["accept_invitation"]
    assert OutboxMail.objects.get(kind="networks/invited").recipient == seat.user
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.seat) == (AUTUMN, seat)


def test_a_person_who_is_known_gets_one_more_seat(world):
    seat = accepted(invited(world, email="HEAD@example.no"))
    assert seat.user == world.people["head"]
    assert seat.user.name != "Ny Person"


def test_a_role_that_begins_later_begins_then(world):
    seat = accepted(invited(world, valid_from=date(2027, 1, 1), valid_to=date(2027, 7, 1)))
    assert (seat.valid_from, seat.last_on) == (date(2027, 1, 1), date(2027, 6, 30))


def test_a_link_works_once(world):
    invitation = invited(world)
    accepted(invitation)
    with pytest.raises(NotNow):
        accepted(invitation)
    assert Seat.objects.filter(user__email="ny.person@example.no").count() == 1


def test_a_link_works_for_fourteen_days(world):
    invitation = invited(world)
    with pytest.raises(NotNow, match="Prøve Case Officer"):
        accepted(invitation, now=LATER)
    assert accepted(invitation, now=LATER - timedelta(seconds=1)).valid_from == date(2026, 12, 4)


def test_somebody_else_who_is_signed_in_accepts_nothing(world):
    with pytest.raises(NotAllowed):
        accept_invitation(invitation=invited(world), by=world.person("head"), now=AUTUMN)
    assert not User.objects.filter(email="ny.person@example.no").exists()


def test_a_new_link_ends_the_old_one_and_its_letter(world):
    invitation = invited(world)
    old = token_of(invitation)
    resend_invitation(invitation=invitation, by=world.person("case_officer"), now=AUTUMN + timedelta(days=20))
    assert invitation_by_token(old) is None
    assert invitation_by_token(token_of(invitation)) == invitation
    deliver(now=AUTUMN + timedelta(days=20), still_due=STILL_DUE)
    first, second = OutboxMail.objects.filter(kind="networks/invitation_sent").order_by("pk")
    assert (first.status, second.status) == ("skipped", "sent")


def test_a_second_click_sends_no_second_letter(world):
    invitation, by = invited(world), world.person("case_officer")
    resend_invitation(invitation=invitation, by=by, now=AUTUMN + timedelta(minutes=5))
    with pytest.raises(NotNow):
        resend_invitation(invitation=invitation, by=by, now=AUTUMN + timedelta(minutes=9))
    assert OutboxMail.objects.filter(kind="networks/invitation_sent").count() == 2


def test_a_withdrawn_invitation_is_not_sent_and_not_accepted(world):
    invitation = invited(world)
    withdraw_invitation(invitation=invitation, by=world.person("approver"), now=AUTUMN)
    deliver(now=AUTUMN, still_due=STILL_DUE)
    assert OutboxMail.objects.get(kind="networks/invitation_sent").status == "skipped"
    with pytest.raises(NotNow):
        accepted(invitation)


def test_what_is_accepted_is_neither_sent_again_nor_withdrawn(world):
    invitation = invited(world)
    accepted(invitation)
    for verb in (resend_invitation, withdraw_invitation):
        with pytest.raises(NotNow):
            verb(invitation=invitation, by=world.person("case_officer"), now=AUTUMN + timedelta(hours=1))


def test_an_invitation_by_others_changes_nothing(world):
    with pytest.raises(NotAllowed):
        invited(world, by="leader")
    assert (SeatInvitation.objects.count(), OutboxMail.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", [Role.HEAD, Role.NETWORK_LEADER, Role.UH_COORDINATOR])
def test_a_role_with_one_holder_is_handed_over_not_given_twice(world, role):
    body = {Role.HEAD: world.kindergarten, Role.NETWORK_LEADER: world.network}.get(role, world.university)
    with pytest.raises(NotNow) as refusal:
        invited(world, role=role, body=body)
    assert refusal.value.way_on.url.endswith("/overlat/")
    assert SeatInvitation.objects.count() == 0


def test_one_person_at_a_time_is_invited_to_a_role_with_one_holder(world):
    invited(world, role=Role.HEAD, body=world.sister)
    with pytest.raises(NotNow, match="Ny Person"):
        invited(world, role=Role.HEAD, body=world.sister, email="andre@example.no")


def test_nobody_is_invited_twice_or_to_what_they_have(world):
    invitation = invited(world)
    with pytest.raises(NotNow):
        invited(world)
    accepted(invitation)
    with pytest.raises(NotNow):
        invited(world)


def test_the_portal_itself_gets_no_role(world):
    f.UserFactory(email="system@portal.invalid", is_active=False)
    with pytest.raises(NotNow):
        invited(world, email="system@portal.invalid")


def test_a_member_may_speak_for_two_interests(world):
    member = {"role": Role.NETWORK_MEMBER, "body": world.network}
    accepted(invited(world, **member, interest=Interest.PPT))
    accepted(invited(world, **member, interest=Interest.UNION))
    assert Seat.objects.filter(user__email="ny.person@example.no").count() == 2


def test_a_substitute_has_the_seats_role_body_and_interest_and_no_longer_period(world):
    main = seat_of(world, "member")
    main.valid_to = date(2027, 6, 1)
    main.save(update_fields=["valid_to"])
    seat = substituted(world, "member", valid_to=date(2027, 12, 1))
    assert (seat.substitute_for, seat.role, seat.body) == (main, main.role, main.body)
    assert (seat.interest, seat.valid_to) == (Interest.PPT, date(2027, 6, 1))


def test_a_leader_and_their_substitute_have_the_role_at_the_same_time(world):
    seat = substituted(world, "leader")
    assert seat.is_valid_on(TODAY)
    assert seat_of(world, "leader").is_valid_on(TODAY)


def test_a_substitute_has_no_substitute(world):
    seat = substituted(world, "leader")
    with pytest.raises(NotNow):
        invite_substitute(
            seat=seat, email="tredje@example.no", name="Tredje", by=world.person("case_officer"), now=AUTUMN
        )


def test_nobody_stands_in_for_a_seat_that_has_ended(world):
    invitation = invite_substitute(
        seat=seat_of(world, "member"), **NEW, by=world.person("leader"), now=AUTUMN
    )
    Seat.objects.filter(pk=seat_of(world, "member").pk).update(valid_to=TODAY)
    with pytest.raises(NotNow):
        accepted(SeatInvitation.objects.get(pk=invitation.pk))


def handed_over(world, key="leader", by="leader", **fields):
    return hand_over(seat=seat_of(world, key), by=world.person(by), now=AUTUMN, **{**NEW, **fields})


def test_until_it_is_accepted_the_old_leader_leads(world):
    handed_over(world)
    assert seat_of(world, "leader").valid_to is None


def test_a_leader_hands_over_and_the_history_is_kept(world):
    substitute = substituted(world, "leader", email="vara@example.no")
    old = seat_of(world, "leader")
    Seat.objects.filter(pk=substitute.pk).update(valid_from=f.LONG_AGO)
    new = accepted(handed_over(world))
    old.refresh_from_db()
    substitute.refresh_from_db()
    assert (old.valid_from, old.valid_to, new.valid_from) == (f.LONG_AGO, TODAY, TODAY)
    assert (new.role, new.body, substitute.valid_to) == (Role.NETWORK_LEADER, world.network, TODAY)
    assert [(line.verb, line.by, line.comment) for line in history_of(old)] == [
        ("hand_over", world.people["leader"], "Ny Person")
    ]
    told = OutboxMail.objects.get(kind="networks/seat_ended")
    assert (told.recipient, told.context["successor"]) == (world.people["leader"], "Ny Person")


def test_a_seat_that_began_today_is_handed_over_tomorrow(world):
    Seat.objects.filter(pk=seat_of(world, "leader").pk).update(valid_from=TODAY)
    new = accepted(handed_over(world))
    assert new.valid_from == TODAY + timedelta(days=1)
    assert seat_of(world, "leader").valid_to == TODAY + timedelta(days=1)


def test_a_handover_on_a_later_day_happens_then(world):
    new = accepted(handed_over(world, valid_from=date(2027, 1, 1)))
    assert (seat_of(world, "leader").valid_to, new.valid_from) == (date(2027, 1, 1), date(2027, 1, 1))


def test_a_handover_that_fails_changes_nothing(world):
    invitation = handed_over(world)
    Seat.objects.filter(user=world.people["leader"]).update(valid_to=date(2027, 1, 1))
    Seat.objects.create(
        user=f.UserFactory(), role=Role.NETWORK_LEADER, network=world.network, valid_from=date(2027, 1, 1)
    )
    with pytest.raises(NotNow):
        accepted(invitation)
    assert seat_of(world, "leader").valid_to == date(2027, 1, 1)
    assert not User.objects.filter(email="ny.person@example.no").exists()


def test_a_seat_is_promised_to_one_person_at_a_time(world):
    handed_over(world)
    with pytest.raises(NotNow, match="Ny Person"):
        handed_over(world, email="andre@example.no")


def test_the_chair_of_the_forum_is_handed_over_with_the_seat(world):
    Seat.objects.filter(pk=seat_of(world, "forum").pk).update(is_chair=True)
    assert accepted(handed_over(world, "forum", "case_officer")).is_chair


def test_people_find_what_they_are_invited_to(world):
    waiting = invited(world, email="head@example.no")
    withdraw_invitation(
        invitation=invited(world, email="head@example.no", body=world.other_owner),
        by=world.person("case_officer"),
        now=AUTUMN,
    )
    assert invitations_to(world.person("head"), now=AUTUMN) == [waiting]
    assert invitations_to(world.person("head"), now=LATER) == []
    assert invitations_to(world.person("owner"), now=AUTUMN) == []
