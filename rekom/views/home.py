"""Home: my duties."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from networks.queries.seat_invitations import invitations_to
from rekom.dispensations.at_home import requests_at_home
from rekom.duties import home_of


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What I owe, by when, in which state; then what I wait for, then what is new."""
    now = clock.now()
    context = {
        "home": home_of(request.user, now=now),
        "requests": requests_at_home(request.user, now=now),
        "invitations": invitations_to(request.user, now=now),
    }
    return render(request, "rekom/home.html", context)
