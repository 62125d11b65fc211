"""The municipalities and universities of one network, kept by the county's case officers; and a new network."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.dates import oslo_date
from common.forms import PortalForm
from common.timeline import lines_of
from common.views import KnownPage, VerbPage, attempt, or_404, person, whole_number
from networks.forms.memberships import EndForm, JoinForm, NewNetworkForm, PartnershipForm
from networks.membership_tables import MembershipTable, PartnershipTable
from networks.models import Municipality, Network, NetworkMunicipality, Partnership
from networks.queries import memberships as queries
from networks.queries.memberships import RoundTouched
from networks.roles import Role
from networks.services import memberships as services
from networks.views.shared import county_or_404

VERBS = {
    "create_network": _("The network was made by"),
    "join_network": _("A municipality was added by"),
    "leave_network": _("A municipality's last day was changed by"),
    "begin_partnership": _("A university was added by"),
    "end_partnership": _("A university's last day was changed by"),
}


class KeptNetwork(KnownPage):
    """A page about a network, for a case officer of its county."""

    network: Network

    def find(self, **place: Any) -> None:
        kept = queries.networks_kept_by(person(self.request), now=self.now)
        self.network = or_404(kept.filter(pk=place["network"]).first())

    def home(self) -> str:
        """The network's municipalities and universities."""
        return reverse("networks:membership_list", kwargs={"network": self.network.pk})


class MembershipList(KeptNetwork):
    """Who belongs to the network, now, before and ahead, and what has been changed."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        today = oslo_date(self.now)
        context = {
            "network": self.network,
            "municipalities": MembershipTable(list(queries.all_memberships(self.network)), today=today),
            "universities": PartnershipTable(list(queries.all_partnerships(self.network)), today=today),
            "history": lines_of(self.network, VERBS),
        }
        return render(request, "networks/membership_list.html", context)


class AskingPage(VerbPage):
    """A page that first says which rounds a change reaches, and acts when those have been seen."""

    primary_label = _("Save")
    touched: list[RoundTouched] = []

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if form.is_valid():
            self.touched = self.reaches(form.cleaned_data)
            if self.touched and request.POST.get("seen") != self.seen:
                return self.page(form)
        return super().post(request, **place)

    def reaches(self, typed: dict[str, Any]) -> list[RoundTouched]:
        """The rounds that count otherwise when this is saved."""
        raise NotImplementedError

    @property
    def seen(self) -> str:
        """What the page has told about the rounds, as it comes back with the form."""
        return ",".join(f"{row.year}-{row.kindergartens}" for row in self.touched)

    def context(self) -> dict[str, Any]:
        """The rounds, and what the page is about."""
        return {"touched": self.touched, "seen": self.seen}


class MembershipVerb(AskingPage, KeptNetwork):
    """A page that asks before a network's municipalities or universities are changed."""

    def context(self) -> dict[str, Any]:
        return super().context() | {"network": self.network}

    def home(self) -> str:
        return KeptNetwork.home(self)


class MembershipCreate(MembershipVerb):
    """Let a municipality belong to the network."""

    template_name = "networks/membership_form.html"
    done = _("The municipality is added.")

    def initial(self) -> dict[str, Any]:
        return {"valid_from": oslo_date(self.now)}

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        places = list(queries.municipalities_to_place(self.network.county, now=self.now))
        return JoinForm(data, municipalities=places, **kwargs)

    def reaches(self, typed: dict[str, Any]) -> list[RoundTouched]:
        return queries.rounds_touched(self.network, typed["municipality"], typed["valid_from"], None)

    def serve(self, typed: dict[str, Any]) -> None:
        services.join_network(network=self.network, by=person(self.request), now=self.now, **typed)


