"""Invitations to seats by e-mail: sent, sent again, withdrawn, accepted. The seat is made when one is accepted."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.history import note_change
from common.refusals import NotNow
from networks import emails
from networks.models import Municipality, Seat, SeatInvitation, User
from networks.models.periods import valid_on
from networks.queries.seat_invitations import fingerprint, locked_invitation, open_invitations, waiting_for
from networks.queries.seats import hold_body, in_body, locked_seat, overlapping
from networks.roles import BODY_FIELD, Role
from networks.rules import seats as rules
from networks.services.seats import end_on, seat_person

BYTES = 32
"""So much chance lies in a token: 43 characters that nobody guesses."""


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: Role,
    body: models.Model,
    by: User,
    now: datetime,
    valid_from: date | None = None,
    valid_to: date | None = None,
    interest: str = "",
    represents: str = "",
    municipality: Municipality | None = None,
) -> SeatInvitation:
    """Invite a person to a role by a link that works once, for 14 days. They have the role when they accept.

    `valid_to` is the first day on which the role no longer holds. Raises NotAllowed; NotNow when the person has the
    role or is invited to it, or somebody else has a role that one at a time holds; ValidationError when the body does
    not fit the role.
    """
    rules.check_may_invite(by, role, body, now=now)
    hold_body(role, body.pk)
    begins = max(valid_from or oslo_date(now), oslo_date(now))
    waiting = waiting_for(role, body.pk, now=now)
    rules.check_is_free(
        role,
        overlapping(role, body.pk, begins, valid_to),
        waiting.filter(substitute_for__isnull=True).first(),
    )
    return _send(
        email=email,
        by=by,
        now=now,
        name=name,
        role=role,
        valid_from=begins,
        valid_to=valid_to,
        interest=interest,
        represents=represents,
        municipality=municipality,
        **{BODY_FIELD[role]: body},
    )


@transaction.atomic
def invite_substitute(
    *,
    seat: Seat,
    email: str,
    name: str,
    by: User,
    now: datetime,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> SeatInvitation:
    """Invite a person to stand in for a seat: the same role, body and interest, and never longer than the seat.

    Raises NotAllowed, NotNow.
    """
    rules.check_may_invite_substitute(by, seat, now=now)
    fresh = locked_seat(seat)
    rules.check_may_invite_substitute(by, fresh, now=now)
    begins = max(valid_from or oslo_date(now), oslo_date(now), fresh.valid_from)
    ends = min((day for day in (valid_to, fresh.valid_to) if day), default=None)
    rules.check_is_period(begins, ends)
    return _send(
        email=email,
        by=by,
        now=now,
        name=name,
        valid_from=begins,
        valid_to=ends,
        substitute_for=fresh,
        **_same(fresh),
    )


@transaction.atomic
def hand_over(
    *, seat: Seat, email: str, name: str, by: User, now: datetime, valid_from: date | None = None
) -> SeatInvitation:
    """Invite a person to take a seat over: when they accept, the old seat ends that day and theirs begins.

    Raises NotAllowed, and NotNow also when somebody is invited to it already.
    """
    rules.check_may_hand_over(by, seat, now=now)
    fresh = locked_seat(seat)
    rules.check_may_hand_over(by, fresh, now=now)
    waiting = open_invitations().filter(takes_over=fresh, expires_at__gt=now).first()
    rules.check_is_not_promised(waiting)
    begins = max(valid_from or oslo_date(now), oslo_date(now))
    rules.check_is_period(begins, fresh.valid_to)
    return _send(
        email=email,
        by=by,
        now=now,
        name=name,
        valid_from=begins,
        valid_to=fresh.valid_to,
        takes_over=fresh,
        **_same(fresh),
    )


@transaction.atomic
def resend_invitation(*, invitation: SeatInvitation, by: User, now: datetime) -> SeatInvitation:
    """Send an invitation again with a new link, valid for 14 days from now. The old link stops working."""
    rules.check_may_resend_invitation(by, invitation, now=now)
    fresh = locked_invitation(invitation)
    rules.check_may_resend_invitation(by, fresh, now=now)
    token = secrets.token_urlsafe(BYTES)
    fresh.token_sha256, fresh.expires_at = fingerprint(token), now + rules.VALID_FOR
    fresh.save(update_fields=["token_sha256", "expires_at"])
    emails.invitation_sent(fresh, token=token, to=_person(fresh.email), now=now)
    return fresh


@transaction.atomic
def withdraw_invitation(*, invitation: SeatInvitation, by: User, now: datetime) -> SeatInvitation:
    """Let an invitation no longer work. The link says so, and whom to ask."""
    rules.check_may_keep_invitation(by, invitation, now=now)
    fresh = locked_invitation(invitation)
    rules.check_may_keep_invitation(by, fresh, now=now)
    fresh.withdrawn_at, fresh.withdrawn_by = now, by
    fresh.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return fresh


@transaction.atomic
def accept_invitation(*, invitation: SeatInvitation, by: User | None, now: datetime) -> Seat:
    """Seat the invited person, and make them known with a verified address when they are new.

    `by` is who is signed in, or None for somebody who came by the link. Whoever is taken over from loses the seat the
    same day. Raises NotAllowed, NotNow.
    """
    hold_body(invitation.role, invitation.body_pk)
    fresh = locked_invitation(invitation)
    rules.check_may_accept(by, fresh, now=now)
    person = _person(fresh.email)
    rules.check_is_person(person)
    begins = max(fresh.valid_from, oslo_date(now))
    old = locked_seat(fresh.takes_over) if fresh.takes_over else None
    if old is not None:
        begins = _make_room(old, begins)
    rules.check_is_not_there(fresh.email, _held(fresh, oslo_date(now)), None)
    seat = _seat(fresh, begins, is_chair=bool(old and old.is_chair))
    fresh.accepted_at, fresh.seat = now, seat
    fresh.save(update_fields=["accepted_at", "seat"])
    note_change(seat, "accept_invitation", "", "", by=seat.user, now=now, comment="")
    emails.invited(seat, now=now)
    if old is not None:
        note_change(old, "hand_over", "", str(begins), by=fresh.invited_by, now=now, comment=seat.user.name)
        emails.seat_ended(old, ends_on=begins, successor=seat.user.name, now=now)
    return seat


def _send(*, email: str, name: str, by: User, now: datetime, **fields: Any) -> SeatInvitation:
    """Write an invitation down, and mail its link. Somebody who is known keeps the name they have."""
    token, address = secrets.token_urlsafe(BYTES), email.strip().lower()
    person = _person(address)
    invitation = SeatInvitation(
        email=address,
        name=person.name if person and person.name else name,
        token_sha256=fingerprint(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + rules.VALID_FOR,
        **fields,
    )
    rules.check_is_person(person)
    rules.check_is_not_there(address, _held(invitation, oslo_date(now)), _waiting(invitation, now))
    invitation.full_clean()
    invitation.save()
    emails.invitation_sent(invitation, token=token, to=person, now=now)
    return invitation


def _person(email: str) -> User | None:
    return User.objects.filter(email=email).first()


def _held(invitation: SeatInvitation, today: date) -> Seat | None:
    """The seat that the invited person has in this role and body already, for the same municipality and interest."""
    rows = in_body(invitation.role, invitation.body_pk).filter(valid_on(today), user__email=invitation.email)
    return rows.filter(municipality=invitation.municipality_id, interest=invitation.interest).first()


def _waiting(invitation: SeatInvitation, now: datetime) -> SeatInvitation | None:
    rows = waiting_for(invitation.role, invitation.body_pk, now=now).filter(email=invitation.email)
    return rows.filter(municipality=invitation.municipality_id, interest=invitation.interest).first()


def _same(seat: Seat) -> dict[str, Any]:
    """What a successor and a substitute have in common with the seat."""
    return {
        "role": Role(seat.role),
        "interest": seat.interest,
        "represents": seat.represents,
        "municipality": seat.municipality,
        BODY_FIELD[Role(seat.role)]: seat.body,
    }


def _make_room(old: Seat, begins: date) -> date:
    """Let a seat that is taken over end on the day the next begins; that day, a day later where it began then."""
    begins = max(begins, old.valid_from + timedelta(days=1))
    if old.valid_to is None or old.valid_to > begins:
        end_on(old, begins)
    return begins


def _seat(invitation: SeatInvitation, begins: date, *, is_chair: bool) -> Seat:
    try:
        return seat_person(
            email=invitation.email,
            name=invitation.name,
            role=Role(invitation.role),
            body=invitation.body,
            valid_from=begins,
            valid_to=invitation.valid_to,
            interest=invitation.interest,
            represents=invitation.represents,
            municipality=invitation.municipality,
            substitute_for=invitation.substitute_for,
            is_chair=is_chair,
        )
    except ValidationError as error:
        sentence = _("Somebody else has this role by now.") + " " + rules.ask_again(invitation)
        raise NotNow(sentence) from error
