"""Who gives, changes, hands over and ends seats, and when an invitation to one can be accepted.

A network's leader and coordinators keep its seats, an owner's contact the owner's and its heads', a university's
coordinator their own, the county governor's staff all of the county.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import day, oslo_date
from common.refusals import NotAllowed, NotNow, WayOn
from networks.models import InvitationStand, Seat, SeatInvitation, User
from networks.roles import SINGLE, STAFF, Role, bodies, leads, seats_of
from networks.rules.people import county_id_of

VALID_FOR = timedelta(days=14)
"""So long the link of an invitation works."""
PAUSE = timedelta(minutes=5)
"""So long after an invitation was sent it is not sent again: a second click sends no second letter."""
KEPT_BY_LEADERS = (Role.NETWORK_MEMBER, Role.COORDINATOR)


def keeps(user: User, role: str, body: Any, *, now: datetime) -> bool:
    """Whether the person gives and ends this role in this body."""
    if county_id_of(body) in bodies(user, STAFF, now=now):
        return True
    if role in KEPT_BY_LEADERS:
        return leads(user, body, now=now)
    if role == Role.OWNER:
        return body.pk in bodies(user, Role.OWNER, now=now)
    return role == Role.HEAD and body.owner_id in bodies(user, Role.OWNER, now=now)


def check_may_invite(user: User, role: str, body: Any, *, now: datetime) -> None:
    """Those who keep the people of a body invite to it."""
    if not keeps(user, role, body, now=now):
        raise NotAllowed(_("You cannot invite people to this role. Ask the County Governor."))


def check_is_free(role: str, holder: Seat | None, waiting: SeatInvitation | None) -> None:
    """A role with one holder is handed over, not given twice; and one person at a time is invited to it."""
    if role not in SINGLE:
        return
    if holder is not None:
        way_on = WayOn(reverse("networks:seat_hand_over", kwargs={"pk": holder.pk}), _("Hand over the role"))
        said = {"name": holder.user.name, "role": str(holder.get_role_display()).lower()}
        raise NotNow(
            _("%(name)s is %(role)s here, and only one can be. Hand over the role instead.") % said,
            way_on=way_on,
        )
    if waiting is not None:
        said = {"name": waiting.name}
        raise NotNow(_("%(name)s is already invited to this role. Withdraw that invitation first.") % said)


def check_is_not_there(email: str, seat: Seat | None, waiting: SeatInvitation | None) -> None:
    """Nobody is invited to a role that they have, or twice."""
    if seat is not None:
        raise NotNow(_("%(email)s has this role already.") % {"email": email})
    if waiting is not None:
        raise NotNow(_("%(email)s is invited already. You can send the invitation again.") % {"email": email})


def check_is_not_promised(waiting: SeatInvitation | None) -> None:
    """A seat is handed over to one person at a time."""
    if waiting is not None:
        said = {"name": waiting.name}
        raise NotNow(_("%(name)s is already invited to take over. Withdraw that invitation first.") % said)


def check_is_period(begins: date, ends: date | None) -> None:
    """A role lasts a day at least, and a substitute's no longer than that of the one they stand in for."""
    if ends is not None and ends <= begins:
        raise NotNow(_("The role would end before it begins. Choose other dates."))


def check_is_person(person: User | None) -> None:
    """The portal itself, and people whose access is closed, get no role."""
    if person is not None and not person.is_active:
        raise NotNow(_("The access of this person is closed. Ask those who run the portal."))


def check_may_see_seat(user: User, seat: Seat, *, now: datetime) -> None:
    """A seat's own page is for its holder and for those who keep it."""
    if seat.user_id != user.pk and not keeps(user, seat.role, seat.body, now=now):
        raise NotAllowed(_("This page is for others."))


def check_may_end_seat(user: User, seat: Seat, *, now: datetime) -> None:
    """Those who keep a seat end it; nobody their own at the office, and nobody the seat they stand in for."""
    _check_keeps_seat(user, seat, now=now)
    if seat.user_id == user.pk and seat.role in STAFF:
        raise NotNow(_("You cannot end your own role here. Ask a colleague."))
    _check_is_not_over(seat, now=now)


def check_may_change_seat(user: User, seat: Seat, *, now: datetime) -> None:
    """Those who end a seat also choose the day on which it ends."""
    check_may_end_seat(user, seat, now=now)


def check_new_end(seat: Seat, valid_to: date | None, *, now: datetime) -> None:
    """A new end lies ahead, and a substitute's no later than that of the one they stand in for."""
    if valid_to is None:
        return
    if valid_to <= max(oslo_date(now), seat.valid_from):
        raise NotNow(_("Choose a last day that lies ahead, or end the role now."))


def check_may_hand_over(user: User, seat: Seat, *, now: datetime) -> None:
    """Those who keep a seat hand it over; a leader and a university's coordinator also their own."""
    if not _is_own(user, seat):
        _check_keeps_seat(user, seat, now=now)
    if seat.role in (*STAFF, Role.REPORT_WRITER):
        raise NotNow(_("This role is not handed over. Invite the other person, and end this one."))
    if seat.substitute_for_id is not None:
        raise NotNow(
            _("A substitute's role is not handed over. Invite another substitute, and end this one.")
        )
    _check_is_not_over(seat, now=now)