class MembershipPlace(AskingPage):
    """Choose which network a municipality belongs to. `?kommune=` names the municipality (its key)."""

    template_name = "networks/membership_form.html"
    done = _("The municipality is added.")
    network: Network | None = None

    def find(self, **place: Any) -> None:
        self.county = county_or_404(self.request, [Role.CASE_OFFICER], now=self.now)
        kept = queries.networks_kept_by(person(self.request), now=self.now)
        self.networks = list(kept.filter(county=self.county))
        self.places = list(queries.municipalities_to_place(self.county, now=self.now))

    def home(self) -> str:
        if self.network is None:
            return reverse("networks:gap_list")
        return reverse("networks:membership_list", kwargs={"network": self.network.pk})

    def initial(self) -> dict[str, Any]:
        return {
            "valid_from": oslo_date(self.now),
            "municipality": whole_number(self.request.GET.get("kommune", "")),
        }

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        return JoinForm(data, networks=self.networks, municipalities=self.places, **kwargs)

    def reaches(self, typed: dict[str, Any]) -> list[RoundTouched]:
        return queries.rounds_touched(typed["network"], typed["municipality"], typed["valid_from"], None)

    def serve(self, typed: dict[str, Any]) -> None:
        services.join_network(by=person(self.request), now=self.now, **typed)
        self.network = typed["network"]

    def context(self) -> dict[str, Any]:
        return super().context() | {"network": None}


class PartnershipCreate(MembershipVerb):
    """Write down that a university works with the network."""

    template_name = "networks/partnership_form.html"
    done = _("The university is added.")

    def initial(self) -> dict[str, Any]:
        return {"valid_from": oslo_date(self.now)}

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        return PartnershipForm(
            data,
            universities=list(queries.universities_in(self.network.county, now=self.now)),
            municipalities=queries.municipalities_of_network(self.network, now=self.now),
            **kwargs,
        )

    def reaches(self, typed: dict[str, Any]) -> list[RoundTouched]:
        return queries.rounds_touched(self.network, typed["municipality"], typed["valid_from"], None)

    def serve(self, typed: dict[str, Any]) -> None:
        services.begin_partnership(network=self.network, by=person(self.request), now=self.now, **typed)


class EndPage(MembershipVerb):
    """Choose the last day of a period."""

    template_name = "networks/membership_end.html"
    form_class = EndForm
    primary_label = _("Save the last day")
    done = _("The last day is saved.")
    row: NetworkMunicipality | Partnership

    def initial(self) -> dict[str, Any]:
        return {"last_on": self.row.last_on}

    def reaches(self, typed: dict[str, Any]) -> list[RoundTouched]:
        """The rounds between the last day as it stands and as it is typed."""
        now, wanted = (found or date.max for found in (self.row.valid_to, typed["ends_on"]))
        return queries.rounds_touched(self.network, self.place, min(now, wanted), max(now, wanted))

    @property
    def place(self) -> Municipality | None:
        """The municipality that it is about; None for the whole network."""
        return self.row.municipality

    def context(self) -> dict[str, Any]:
        return super().context() | {"row": self.row}


class MembershipEnd(EndPage):
    """Choose the last day on which a municipality belongs to the network."""

    row: NetworkMunicipality

    def find(self, **place: Any) -> None:
        super().find(**place)
        self.row = or_404(queries.all_memberships(self.network).filter(pk=place["pk"]).first())

    def serve(self, typed: dict[str, Any]) -> None:
        services.leave_network(membership=self.row, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return super().context() | {"name": self.row.municipality, "is_partnership": False}


class PartnershipEnd(EndPage):
    """Choose the last day of a partnership."""

    row: Partnership

    def find(self, **place: Any) -> None:
        super().find(**place)
        self.row = or_404(queries.all_partnerships(self.network).filter(pk=place["pk"]).first())

    def serve(self, typed: dict[str, Any]) -> None:
        services.end_partnership(partnership=self.row, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return super().context() | {"name": self.row.university, "is_partnership": True}


class NetworkCreate(KnownPage):
    """Make a network."""

    def find(self, **place: Any) -> None:
        self.county = county_or_404(self.request, [Role.CASE_OFFICER], now=self.now)

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return self._page(NewNetworkForm())

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = NewNetworkForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        made: list[Network] = []
        if not attempt(form, lambda: made.append(self._create(form))):
            return self._page(form, status=409)
        messages.success(request, _("The network is made. Now add its municipalities and universities."))
        return redirect("networks:membership_list", network=made[0].pk)

    def _create(self, form: NewNetworkForm) -> Network:
        name = form.cleaned_data["name"]
        return services.create_network(county=self.county, name=name, by=person(self.request), now=self.now)

    def _page(self, form: PortalForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "cancel_url": reverse("networks:network_list")}
        return render(self.request, "networks/network_create.html", context, status=status)
