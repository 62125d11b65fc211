"""Is the portal's scheduler alive? When the recurring jobs last finished, and whether that is too long ago."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from common import clock
from common.heartbeats import last_heartbeats

TICK, MAIL, MONEY = "tick", "mail", "money"
SCHEDULED_AS = {TICK: "tick", MAIL: "deliver-mail", MONEY: "check-money"}
"""The recurring jobs that give a heartbeat, and what beat's schedule calls them."""
INTERVALS = 2


@dataclass(frozen=True)
class Pulse:
    """When a job last finished (machine time), and whether it is silent: older than two intervals."""

    name: str
    last: datetime | None
    is_silent: bool

    @property
    def has_stopped(self) -> bool:
        """Whether people should worry: where a job has never run, only production worries."""
        return self.is_silent and (self.last is not None or bool(settings.PRODUCTION))


def pulses(names: Iterable[str] = tuple(SCHEDULED_AS)) -> dict[str, Pulse]:
    """The pulse of each job; one statement."""
    wanted = list(names)
    last = last_heartbeats(wanted)
    return {name: Pulse(name, last.get(name), _is_silent(name, last.get(name))) for name in wanted}


def interval(name: str) -> timedelta:
    """How often beat rings for the job."""
    entry: dict[str, Any] = settings.CELERY_BEAT_SCHEDULE[SCHEDULED_AS[name]]
    return timedelta(seconds=float(entry["schedule"]))


def _is_silent(name: str, last: datetime | None) -> bool:
    return last is None or clock.machine_now() - last > INTERVALS * interval(name)
