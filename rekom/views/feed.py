"""The calendar link: what it answers, and making and revoking it on one's own page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.views import or_404, person
from networks import services
from networks.queries.feeds import reader_of
from rekom.feed import calendar_of, entries_of, mark_of, meetings_of
from rekom.feed_days import days_of


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's duties as iCalendar, for whoever has the link. Nothing is remembered for longer than a minute."""
    user, now = or_404(reader_of(token)), clock.now()
    with translation.override(user.language):
        entries = entries_of(user, now=now)
        meetings = meetings_of(user, now=now)
        days = days_of(user, now=now)
        mark = mark_of([*entries, *meetings, *days])
        unchanged = get_conditional_response(request, etag=mark)
        response = unchanged or HttpResponse(
            calendar_of(entries, meetings, days, now=now), content_type="text/calendar; charset=utf-8"
        )
    response["ETag"] = mark
    response["Cache-Control"] = "private, max-age=60"
    response["Content-Disposition"] = 'inline; filename="rekom.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@login_required
def feed_make(request: HttpRequest) -> HttpResponse:
    """Make a calendar link, or a new one in the place of the old."""
    user = person(request)
    services.make_feed(user=user, by=user, now=clock.now())
    messages.success(request, _("Here is your calendar link. Copy it into your calendar."))
    return redirect("networks:profile")


@require_POST
@login_required
def feed_revoke(request: HttpRequest) -> HttpResponse:
    """Let the calendar link stop working."""
    user = person(request)
    if services.revoke_feed(user=user, by=user, now=clock.now()):
        messages.success(request, _("The calendar link no longer works."))
    return redirect("networks:profile")
