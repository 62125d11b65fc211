"""Reads of invitations to seats."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from networks.models import County, Forum, Network, Organisation, Seat, SeatInvitation, User
from networks.queries.seats import BODIES
from networks.queries.shared import held_in
from networks.roles import BODY_FIELD, Role

SIGN_IN_EMAIL = "sign_in_email"
"""Where the session keeps the address that the sign-in page is filled in with, after an invitation is accepted."""
NOT_DONE = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)


def invitations() -> QuerySet[SeatInvitation]:
    """All invitations, with what a page says of each."""
    return SeatInvitation.objects.select_related(
        "invited_by", "municipality", "substitute_for__user", "takes_over__user", *BODIES
    )


def open_invitations() -> QuerySet[SeatInvitation]:
    """Those that are neither accepted nor withdrawn; also those whose link has run out."""
    return invitations().filter(NOT_DONE)


def waiting_for(role: str, pk: int, *, now: datetime) -> QuerySet[SeatInvitation]:
    """The invitations to a role in a body that can still be accepted."""
    column = f"{BODY_FIELD[Role(role)]}_id"
    return open_invitations().filter(role=role, expires_at__gt=now, **{column: pk})


def invitation_of(pk: int) -> SeatInvitation | None:
    """One invitation, or None."""
    return invitations().filter(pk=pk).first()


def invitation_by_token(token: str) -> SeatInvitation | None:
    """The invitation that a link belongs to, or None for an address that the portal has never made."""
    return invitations().filter(token_sha256=fingerprint(token)).first()


def fingerprint(token: str) -> str:
    """The SHA-256 of a link's token: all that the portal keeps of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def letter_is_current(pk: int, key: str) -> bool:
    """Whether the letter with this key holds the link that an open invitation has now."""
    found = open_invitations().filter(pk=pk).first()
    return found is not None and key == letter_key(found)


def letter_key(invitation: SeatInvitation) -> str:
    """The key of the letter with the invitation's link: a new link is a new letter."""
    return f"invitation:{invitation.pk}:{invitation.token_sha256[:16]}"


def invitations_to(user: User, *, now: datetime) -> list[SeatInvitation]:
    """What the person is invited to and can accept now."""
    return list(open_invitations().filter(email=user.email, expires_at__gt=now))


def own_invitation(user: User, pk: int) -> SeatInvitation | None:
    """An invitation to the person's own address, however it stands, or None."""
    return invitations().filter(pk=pk, email=user.email).first()


def locked_invitation(invitation: SeatInvitation) -> SeatInvitation:
    """The invitation as it stands now, held until the transaction ends."""
    return invitations().select_for_update(of=("self",)).get(pk=invitation.pk)


def invitations_in(counties: Iterable[int]) -> QuerySet[SeatInvitation]:
    """The open invitations to bodies of the counties."""
    return open_invitations().filter(held_in(counties))


def invitations_into(body: Any) -> QuerySet[SeatInvitation]:
    """The open invitations to a network, a forum, a county's office, or an organisation and its kindergartens."""
    if isinstance(body, Organisation):
        return open_invitations().filter(Q(organisation=body) | Q(kindergarten__owner=body))
    column = {Network: "network", Forum: "forum", County: "county"}[type(body)]
    return open_invitations().filter(**{column: body})


def invitations_about(seat: Seat) -> QuerySet[SeatInvitation]:
    """The open invitations to take a seat over or to stand in for it."""
    return open_invitations().filter(Q(takes_over=seat) | Q(substitute_for=seat))