def check_may_invite_substitute(user: User, seat: Seat, *, now: datetime) -> None:
    """Those who keep a seat give it substitutes; a leader and a university's coordinator also their own."""
    if not _is_own(user, seat):
        _check_keeps_seat(user, seat, now=now)
    if seat.role in (*STAFF, Role.REPORT_WRITER):
        raise NotNow(_("This role has no substitutes. Invite one more person to it."))
    if seat.substitute_for_id is not None:
        raise NotNow(_("A substitute has no substitutes."))
    _check_is_not_over(seat, now=now)


def check_may_appoint_chair(user: User, seat: Seat, *, now: datetime) -> None:
    """The county governor's staff write down who chairs the cooperation forum."""
    if seat.role != Role.FORUM_MEMBER or not keeps(user, seat.role, seat.body, now=now):
        raise NotAllowed(_("Only the County Governor's staff write down who chairs the forum."))
    if seat.substitute_for_id is not None or not seat.is_valid_on(oslo_date(now)):
        raise NotNow(_("The chair is a member of the forum today, and not a substitute."))
    if seat.is_chair:
        raise NotNow(_("%(name)s chairs the forum already.") % {"name": seat.user.name})


def keeps_invitation(user: User, invitation: SeatInvitation, *, now: datetime) -> bool:
    """Whether the person sent the invitation, or gives this role in this body."""
    is_sender = invitation.invited_by_id == user.pk
    return is_sender or keeps(user, invitation.role, invitation.body, now=now)


def check_may_keep_invitation(user: User, invitation: SeatInvitation, *, now: datetime) -> None:
    """Whoever sent an invitation, or keeps the body's people, sends it again or withdraws it while it waits."""
    if not keeps_invitation(user, invitation, now=now):
        raise NotAllowed(_("This invitation is for others to look after."))
    stand = invitation.stand_at(now)
    if stand == InvitationStand.ACCEPTED:
        raise NotNow(_("%(name)s has accepted already.") % {"name": invitation.name})
    if stand == InvitationStand.WITHDRAWN:
        raise NotNow(_("The invitation is withdrawn."))


def check_may_resend_invitation(user: User, invitation: SeatInvitation, *, now: datetime) -> None:
    """The same people send it again, when the newest letter is not just on its way."""
    check_may_keep_invitation(user, invitation, now=now)
    if now < invitation.expires_at - VALID_FOR + PAUSE:
        raise NotNow(_("The invitation was sent a moment ago. Wait five minutes before you send it again."))


def check_may_accept(user: User | None, invitation: SeatInvitation, *, now: datetime) -> None:
    """The invited person accepts, signed in or by the link alone, once and in time."""
    if user is not None and user.email != invitation.email:
        raise NotAllowed(_("The invitation is to %(email)s.") % {"email": invitation.email})
    stand = invitation.stand_at(now)
    again = ask_again(invitation)
    if stand == InvitationStand.ACCEPTED:
        raise NotNow(_("The invitation has been accepted. You can sign in."))
    if stand == InvitationStand.WITHDRAWN:
        raise NotNow(_("The invitation is withdrawn.") + " " + again)
    if stand == InvitationStand.EXPIRED:
        when = {"when": day(invitation.expires_at)}
        raise NotNow(_("The invitation could be used until %(when)s.") % when + " " + again)
    _check_is_still_wanted(invitation, now=now)


def ask_again(invitation: SeatInvitation) -> str:
    """What somebody does whose invitation no longer works."""
    sender = {"name": invitation.invited_by.name, "email": invitation.invited_by.email}
    return _("Ask %(name)s (%(email)s) to invite you again.") % sender


def _check_is_still_wanted(invitation: SeatInvitation, *, now: datetime) -> None:
    """A period that is over, or a seat to stand in for that has ended, is nothing to accept."""
    today, main = oslo_date(now), invitation.substitute_for
    is_over = invitation.valid_to is not None and invitation.valid_to <= today
    if is_over or (main is not None and main.valid_to is not None and main.valid_to <= today):
        raise NotNow(_("The period of this role is over.") + " " + ask_again(invitation))


def _check_keeps_seat(user: User, seat: Seat, *, now: datetime) -> None:
    if not keeps(user, seat.role, seat.body, now=now):
        raise NotAllowed(_("This role is for others to look after."))
    is_staff = county_id_of(seat.body) in bodies(user, STAFF, now=now)
    if not is_staff and any(own.substitute_for_id == seat.pk for own in seats_of(user, now=now)):
        raise NotAllowed(_("You stand in for this person. Ask the County Governor."))


def _is_own(user: User, seat: Seat) -> bool:
    return seat.user_id == user.pk and seat.role in (Role.NETWORK_LEADER, Role.UH_COORDINATOR)


def _check_is_not_over(seat: Seat, *, now: datetime) -> None:
    if seat.valid_to is not None and seat.valid_to <= oslo_date(now):
        raise NotNow(_("The role has ended already."))
