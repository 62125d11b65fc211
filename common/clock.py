"""What time is it? The portal's clock: the machine's, plus the shift a demo or a test has set.

Sessions, sign-in codes and Celery keep the machine's own time; every rule, query and letter asks here.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

OSLO = ZoneInfo("Europe/Oslo")


class ClockIsFixed(RuntimeError):
    """Raised when somebody tries to move the clock where it must not move (production)."""


def now() -> datetime:
    """The portal's present instant, aware, in UTC."""
    return machine_now() + shift()


def machine_now() -> datetime:
    """The machine's instant, whatever the portal's clock shows: for signs of life only."""
    return timezone.now()


def shift() -> timedelta:
    """How far the portal's clock stands from the machine's; zero wherever no clock file is set."""
    path = _file()
    if path is None or not path.exists():
        return timedelta(0)
    return timedelta(seconds=float(path.read_text(encoding="ascii")))


def move_to(instant: datetime) -> None:
    """Let the portal's clock show `instant` from now on, in every process that shares the clock file.

    Raises ClockIsFixed where the settings give no clock file (production).
    """
    path = _file()
    if path is None:
        raise ClockIsFixed("The clock can be moved in demo mode only.")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(str((instant - timezone.now()).total_seconds()), encoding="ascii")
    fresh.replace(path)


def reset() -> None:
    """Let the portal's clock follow the machine again."""
    path = _file()
    if path is not None:
        path.unlink(missing_ok=True)


def oslo(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """The instant at which clocks in Norway show this, in UTC."""
    return datetime(year, month, day, hour, minute, second, tzinfo=OSLO).astimezone(UTC)


def _file() -> Path | None:
    name = getattr(settings, "CLOCK_FILE", None)
    return Path(name) if name else None
