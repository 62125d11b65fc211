"""Correcting a person's address, for the county governor's staff."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.refusals import Refused, may
from common.views import VerbPage, person
from networks.forms.addresses import EmailForm
from networks.models import County, Seat
from networks.queries import seats_in
from networks.queries.addresses import seats_held
from networks.rules.addresses import check_may_correct_email
from networks.services.addresses import correct_email
from networks.views.shared import county_or_404


class EmailCorrect(VerbPage):
    """Give a person another address; the page is reached from one of the person's seats."""

    template_name = "networks/email_correct.html"
    form_class = EmailForm
    primary_label = _("Save the address")
    done = _("The address is corrected, and the person is told there.")
    county: County
    seat: Seat

    def find(self, **place: Any) -> None:
        self.county = county_or_404(self.request, now=self.now)
        self.seat = get_object_or_404(seats_in([self.county.pk], now=self.now), pk=place["pk"])

    def home(self) -> str:
        return reverse("networks:person_list")

    def refusal(self) -> Refused | None:
        user, held = person(self.request), seats_held(self.seat.user, now=self.now)
        return may(check_may_correct_email, user, self.seat, self.county, seats=held, now=self.now)

    def context(self) -> dict[str, Any]:
        return {"seat": self.seat}

    def serve(self, typed: dict[str, Any]) -> None:
        correct_email(
            seat=self.seat, email=typed["email"], county=self.county, by=person(self.request), now=self.now
        )
