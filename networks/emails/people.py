"""The letters about people and their seats."""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import translation

from common import outbox
from common.dates import oslo_date
from networks.models import Forum, Kindergarten, Seat, SeatInvitation, User
from networks.queries.seat_invitations import letter_key
from networks.topics import topics


def invited(seat: Seat, *, now: datetime) -> None:
    """Welcome a person to a role that they have from now on, with the way in."""
    with translation.override(seat.user.language):
        context = {"role": str(seat.get_role_display()), "body": str(seat.body)}
    outbox.post(
        kind="networks/invited",
        to=seat.user,
        context=context,
        key=f"invited:{seat.pk}",
        now=now,
        topics=topics_of(seat.body),
    )


def invitation_sent(invitation: SeatInvitation, *, token: str, to: User | None, now: datetime) -> None:
    """Send somebody the link by which they accept a role. It is useful as long as the link works."""
    path = reverse("networks:invitation", kwargs={"token": token})
    language = to.language if to else "nb"
    main, old = invitation.substitute_for, invitation.takes_over
    with translation.override(language):
        context = {
            "by": invitation.invited_by.name,
            "role": str(invitation.get_role_display()),
            "body": str(invitation.body),
            "stands_in_for": main.user.name if main else "",
            "takes_over_from": old.user.name if old else "",
            "expires_at": invitation.expires_at.isoformat(),
            "invitation_pk": invitation.pk,
            "path": path,
            "personal_path": path,  # staff read the letter without it
        }
    outbox.post(
        kind="networks/invitation_sent",
        to=to or outbox.Addressee(invitation.name, invitation.email),
        context=context,
        key=letter_key(invitation),
        now=now,
        useful_until=invitation.expires_at,
        topics=topics_of(invitation.body),
    )


def seat_ended(seat: Seat, *, ends_on: date, successor: str = "", now: datetime) -> None:
    """Tell a person that their role ends, on which day, and who takes over. `ends_on` is the first day without it."""
    with translation.override(seat.user.language):
        context = {
            "role": str(seat.get_role_display()),
            "body": str(seat.body),
            "last_on": (ends_on - timedelta(days=1)).isoformat(),
            "is_now": ends_on <= oslo_date(now),
            "successor": successor,
            "path": reverse("networks:profile"),
        }
    outbox.post(
        kind="networks/seat_ended",
        to=seat.user,
        context=context,
        key=f"seat_ended:{seat.pk}:{ends_on.isoformat()}:{now.isoformat()}",
        now=now,
        topics=topics_of(seat.body),
    )


def topics_of(body: Any) -> list[str]:
    """What a letter about a body's people is about."""
    if isinstance(body, Kindergarten):
        return topics(body.owner, body)
    return topics(body.county if isinstance(body, Forum) else body)
