"""All that stands still in the county, and why."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from common.views import or_404, person
from networks.queries import counties_as_staff
from rekom.standstill import standing_still


@require_safe
@login_required
def standstill_page(request: HttpRequest) -> HttpResponse:
    """What waits for whom, since when, with a way to each; for those who work at the county governor's office."""
    now = clock.now()
    county = or_404(counties_as_staff(person(request), now=now).first())
    piles = standing_still(person(request), county, now=now)
    context = {"piles": piles, "total": sum(len(pile.rows) for pile in piles)}
    return render(request, "rekom/standstill.html", context)
