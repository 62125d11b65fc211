"""What only the demo has: being anyone with one button, and moving the portal's clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from common import clock
from networks.models import Seat, User
from networks.queries import rounds_in_play
from rekom.ahead import Change, happenings_of
from rekom.demo_roles import DEMO_ROLES
from rekom.dues import all_dues
from rekom.offsets import Moment
from rekom.steps import steps_until

View = Callable[..., HttpResponseBase]
FURTHEST = timedelta(days=365 * 5)
CHANGES = {
    Change.OPENS: _("Opens: %(title)s"),
    Change.CLOSES: _("The deadline passes: %(title)s"),
    Change.LATE: _("Late from now on: %(title)s"),
}
LETTERS = {
    Moment.OPENS: _("Letter to those who may act: %(title)s"),
    Moment.BEFORE: _("Reminder: %(title)s"),
    Moment.AFTER: _("Letter to those who owe: %(title)s"),
}


@dataclass(frozen=True)
class RoleButton:
    """A button of the sign-in page: whom one becomes, and where that person works."""

    key: str
    label: str
    who: str


@dataclass(frozen=True)
class Event:
    """An instant at which something happens by itself, and what."""

    at: datetime
    labels: tuple[str, ...]


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


def next_events(*, now: datetime, limit: int = 8) -> list[Event]:
    """What happens next by itself in the rounds in play, soonest first; what happens at once is one event."""
    dues = all_dues(rounds_in_play(now=now), now=now)
    found: dict[datetime, list[str]] = {}
    for happening in happenings_of(dues, now=now, until=now + FURTHEST):
        found.setdefault(happening.at, []).append(
            CHANGES[happening.change] % {"title": happening.due.title()}
        )
    for step in steps_until(dues, now=now, until=now + FURTHEST):
        label = LETTERS[step.offset.moment] % {"title": step.due.title()}
        found.setdefault(step.window.send_at, []).append(label)
    return [Event(at, tuple(dict.fromkeys(found[at]))) for at in sorted(found)[:limit]]


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
