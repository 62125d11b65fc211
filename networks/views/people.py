"""People and their seats (for the county governor's staff), and everybody's own page."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin, SingleTableView

from common import clock
from common.views import KnownMixin, KnownPage, person
from networks import queries, services
from networks.filters import PersonFilter
from networks.forms import ProfileForm
from networks.models import County
from networks.queries.addresses import with_refusals
from networks.queries.feeds import feed_of
from networks.queries.seat_invitations import invitations_in
from networks.queries.seats import today_only
from networks.roles import seats_of
from networks.rules.seats import keeps_invitation
from networks.seat_lists import InvitationTable
from networks.tables import PersonTable
from networks.views.contact_list import contacts_response
from networks.views.shared import county_or_404

form_page = require_http_methods(["GET", "HEAD", "POST"])


class StaffMixin(KnownMixin):
    """A page about all people of the county, for those who work at the county governor's office."""

    county: County

    def find(self) -> None:
        self.county = county_or_404(self.request, now=self.now)


class PersonList(StaffMixin, SingleTableMixin, FilterView):
    """Everybody with a seat in the county, and how many invitations wait."""

    template_name = "networks/person_list.html"
    table_class = PersonTable
    filterset_class = PersonFilter
    paginate_by = 25

    def get_queryset(self) -> Any:
        return with_refusals(queries.seats_in([self.county.pk], now=self.now))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "waiting": invitations_in([self.county.pk]).count(),
            "download_url": reverse("networks:person_list_download"),
        }


class PersonListDownload(StaffMixin, KnownPage):
    """Everybody with a seat in the county today, as a workbook."""

    def get(self, request: HttpRequest) -> FileResponse:
        rows = today_only(queries.seats_in([self.county.pk], now=self.now), now=self.now)
        return contacts_response(self.county.name, rows)


class InvitationList(StaffMixin, SingleTableView):
    """The county's invitations that are not accepted."""

    template_name = "networks/invitation_list.html"
    table_class = InvitationTable
    paginate_by = 25

    def get_queryset(self) -> Any:
        return invitations_in([self.county.pk])

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"now": self.now, "kept": partial(keeps_invitation, person(self.request), now=self.now)}


@login_required
@form_page
def profile(request: HttpRequest) -> HttpResponse:
    """My page: name, phone, language, and my roles."""
    user = person(request)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        services.update_profile(user=user, by=user, **form.cleaned_data)
        messages.success(request, _("Your page is saved."))
        return redirect("networks:profile")
    if form.errors:
        user.refresh_from_db(fields=["name", "phone", "language"])  # what was typed is not who they are
    feed = feed_of(user)
    feed_path = reverse("calendar_feed", kwargs={"token": feed.token}) if feed else ""
    context = {
        "form": form,
        "seats": seats_of(user, now=clock.now()),
        "feed": feed,
        "feed_url": f"{settings.PORTAL_URL}{feed_path}" if feed else "",
        "webcal_url": f"webcal://{settings.PORTAL_URL.partition('://')[2]}{feed_path}" if feed else "",
    }
    return render(request, "networks/profile.html", context)
