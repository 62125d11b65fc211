"""Holding the county's mail back, and letting it go again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from common.refusals import NotNow, Refused
from common.views import VerbPage, person
from rekom.forms import PauseForm
from rekom.outbox import reads
from rekom.outbox.services import pause_sending, resume_sending
from rekom.views.staff import StaffPage


class PauseSending(StaffPage, VerbPage):
    """Hold back all mail about the county, with a reason."""

    template_name = "rekom/outbox_confirm_pause.html"
    form_class = PauseForm
    primary_label = _("Pause sending")
    done = _("Mail is held back. It stays planned until somebody resumes it.")

    def home(self) -> str:
        return reverse("outbox_list")

    def refusal(self) -> Refused | None:
        return NotNow(_("The mail is already paused.")) if reads.pause_of(self.county) else None

    def serve(self, typed: dict[str, Any]) -> None:
        pause_sending(county=self.county, reason=typed["reason"], by=person(self.request), now=self.now)


class ResumeSending(StaffPage, VerbPage):
    """Let the county's mail go again."""

    template_name = "rekom/outbox_confirm_resume.html"
    primary_label = _("Resume sending")
    done = _("Mail is sent again. What was held back leaves now.")

    def home(self) -> str:
        return reverse("outbox_list")

    def refusal(self) -> Refused | None:
        return None if reads.pause_of(self.county) else NotNow(_("The mail is not paused."))

    def context(self) -> dict[str, Any]:
        return {"pause": reads.pause_of(self.county)}

    def serve(self, typed: dict[str, Any]) -> None:
        resume_sending(county=self.county, by=person(self.request), now=self.now)


class PauseList(StaffPage, View):
    """When mail has been held back, by whom and why."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"pauses": reads.pauses_of(self.county), "pause": reads.pause_of(self.county)}
        return render(request, "rekom/outbox_pauses.html", context)
