"""People and their seats (for the county governor's staff), and everybody's own page."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import clock
from common.forms import PortalForm
from common.views import attempt, person
from networks import queries, services
from networks.filters import PersonFilter
from networks.forms import InviteForm, ProfileForm
from networks.queries.addresses import with_refusals
from networks.queries.feeds import feed_of
from networks.roles import Role, seats_of
from networks.tables import PersonTable
from networks.views.shared import county_or_404

form_page = require_http_methods(["GET", "HEAD", "POST"])


class PersonList(LoginRequiredMixin, SingleTableMixin, FilterView):
    """Everybody with a seat in the county."""

    template_name = "networks/person_list.html"
    table_class = PersonTable
    filterset_class = PersonFilter
    paginate_by = 25

    def get_queryset(self) -> Any:
        now = clock.now()
        county = county_or_404(self.request, now=now)
        return with_refusals(queries.seats_in([county.pk], now=now))


@login_required
@form_page
def seat_invite(request: HttpRequest) -> HttpResponse:
    """Choose a role, then the person and the body."""
    now = clock.now()
    county = county_or_404(request, now=now)
    chosen = request.GET.get("rolle", "")
    if not chosen:
        return render(request, "networks/seat_choose_role.html", {"roles": Role.choices})
    if chosen not in Role.values:
        raise Http404
    role = Role(chosen)
    form = InviteForm(request.POST or None, role=role, county=county, now=now)
    status = 200
    if request.method == "POST" and form.is_valid():
        if _invited(request, form, role):
            messages.success(
                request, _("%(name)s is invited by e-mail.") % {"name": form.cleaned_data["name"]}
            )
            return redirect("networks:person_list")
        status = 409
    context = {"form": form, "role": role, "cancel_url": reverse("networks:person_list")}
    return render(request, "networks/seat_invite.html", context, status=status)


def _invited(request: HttpRequest, form: forms.Form, role: Role) -> bool:
    now, typed = clock.now(), dict(form.cleaned_data)
    county = county_or_404(request, now=now)
    try:
        return attempt(
            form, lambda: services.invite(role=role, county=county, by=person(request), now=now, **typed)
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False


@login_required
@form_page
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a seat: the person loses the role today, and the row stays as history."""
    now = clock.now()
    county = county_or_404(request, now=now)
    seat = get_object_or_404(queries.seats_in([county.pk], now=now), pk=pk)
    form = PortalForm(request.POST)
    context = {"seat": seat, "form": None, "cancel_url": reverse("networks:person_list")}
    if request.method != "POST":
        return render(request, "networks/seat_confirm_end.html", context)
    if form.is_valid() and attempt(
        form, lambda: services.end_seat(seat=seat, county=county, by=person(request), now=now)
    ):
        messages.success(request, _("The role is ended."))
        return redirect("networks:person_list")
    return render(request, "networks/seat_confirm_end.html", context | {"form": form}, status=409)


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
