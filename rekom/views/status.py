"""How the portal is, for the county governor's staff: its parts, its mail, what holds mail back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views import View

from common import clock, dates
from grants.queries import fault_sentences
from rekom.health import parts
from rekom.outbox import reads
from rekom.pulse import MAIL, MONEY, TICK, Pulse, pulses
from rekom.views.staff import StaffPage


class StatusDetail(StaffPage, View):
    """Each part and whether it is there, when the calendar and the mail last ran, and the mail's numbers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        counts = {count.status: count for count in reads.numbers(self.county)}
        refused = reads.refused_seats(self.county, now=self.now)
        oldest = reads.oldest_waiting(self.county, now=self.now)
        context = {
            "parts": _parts(),
            "faults": fault_sentences(self.county.pk),
            "mail": [
                *(_number(counts[status]) for status in ("planned", "paused", "failed", "in_doubt", "sent")),
                {
                    "label": _("Oldest that waits"),
                    "value": timesince(oldest, self.now, depth=1) if oldest else _("None"),
                    "note": dates.instant(oldest) if oldest else "",
                },
                {
                    "label": _("Addresses that do not work"),
                    "value": len({seat.user_id for seat in refused}),
                    "note": "",
                },
            ],
            "pause": reads.pause_of(self.county),
            "outbox_url": reverse("outbox_list"),
        }
        return render(request, "rekom/status.html", context)


def _parts() -> list[dict[str, Any]]:
    pulse = pulses()
    there = {**parts(pulse), MONEY: not pulse[MONEY].is_silent}
    return [
        {"label": label, "is_there": there[name], "when": _when(pulse.get(name))}
        for name, label in labels().items()
    ]


def _when(pulse: Pulse | None) -> str:
    if pulse is None or pulse.last is None:
        return ""
    return _("%(ago)s ago") % {"ago": timesince(pulse.last, clock.machine_now())}


def labels() -> dict[str, str]:
    """What the parts are called."""
    return {
        "database": _("Database"),
        "broker": _("Queue"),
        "worker": _("Worker"),
        "beat": _("Timer"),
        TICK: _("Calendar: opens, closes and plans"),
        MAIL: _("Mail: sends what is due"),
        MONEY: _("Nightly check of the money"),
    }


def _number(count: reads.StatusCount) -> dict[str, Any]:
    too_many = count.number > reads.MOST_COUNTED
    value: Any = _("more than %(number)s") % {"number": reads.MOST_COUNTED} if too_many else count.number
    return {"label": count.label, "value": value, "note": ""}
