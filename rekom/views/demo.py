"""The demo's own pages: become anyone, and move the clock."""

import logging

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from kombu.exceptions import OperationalError

from common import clock, dates
from rekom.demo import demo_only, demo_person, move_clock, next_events
from rekom.forms import ClockForm
from rekom.reminders import catch_up
from rekom.tasks import deliver_mail

logger = logging.getLogger(__name__)


@require_POST
@demo_only
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Become the person of a role, with one button."""
    person = demo_person(request.POST.get("role", ""))
    if person is None:
        raise Http404
    logout(request)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")


@require_http_methods(["GET", "POST"])
@demo_only
def demo_clock(request: HttpRequest) -> HttpResponse:
    """Show what the portal's clock says and what happens next; move it, and let what is due happen at once."""
    now = clock.now()
    form = ClockForm(
        request.POST if request.method == "POST" else None, initial={"date": dates.oslo_date(now)}
    )
    if "reset" in request.POST:
        clock.reset()
        return _moved(request)
    if request.method == "POST" and form.is_valid() and _move(form):
        return _moved(request)
    context = {"form": form, "now": now, "events": next_events(now=now)}
    return render(request, "rekom/demo_clock.html", context, status=400 if form.errors else 200)


def _move(form: ClockForm) -> bool:
    try:
        move_clock(form.instant())
    except (ValueError, OverflowError):
        form.add_error(None, _("The clock can be moved at most five years."))
        return False
    return True


def _moved(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    planned = catch_up(now=now)
    try:
        deliver_mail.delay()
    except OperationalError:
        logger.warning("The broker does not answer; beat rings for the mail later.")
    messages.success(
        request,
        _("The clock now shows %(when)s. Letters planned: %(number)s.")
        % {"when": dates.instant(now), "number": planned},
    )
    return redirect("demo_clock")
