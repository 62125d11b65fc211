"""When recurring jobs last finished, in the machine's time (the portal's clock may be moved)."""

from collections.abc import Iterable
from datetime import datetime

from common import clock
from common.models import Heartbeat


def note_heartbeat(name: str) -> None:
    """Note that the job called `name` has just finished."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=clock.machine_now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def last_heartbeat(name: str) -> datetime | None:
    """When the job called `name` last finished (machine time), or None when it never has."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def last_heartbeats(names: Iterable[str]) -> dict[str, datetime]:
    """When each of the jobs last finished (machine time); those that never have are left out. One statement."""
    return dict(Heartbeat.objects.filter(name__in=list(names)).values_list("name", "at"))
