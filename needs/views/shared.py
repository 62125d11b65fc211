"""What the pages of this app ask of a request: who, which round, which version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.history import history_of
from networks import deadlines
from networks.models import Round, User
from networks.queries import rounds_visible_to
from networks.states import Duty

ASSESSMENT_VERBS = {"share": _("Shared with the owner by"), "take_back": _("Taken back by")}
NEEDS_REPORT_VERBS = {
    "submit": _("Sent by"),
    "record": _("Recorded as received by"),
    "declare_no_needs": _("No new needs this year, says"),
    "resume": _("Taken up again by"),
    "return": _("Returned for amendment by"),
}


@dataclass(frozen=True)
class Line:
    """One line of the history as the page shows it."""

    at: datetime
    by: str
    text: Any
    comment: str


def lines_of(obj: models.Model, verbs: Mapping[str, Any]) -> list[Line]:
    """The history of an object in words, oldest first; `verbs` says each verb so that a name can follow."""
    if obj.pk is None:
        return []
    return [Line(line.at, str(line.by), verbs[line.verb], line.comment) for line in history_of(obj)]


def person(request: HttpRequest) -> User:
    """The signed-in person."""
    return cast(User, request.user)


def go(name: str, place: Mapping[str, Any]) -> HttpResponseRedirect:
    """On to another page about the same thing."""
    return HttpResponseRedirect(reverse(f"needs:{name}", kwargs=dict(place)))


def chosen_round(request: HttpRequest, duty: Duty, *, now: datetime) -> tuple[Round, list[Round]]:
    """The round that `?aar=` names, else the newest whose duty has opened; and all that can be chosen.

    Raises Http404 when there is no such round for the person.
    """
    rounds = list(rounds_visible_to(person(request), now=now))
    year = request.GET.get("aar", "")
    if year:
        found = [round for round in rounds if str(round.grant_year) == year]
    else:
        found = [r for r in rounds if deadlines.answer(duty, r, now=now).has_opened] or rounds
    if not found:
        raise Http404
    return found[0], rounds


def round_or_404(request: HttpRequest, year: int, *, now: datetime, **county_of: Any) -> Round:
    """The round of a year in the county that `county_of` names (`county__networks=7`). Raises Http404."""
    return get_object_or_404(rounds_visible_to(person(request), now=now), grant_year=year, **county_of)


def shown_version(request: HttpRequest) -> int:
    """The version that the page showed; 0 when the form does not say."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
