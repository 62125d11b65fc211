"""The letters about people and their seats."""

from datetime import datetime

from common import outbox
from networks.models import Seat


def invited(seat: Seat, *, now: datetime) -> None:
    """Welcome a person to a role, with the way in."""
    outbox.post(
        kind="networks/invited",
        to=seat.user,
        context={"role": str(seat.get_role_display()), "body": str(seat.body)},
        key=f"invited:{seat.pk}",
        now=now,
    )
