"""How a round stands, step by step."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common import clock
from common.views import person
from networks.models import Deadline, Round
from networks.roles import Role, holds, is_staff_of
from rekom.completions import outside_of
from rekom.progress import progress_of, rounds_followed_by
from rekom.round_history import changes_of


@require_safe
@login_required
def round_detail(request: HttpRequest, year: int) -> HttpResponse:
    """Each duty with how many have done it and who has not: the governor's staff see all, leaders their networks."""
    now = clock.now()
    round = get_object_or_404(rounds_followed_by(request.user, now=now), grant_year=year)
    outside = outside_of(person(request), round, now=now, only_open=True)
    context: dict[str, Any] = {
        "round": round,
        "progress": progress_of(person(request), round, now=now, outside=outside),
        "outside": outside,
        "may_change": holds(person(request), Role.CASE_OFFICER, round.county, now=now),
    }
    if is_staff_of(person(request), round.county, now=now):
        context |= {"not_open": _not_open(round, now=now), "history": changes_of(round)}
    return render(request, "rekom/round_detail.html", context)


def _not_open(round: Round, *, now: Any) -> list[Deadline]:
    """The duties that open later, soonest first."""
    rows = [row for row in round.deadlines.all() if row.opens_at > now]
    return sorted(rows, key=lambda row: (row.opens_at, row.due_at))
