"""The pages on which a university writes down the days that it has used."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import oslo_date
from common.refusals import may
from common.views import KnownPage, VerbPage, attempt, or_404, person, whole_number
from needs.forms.days import DaysForm
from needs.models import UsedDays
from needs.queries import days as queries
from needs.rules import days as rules
from needs.services import days as services
from networks.queries.agreements import networks_of_partner


class KeepersPage(KnownPage):
    """A page for the university's coordinators."""

    def find(self, university: int, **_place: int) -> None:
        user = person(self.request)
        self.university = or_404(queries.university_seen(user, university, now=self.now))
        if may(rules.check_keeps_days, user, self.university, now=self.now) is not None:
            raise Http404

    def home(self) -> str:
        """The university's page, where the lines stand."""
        return reverse("needs:university_page", kwargs={"university": self.university.pk})


class DaysPage(KeepersPage):
    """A page with the form of one line."""

    heading: Any = ""

    def known(self, row: UsedDays | None = None) -> dict[str, Any]:
        """What the form offers: the networks and the measures with the university's part in them."""
        networks = list(networks_of_partner(self.university, now=self.now))
        measures = queries.measures_for_days(self.university, now=self.now)
        if row is not None and row.network not in networks:
            networks.append(row.network)
        if row is not None and row.measure is not None and row.measure not in measures:
            measures.append(row.measure)
        return {"networks": networks, "measures": measures}

    def page(self, form: DaysForm, status: int = 200) -> HttpResponse:
        """The form."""
        context = {
            "form": form,
            "heading": self.heading,
            "university": self.university,
            "cancel_url": self.home(),
        }
        return render(self.request, "needs/used_days_form.html", context, status=status)


class UsedDaysCreate(DaysPage):
    """Write down days that are used."""

    heading = gettext_lazy("Write down days")

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        network = whole_number(request.GET.get("network", ""))
        return self.page(DaysForm(initial={"on": oslo_date(self.now), "network": network}, **self.known()))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = DaysForm(request.POST, **self.known())
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self._record(form)):
            return self.page(form, status=409)
        messages.success(request, _("The days are written down."))
        return redirect(self.home())

    def _record(self, form: DaysForm) -> None:
        services.record_days(
            university=self.university, typed=form.typed, by=person(self.request), now=self.now
        )


class LinePage(KeepersPage):
    """A page about one line."""

    row: UsedDays

    def find(self, university: int, **place: int) -> None:
        super().find(university)
        self.row = or_404(queries.used_days_of(self.university, place["pk"]))


class UsedDaysEdit(LinePage, DaysPage):
    """Change a line."""

    heading = gettext_lazy("Change the days")

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self.page(DaysForm.starting_with(self.row, **self.known(self.row)))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = DaysForm(request.POST, **self.known(self.row))
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self._save(form)):
            return self.page(form, status=409)
        messages.success(request, _("The days are saved."))
        return redirect(self.home())

    def _save(self, form: DaysForm) -> None:
        services.change_days(row=self.row, typed=form.typed, by=person(self.request), now=self.now)


class UsedDaysRemove(LinePage, VerbPage):
    """Take out a line that was written by mistake."""

    template_name = "needs/used_days_confirm_remove.html"
    primary_label = gettext_lazy("Take out the days")
    done = gettext_lazy("The days are taken out.")

    def serve(self, typed: dict[str, Any]) -> None:
        services.remove_days(row=self.row, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"row": self.row, "university": self.university, "danger": True}
