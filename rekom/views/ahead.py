"""The next 60 days, for the county governor's staff."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from networks.queries import rounds_in_play
from rekom.planning.ahead_days import days_of, lines_between
from rekom.views.staff import StaffPage

AHEAD = timedelta(days=60)


class AheadPage(StaffPage, View):
    """Day by day: what opens, closes and becomes late in the county's rounds, and whom the portal writes to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rounds = rounds_in_play(now=self.now).filter(county=self.county)
        until = self.now + AHEAD
        days = days_of(lines_between(rounds, start=self.now, until=until, now=self.now))
        context = {"days": days, "until": until, "letters": sum(day.letters for day in days)}
        return render(request, "rekom/ahead.html", context)
