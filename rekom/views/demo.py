"""The demo's own pages: become anyone, and move the clock."""

import logging
from datetime import datetime
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from common import clock, dates
from common.views import or_404
from rekom.demo import FURTHEST, demo_only, demo_person, move_clock, next_events
from rekom.demo_mails import mail_to_show, mails_between
from rekom.forms import ClockForm
from rekom.happening import let_happen
from rekom.outbox.letter_content import letter_of
from rekom.planning.reminders import PlanningFailed
from rekom.tasks import deliver_mail
from rekom.views.staff import letter_html

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
        return _moved(request, before=now)
    if request.method == "POST" and form.is_valid() and _move(form):
        return _moved(request, before=now)
    after = _instant(request.GET.get("etter", ""))
    context = {
        "form": form,
        "now": now,
        "events": next_events(now=now),
        "made": mails_between(after, now) if after and after < now else None,
        "after": request.GET.get("etter", ""),
    }
    return render(request, "rekom/demo_clock.html", context, status=400 if form.errors else 200)


@require_safe
@demo_only
@csp_update({"frame-src": [SELF]})
def demo_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its reader sees it."""
    mail = or_404(mail_to_show(pk))
    letter = letter_of(mail)
    context = {
        "mail": mail,
        "letter": letter,
        "html_url": reverse("demo_mail_html", kwargs={"pk": pk}) if letter.html else "",
    }
    return render(request, "rekom/demo_mail.html", context)


@require_safe
@demo_only
def demo_mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail's HTML, for the frame in its page."""
    return letter_html(letter_of(or_404(mail_to_show(pk))).html)


def _move(form: ClockForm) -> bool:
    try:
        move_clock(form.instant())
    except (ValueError, OverflowError):
        form.add_error(None, _("The clock can be moved at most five years."))
        return False
    return True


def _instant(typed: str) -> datetime | None:
    """The instant that the clock showed before the step, or None for anything else."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo and abs(found - clock.machine_now()) <= 2 * FURTHEST else None


def _moved(request: HttpRequest, *, before: datetime) -> HttpResponse:
    """Let what is due happen, and show the mails that leave since then."""
    now = clock.now()
    try:
        planned = let_happen(now=now)
    except PlanningFailed as failed:
        planned = 0
        messages.error(request, _("Not everything could be planned: %(what)s") % {"what": failed})
    try:
        deliver_mail.delay()
    except OperationalError:
        logger.warning("The broker does not answer; beat rings for the mail later.")
    messages.success(
        request,
        _("The clock now shows %(when)s. Letters planned: %(number)s.")
        % {"when": dates.instant(now), "number": planned},
    )
    return redirect(f"{reverse('demo_clock')}?{urlencode({'etter': before.isoformat()})}")
