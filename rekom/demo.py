"""What only the demo has: being anyone with one button, and moving the portal's clock."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponseBase

from common import clock
from networks.models import Round, Seat, User
from networks.queries import rounds_in_play
from rekom.demo_roles import DEMO_ROLES
from rekom.planning.ahead_days import lines_between, lines_possible

View = Callable[..., HttpResponseBase]
FURTHEST = timedelta(days=365 * 5)
EVENTS_SHOWN = 8
EVENTS_COUNTED = 3


@dataclass(frozen=True)
class RoleButton:
    """A button of the sign-in page: whom one becomes, and where that person works."""

    key: str
    label: str
    who: str


@dataclass(frozen=True)
class Event:
    """An instant at which something happens by itself, and what. `letters` is None where they are not counted."""

    at: datetime
    labels: tuple[str, ...]
    letters: int | None = None


def demo_only(view: View) -> View:
    """Outside demo mode the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO_MODE:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def role_buttons() -> list[RoleButton]:
    """One button for each demo role that somebody in the database has."""
    people = _people()
    return [
        RoleButton(role.key, str(role.label), _who(people[role.email]))
        for role in DEMO_ROLES
        if role.email in people
    ]


def demo_person(key: str) -> User | None:
    """The person behind a role's button, or None."""
    email = next((role.email for role in DEMO_ROLES if role.key == key), "")
    return User.objects.filter(email=email, is_active=True).first()


def move_clock(to: datetime) -> None:
    """Let the portal's clock show `to`. Raises ValueError when that is over five years from today."""
    if abs(to - clock.machine_now()) > FURTHEST:
        raise ValueError("too far away")
    clock.move_to(to)


def next_events(*, now: datetime, limit: int = EVENTS_SHOWN) -> list[Event]:
    """What happens next by itself in the rounds in play, soonest first; what happens at once is one event.

    The first few say how many letters they lead to.
    """
    rounds = list(rounds_in_play(now=now))
    found: dict[datetime, list[str]] = defaultdict(list)
    for line in lines_possible(rounds, until=now + FURTHEST, now=now):
        found[line.at].append(line.text)
    instants = sorted(found)[:limit]
    letters = _letters(rounds, instants[:EVENTS_COUNTED], now=now)
    return [Event(at, tuple(dict.fromkeys(found[at])), letters.get(at)) for at in instants]


def _letters(rounds: list[Round], instants: list[datetime], *, now: datetime) -> dict[datetime, int]:
    """How many letters leave at each of the instants."""
    found = dict.fromkeys(instants, 0)
    if instants:
        for line in lines_between(rounds, start=now, until=instants[-1], now=now):
            found[line.at] = found.get(line.at, 0) + (line.letters or 0)
    return found


def _people() -> dict[str, User]:
    seats = Prefetch(
        "seats", Seat.objects.select_related("kindergarten", "organisation", "network", "forum", "county")
    )
    emails = [role.email for role in DEMO_ROLES]
    found = User.objects.filter(email__in=emails, is_active=True).prefetch_related(seats)
    return {user.email: user for user in found}


def _who(user: User) -> str:
    seat = next(iter(user.seats.all()), None)
    return f"{user.name}, {seat.body}" if seat else user.name
