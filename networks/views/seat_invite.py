"""Inviting somebody: to any body of the county, to one's own network, to one's own organisation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.views import KnownPage, attempt, or_404, person
from networks import queries, services
from networks.forms.seats import InviteForm
from networks.models import County, Network, Organisation, OrganisationKind
from networks.queries.seats import organisation_kept_by
from networks.roles import Role
from networks.rules.seats import keeps
from networks.views.people_of import network_or_404
from networks.views.shared import county_or_404


class SeatInvite(KnownPage):
    """Choose a role, then the person and the body. The county governor's staff choose among all of the county."""

    county: County
    roles: tuple[Role, ...] = tuple(Role)

    def find(self, **place: Any) -> None:
        self.county = county_or_404(self.request, now=self.now)

    def home(self) -> str:
        """The list that the person comes from."""
        return reverse("networks:person_list")

    def bodies(self, role: Role) -> Any:
        """Where the role can be given."""
        return queries.bodies_for(role, self.county, now=self.now)

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        role = self._role()
        if role is None:
            context = {"roles": [(role.value, role.label) for role in self.roles], "home_url": self.home()}
            return render(request, "networks/seat_choose_role.html", context)
        return self._page(self._form(role), role)

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        role = self._role()
        if role is None:
            return self.get(request, **place)
        form = self._form(role, request.POST)
        if not form.is_valid():
            return self._page(form, role)
        if not self._invited(form, role):
            return self._page(form, role, status=409)
        said = {"name": form.cleaned_data["name"]}
        messages.success(request, _("%(name)s is invited by e-mail. The link works for 14 days.") % said)
        return redirect(self.home())

    def _role(self) -> Role | None:
        chosen = self.request.GET.get("rolle", "")
        if not chosen:
            return self.roles[0] if len(self.roles) == 1 else None
        if chosen not in {role.value for role in self.roles}:
            raise Http404
        return Role(chosen)

    def _form(self, role: Role, data: Any = None) -> InviteForm:
        places = queries.municipalities_of(self.county, now=self.now)
        return InviteForm(data, role=role, bodies=self.bodies(role), places=places, now=self.now)

    def _invited(self, form: InviteForm, role: Role) -> bool:
        by, typed = person(self.request), dict(form.cleaned_data)
        try:
            return attempt(form, lambda: services.invite(role=role, by=by, now=self.now, **typed))
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False

    def _page(self, form: InviteForm, role: Role, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "role": role,
            "cancel_url": self.home(),
            "has_choice": len(self.roles) > 1,
        }
        return render(self.request, "networks/seat_invite.html", context, status=status)


class NetworkSeatInvite(SeatInvite):
    """A network's leader and coordinators invite to it."""

    roles: tuple[Role, ...] = (Role.NETWORK_MEMBER, Role.COORDINATOR)
    network: Network

    def find(self, **place: Any) -> None:
        self.network = network_or_404(self.request, place["network"], now=self.now)
        if not keeps(person(self.request), Role.NETWORK_MEMBER, self.network, now=self.now):
            raise Http404
        self.county = self.network.county

    def home(self) -> str:
        return reverse("networks:network_people", kwargs={"network": self.network.pk})

    def bodies(self, role: Role) -> Any:
        return super().bodies(role).filter(pk=self.network.pk)


class OwnerSeatInvite(SeatInvite):
    """An owner's contact invites other contacts, and heads of the owner's kindergartens."""

    roles: tuple[Role, ...] = (Role.OWNER, Role.HEAD)
    organisation: Organisation

    def find(self, **place: Any) -> None:
        user = person(self.request)
        self.organisation = or_404(organisation_kept_by(user, place["organisation"], now=self.now))
        if self.organisation.kind == OrganisationKind.UNIVERSITY:
            self.roles = (Role.UH_COORDINATOR,)
        if not keeps(user, self.roles[0], self.organisation, now=self.now):
            raise Http404
        self.county = self.organisation.county

    def home(self) -> str:
        return reverse("networks:owner_people", kwargs={"organisation": self.organisation.pk})

    def bodies(self, role: Role) -> Any:
        column = "owner" if role == Role.HEAD else "pk"
        return super().bodies(role).filter(**{column: self.organisation.pk})
