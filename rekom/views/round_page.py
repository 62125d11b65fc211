"""How a round stands, step by step."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common import clock
from rekom.progress import progress_of, rounds_followed_by


@require_safe
@login_required
def round_detail(request: HttpRequest, year: int) -> HttpResponse:
    """Each duty with how many have done it and who has not: the governor's staff see all, leaders their networks."""
    now = clock.now()
    round = get_object_or_404(rounds_followed_by(request.user, now=now), grant_year=year)
    return render(
        request,
        "rekom/round_detail.html",
        {"round": round, "progress": progress_of(request.user, round, now=now)},
    )
