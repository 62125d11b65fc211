"""Invitations and seats for the tests about them."""

import re
from datetime import datetime
from typing import Any

from common.models import OutboxMail
from networks.models import Seat, SeatInvitation
from networks.roles import Role
from networks.services import accept_invitation, invite
from networks.services.invitations import invite_substitute
from tests.world import AUTUMN, World

NEW = {"email": "Ny.Person@Example.no", "name": "Ny Person"}


def invited(
    world: World, by: str = "case_officer", *, now: datetime = AUTUMN, **fields: Any
) -> SeatInvitation:
    """Somebody new, invited as the owner's contact unless `fields` say else."""
    values: dict[str, Any] = {**NEW, "role": Role.OWNER, "body": world.owner, **fields}
    return invite(by=world.person(by), now=now, **values)


def accepted(invitation: SeatInvitation, *, now: datetime = AUTUMN) -> Seat:
    """The seat, accepted by the link."""
    return accept_invitation(invitation=invitation, by=None, now=now)


def seat_of(world: World, key: str) -> Seat:
    """The one seat of a person of the world."""
    return world.people[key].seats.get()


def substituted(world: World, key: str, *, now: datetime = AUTUMN, **fields: Any) -> Seat:
    """Somebody new who stands in for a person of the world."""
    values: dict[str, Any] = {**NEW, **fields}
    by = world.person("case_officer")
    return accepted(invite_substitute(seat=seat_of(world, key), by=by, now=now, **values), now=now)


def token_of(invitation: SeatInvitation) -> str:
    """The token of the newest link that was mailed."""
    mails = OutboxMail.objects.filter(kind="networks/invitation_sent", context__invitation_pk=invitation.pk)
    found = re.search(r"/invitasjon/([^/]+)/", mails.latest("pk").context["path"])
    assert found is not None
    return found.group(1)
