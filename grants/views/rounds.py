"""Which round a page is about."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from common.refusals import NotAllowed, NotNow, may
from grants.queries.budget import rounds_read_as
from networks.models import Round
from networks.queries import rounds_visible_to
from networks.roles import STAFF, Role, bodies


def round_or_404(request: HttpRequest, year: int, *, now: datetime) -> Round:
    """The round of a year in the person's county. Raises Http404."""
    found = rounds_visible_to(_user(request), now=now).filter(grant_year=year).first()
    if found is None:
        raise Http404
    return found


def staff_round_or_404(request: HttpRequest, year: int, *, now: datetime) -> Round:
    """The round of a year in the county whose governor's office the person works at. Raises Http404."""
    counties = bodies(_user(request), STAFF, now=now)
    return get_object_or_404(rounds_visible_to(_user(request), now=now), grant_year=year, county__in=counties)


def chosen_round(request: HttpRequest, *, now: datetime) -> tuple[Round, list[Round]]:
    """The round that `?aar=` names, else the newest; and all to choose from. Raises Http404 when there is none."""
    rounds = list(rounds_visible_to(_user(request), now=now))
    year = request.GET.get("aar", "")
    found = [round for round in rounds if not year or str(round.grant_year) == year]
    if not found:
        raise Http404
    return found[0], rounds


def shown_version(request: HttpRequest) -> int:
    """The version that the page showed; 0 when the form does not say."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def hidden_unless_allowed(check: Callable[..., None], *args: Any, **kwargs: Any) -> NotNow | None:
    """Run a rule. Whoever may never do this gets 404; whoever may, but not now, gets the refusal back."""
    refusal = may(check, *args, **kwargs)
    if isinstance(refusal, NotAllowed):
        raise Http404
    return refusal if isinstance(refusal, NotNow) else None


def _user(request: HttpRequest) -> Any:
    return request.user


def round_read_as(
    request: HttpRequest, year: int, roles: set[Role], *, now: datetime, with_dates: bool = True
) -> Round:
    """The round of a year in a county where the person holds one of `roles` in some body. Raises Http404.

    Pages that ask for no deadline leave the dates out.
    """
    rounds = rounds_read_as(_user(request), roles, now=now).filter(grant_year=year)
    found = (rounds if with_dates else rounds.prefetch_related(None)).first()
    if found is None:
        raise Http404
    return found


def user_of(request: HttpRequest) -> Any:
    """The person signed in, for pages that ask for sign-in first."""
    return request.user
