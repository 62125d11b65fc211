"""Rounds: the list, and opening a new one."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tables2 import SingleTableView

from common import clock
from common.dates import instant
from common.views import attempt, person
from networks import queries, rules
from networks.deadlines import next_due
from networks.forms import RoundForm
from networks.models import Round
from networks.roles import Role, holds
from networks.schemes import REKOM_2021
from networks.tables import RoundTable
from networks.views.people import form_page
from networks.views.shared import county_or_404


class RoundList(LoginRequiredMixin, SingleTableView):
    """The county's rounds, newest first."""

    template_name = "networks/round_list.html"
    table_class = RoundTable
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.now = clock.now()
        county = county_or_404(self.request, now=self.now)
        return queries.rounds().filter(county=county)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"next_due": {round.pk: _next_due(round, now=self.now) for round in self.object_list}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_open = holds(person(self.request), Role.CASE_OFFICER, now=self.now)
        return super().get_context_data(**kwargs) | {"may_open": may_open}


def _next_due(round: Round, *, now: datetime) -> str:
    found = next_due(round, now=now)
    if found is None:
        return _("All deadlines have passed")
    return f"{found.duty.label}, {instant(found.due_at)}"


@login_required
@form_page
def round_open(request: HttpRequest) -> HttpResponse:
    """Which year, and under which scheme; the dates come on the next page. Nothing is written here."""
    now = clock.now()
    county = county_or_404(request, [Role.CASE_OFFICER], now=now)
    newest = queries.rounds().filter(county=county).first()
    initial = {
        "grant_year": newest.grant_year + 1 if newest else now.year + 1,
        "scheme_key": newest.scheme_key if newest else REKOM_2021.key,
    }
    form = RoundForm(request.POST or None, initial=initial, now=now)
    status = 200
    if request.method == "POST" and form.is_valid():
        year, scheme = form.cleaned_data["grant_year"], form.cleaned_data["scheme_key"]
        known = queries.rounds().filter(county=county, grant_year=year).first()
        if attempt(form, lambda: rules.check_is_new_round(year, known)):
            return redirect("round_create", year=year, scheme=scheme)
        status = 409
    context = {"form": form, "newest": newest, "cancel_url": reverse("networks:round_list")}
    return render(request, "networks/round_form.html", context, status=status)
