"""The facts that letters need: organisations, who receives a network's money, and the office itself.

The county governor's staff read them, a case officer changes them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import clock
from common.numbers import account_number_text, org_number_text
from common.views import attempt, person
from networks import queries, services
from networks.changes import change_lines, person_of
from networks.facts import facts_lacking
from networks.filters import OrganisationFilter
from networks.forms import FactsForm, NetworkForm, OfficeForm, OrganisationForm
from networks.models import County, Organisation
from networks.names import both_names
from networks.queries.history import OWNERS
from networks.roles import Role, holds
from networks.tables import OrganisationTable
from networks.views.history import changes_table, record_links
from networks.views.people import form_page
from networks.views.shared import county_or_404


class OrganisationList(LoginRequiredMixin, SingleTableMixin, FilterView):
    """The county's organisations, and what each lacks."""

    template_name = "networks/organisation_list.html"
    table_class = OrganisationTable
    filterset_class = OrganisationFilter
    paginate_by = 25

    def get_queryset(self) -> Any:
        return queries.organisations_in(county_or_404(self.request, now=clock.now()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"empty_title": _("No organisation fits the filter")}


@login_required
@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: its facts, what is lacking, and the versions of its name and numbers."""
    now = clock.now()
    county = county_or_404(request, now=now)
    organisation = get_object_or_404(queries.organisations_in(county), pk=pk)
    versions = queries.versions_of(organisation)
    people = queries.names_of({key for key in map(person_of, versions) if key})
    context = {
        "organisation": organisation,
        "facts": _facts(organisation),
        "lacking": facts_lacking(organisation),
        "title": both_names(organisation),
        "changes": changes_table(request, organisation, county, now=now),
        "history": change_lines(versions, people),
        "actions": [
            *_edit_link(request, county, "organisation_edit", now=now, pk=pk),
            *record_links(request, county, "virksomhet", pk, _verbs(organisation), now=now),
        ],
    }
    return render(request, "networks/organisation_detail.html", context)


def _verbs(organisation: Organisation) -> list[tuple[str, str]]:
    """What can become of it, as the addresses name it: nothing more for what has ended."""
    if organisation.ended_on is not None:
        return []
    found = [("nytt-navn", _("New name")), ("sla-sammen", _("Merge"))]
    if organisation.kind in OWNERS:
        found += [("del-opp", _("Split off a part")), ("ny-barnehage", _("New kindergarten"))]
    return found


def _facts(organisation: Any) -> list[tuple[str, Any]]:
    return [
        (_("Kind"), organisation.get_kind_display()),
        (_("Municipality"), organisation.municipality),
        (_("Short name"), organisation.short_name),
        (_("Organisation number"), org_number_text(organisation.org_number)),
        (_("Account number"), account_number_text(organisation.account_number)),
        (_("Postal address"), organisation.postal_address),
        (_("E-mail"), organisation.email),
        (_("Written form"), organisation.get_written_form_display()),
        (_("Receives money for"), ", ".join(organisation.pays_for)),
    ]


def _edit_link(
    request: HttpRequest, county: County, name: str, *, now: datetime, **kwargs: int
) -> list[dict[str, str]]:
    if not holds(person(request), Role.CASE_OFFICER, county, now=now):
        return []
    return [{"label": _("Change"), "url": reverse(f"networks:{name}", kwargs=kwargs)}]


@login_required
@form_page
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an organisation's facts."""
    now = clock.now()
    county = county_or_404(request, [Role.CASE_OFFICER], now=now)
    organisation: Organisation = get_object_or_404(queries.organisations_in(county), pk=pk)
    name, kind = organisation.name, organisation.get_kind_display()
    form = OrganisationForm(request.POST or None, instance=organisation)
    return _form_page(
        request,
        form,
        lambda: services.update_organisation(
            organisation=organisation, changes=form.changes, by=person(request), now=now
        ),
        template="networks/organisation_form.html",
        context={"name": name, "kind": kind},
        back=reverse("networks:organisation_detail", kwargs={"pk": pk}),
    )


@login_required
@form_page
def network_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who receives a network's money, and write what its leader costs."""
    now = clock.now()
    county = county_or_404(request, [Role.CASE_OFFICER], now=now)
    network = get_object_or_404(queries.networks_visible_to(person(request), now=now), pk=pk, county=county)
    form = NetworkForm(request.POST or None, instance=network, county=county)
    return _form_page(
        request,
        form,
        lambda: services.update_network(network=network, changes=form.changes, by=person(request), now=now),
        template="networks/network_form.html",
        context={"network": network},
        back=reverse("networks:network_detail", kwargs={"pk": pk}),
    )


@login_required
@require_safe
def office_detail(request: HttpRequest) -> HttpResponse:
    """The office as letters name it."""
    now = clock.now()
    county = county_or_404(request, now=now)
    facts = [
        (_("Name of the office"), county.office_name),
        (_("Organisation number"), org_number_text(county.office_org_number)),
        (_("Postal address"), county.postal_address),
        (_("E-mail"), county.email),
        (_("Phone"), county.phone),
    ]
    context = {
        "county": county,
        "facts": facts,
        "lacking": [str(label).lower() for label, value in facts if not value],
        "actions": _edit_link(request, county, "office_edit", now=now),
    }
    return render(request, "networks/office_detail.html", context)


@login_required
@form_page
def office_edit(request: HttpRequest) -> HttpResponse:
    """Change how the office is named and reached."""
    now = clock.now()
    county = county_or_404(request, [Role.CASE_OFFICER], now=now)
    form = OfficeForm(request.POST or None, instance=county)
    return _form_page(
        request,
        form,
        lambda: services.update_office(county=county, changes=form.changes, by=person(request), now=now),
        template="networks/office_form.html",
        context={"county_name": county.name},
        back=reverse("networks:office_detail"),
    )


def _form_page(
    request: HttpRequest,
    form: FactsForm,
    save: Callable[[], object],
    *,
    template: str,
    context: dict[str, Any],
    back: str,
) -> HttpResponse:
    status = 200
    if request.method == "POST" and form.is_valid():
        if attempt(form, save):
            messages.success(request, _("The facts are saved."))
            return redirect(back)
        status = 409
    return render(request, template, context | {"form": form, "cancel_url": back}, status=status)
