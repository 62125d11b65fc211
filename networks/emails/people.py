"""The letters about people and their seats."""

from datetime import datetime
from typing import Any

from django.utils import translation

from common import outbox
from networks.models import Forum, Kindergarten, Seat
from networks.topics import topics


def invited(seat: Seat, *, now: datetime) -> None:
    """Welcome a person to a role, with the way in."""
    with translation.override(seat.user.language):
        context = {"role": str(seat.get_role_display()), "body": str(seat.body)}
    outbox.post(
        kind="networks/invited",
        to=seat.user,
        context=context,
        key=f"invited:{seat.pk}",
        now=now,
        topics=_topics(seat.body),
    )


def _topics(body: Any) -> list[str]:
    if isinstance(body, Kindergarten):
        return topics(body.owner, body)
    return topics(body.county if isinstance(body, Forum) else body)
