"""What is done to a seat that somebody has: ended, given another end, made the chair's."""

from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models, transaction

from common.dates import day, oslo_date
from common.history import note_change
from networks.emails import people as emails
from networks.models import Municipality, Seat, User
from networks.queries.seat_invitations import invitations_about
from networks.queries.seats import in_body, locked_seat
from networks.roles import BODY_FIELD, Role
from networks.rules import seats as rules


@transaction.atomic
def seat_person(
    *,
    email: str,
    name: str,
    role: Role,
    body: models.Model,
    valid_from: date,
    valid_to: date | None = None,
    interest: str = "",
    represents: str = "",
    municipality: Municipality | None = None,
    **more: Any,
) -> Seat:
    """Give a person a role without asking who does it: for one who accepts, the first person, and data sets.

    The person gets a verified address, without which sign-in by code would ask for it again. `more` are
    `substitute_for` and `is_chair`. Raises ValidationError when the body does not fit the role, or somebody else
    holds it.
    """
    user = User.objects.filter(email=email.strip().lower()).first() or User.objects.create_user(email, name)
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    seat = Seat(
        user=user,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        interest=interest,
        represents=represents,
        municipality=municipality,
        **{BODY_FIELD[role]: body},
        **more,
    )
    seat.full_clean()
    seat.save()
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, by: User, now: datetime) -> None:
    """Let a seat end today, with those of its substitutes: from now on it gives no rights. The row stays, as history.

    What was waiting about the seat is withdrawn, and the person is told. Raises NotAllowed, NotNow.
    """
    rules.check_may_end_seat(by, seat, now=now)
    fresh = locked_seat(seat)
    rules.check_may_end_seat(by, fresh, now=now)
    for invitation in invitations_about(fresh):
        invitation.withdrawn_at, invitation.withdrawn_by = now, by
        invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note_change(fresh, "end_seat", "", str(oslo_date(now)), by=by, now=now)
    if fresh.user_id != by.pk:
        emails.seat_ended(fresh, ends_on=oslo_date(now), now=now)
    unseat(seat=fresh, now=now)


@transaction.atomic
def unseat(*, seat: Seat, now: datetime) -> None:
    """Let a seat end today without asking who does it, with its substitutes'. One that began today leaves no row."""
    end_on(seat, oslo_date(now))


def end_on(seat: Seat, last: date) -> None:
    """Let a seat, and those of its substitutes, no longer hold from the day on. One that would be empty is deleted.

    A seat that began that day and has been used (in a meeting, say) cannot be deleted: it ends with the day.
    """
    for other in Seat.objects.filter(substitute_for=seat):
        if other.valid_to is None or other.valid_to > last:
            end_on(other, last)
    if seat.valid_from < last:
        seat.valid_to = last
    else:
        try:
            with transaction.atomic():
                seat.delete()
            return
        except models.ProtectedError:
            seat.valid_to = seat.valid_from + timedelta(days=1)
    seat.save(update_fields=["valid_to"])


@transaction.atomic
def change_seat(*, seat: Seat, valid_to: date | None, by: User, now: datetime) -> Seat:
    """Choose the first day on which a seat no longer holds, or None for no end. Substitutes end no later.

    Raises NotAllowed, NotNow, and ValidationError when somebody else holds the role in the longer period.
    """
    rules.check_may_change_seat(by, seat, now=now)
    fresh = locked_seat(seat)
    rules.check_may_change_seat(by, fresh, now=now)
    rules.check_new_end(fresh, valid_to, now=now)
    before = fresh.valid_to
    if before == valid_to:
        return fresh
    fresh.valid_to = valid_to
    fresh.full_clean()
    fresh.save(update_fields=["valid_to"])
    for other in Seat.objects.filter(substitute_for=fresh):
        if valid_to is not None and (other.valid_to is None or other.valid_to > valid_to):
            end_on(other, valid_to)
    note_change(
        fresh, "change_seat", str(before or ""), str(valid_to or ""), by=by, now=now, comment=_until(fresh)
    )
    if valid_to is not None and fresh.user_id != by.pk:
        emails.seat_ended(fresh, ends_on=valid_to, now=now)
    return fresh


@transaction.atomic
def appoint_chair(*, seat: Seat, by: User, now: datetime) -> Seat:
    """Write down that a member chairs the forum from now on; whoever did before stays as a member."""
    rules.check_may_appoint_chair(by, seat, now=now)
    fresh = locked_seat(seat)
    rules.check_may_appoint_chair(by, fresh, now=now)
    for other in in_body(fresh.role, fresh.body_pk).filter(is_chair=True):
        if other.valid_to is None or other.valid_to > oslo_date(now):
            other.is_chair = False
            other.save(update_fields=["is_chair"])
            note_change(other, "leave_chair", "", "", by=by, now=now)
    fresh.is_chair = True
    fresh.save(update_fields=["is_chair"])
    note_change(fresh, "appoint_chair", "", "", by=by, now=now)
    return fresh


def _until(seat: Seat) -> str:
    return day(seat.last_on) if seat.last_on else ""
