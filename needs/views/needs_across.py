"""The needs across owners, networks and rounds: search, count, choose for a measure, download."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common.documents.workbook import Column, Sheet, workbook_response
from common.refusals import may
from common.templatetags.portal import address_with
from common.views import KnownMixin, or_404, person
from needs import queries
from needs.filters.needs_across import ALL_YEARS, NeedsAcrossFilter
from needs.queries.needs_across import choices_across, needs_across, theme_totals
from needs.rules.decision_basis import check_may_save_decision_basis
from needs.tables.needs_across import NeedsAcrossTable
from needs.views.needs_pages import ACROSS, needs_pages
from networks.models import Network, OrganisationKind
from networks.queries import chosen_round
from networks.roles import LEADERS, Role, holds, leads, seats_of
from networks.states import Duty


class AcrossPage(KnownMixin):
    """The needs that the person reads, of one round or of all."""

    filterset_class = NeedsAcrossFilter

    def find(self) -> None:
        user, asked = person(self.request), self.request.GET.get("aar", "")
        if not holds(user, ACROSS, now=self.now):
            raise Http404
        self.is_every_year = asked == ALL_YEARS
        year = "" if self.is_every_year else asked
        self.round, self.rounds = or_404(chosen_round(user, year, Duty.NEEDS_REPORT, now=self.now))
        shown = self.rounds if self.is_every_year else [self.round]
        self.needs = needs_across(user, shown, now=self.now)
        self.choices = choices_across(self.needs)

    def get_queryset(self) -> Any:
        return self.needs

    def get_filterset_kwargs(self, filterset_class: Any = None) -> dict[str, Any]:
        return {
            "data": self.request.GET or None,
            "request": self.request,
            "queryset": self.needs,
            "year": ALL_YEARS if self.is_every_year else str(self.round.grant_year),
            "rounds": self.rounds,
            "choices": self.choices,
        }


class NeedsAcross(AcrossPage, SingleTableMixin, FilterView):
    """Every need that is sent: who needs what, where and when."""

    template_name = "needs/needs_across.html"
    table_class = NeedsAcrossTable
    paginate_by = 40

    def get_table_kwargs(self) -> dict[str, Any]:
        self.network = self._network_to_build_for()
        return {
            "may_choose": self.network is not None,
            "has_networks": len(self.choices["network"]) > 1,
            "has_years": self.is_every_year,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        place = {"network": self.network.pk, "year": self.round.grant_year} if self.network else {}
        query = self.request.GET.urlencode()
        return context | {
            "round": self.round,
            "is_every_year": self.is_every_year,
            "themes": self._themes(),
            "all_themes_url": address_with(self.request.GET, theme=None, page=None),
            "measure_url": reverse("needs:measure_create", kwargs=place) if place else "",
            "download_url": f"{reverse('needs:needs_across_download')}?{query}",
            "pages": needs_pages(person(self.request), "across", now=self.now),
        }

    def _themes(self) -> list[dict[str, Any]]:
        """Each theme with how many needs there are as the rest of the filter leaves them, and the way to them."""
        given = self.request.GET.copy()
        chosen = given.pop("theme", [""])[-1]
        rest = NeedsAcrossFilter(**self.get_filterset_kwargs() | {"data": given or None})
        return [
            {
                "name": row.name,
                "number": row.number,
                "url": address_with(self.request.GET, theme=row.pk, page=None),
                "is_current": str(row.pk) == chosen,
            }
            for row in theme_totals(rest.qs)
        ]

    def _network_to_build_for(self) -> Network | None:
        """The one network whose needs are shown, where the person may make measures of them now."""
        known = {key for key, _name in self.choices["network"]}
        chosen = {self.request.GET.get("network", "")} & known or known
        if self.is_every_year or len(chosen) != 1:
            return None
        network = self._builders_network(int(chosen.pop()))
        if network is None:
            return None
        user, basis = person(self.request), queries.basis_alone(network, self.round)
        is_leader = leads(user, network, now=self.now)
        partners = [] if is_leader else queries.partner_ids(network, self.round)
        refusal = may(check_may_save_decision_basis, user, basis, partners, now=self.now)
        return network if refusal is None else None

    def _builders_network(self, pk: int) -> Network | None:
        """The network with this key where the person leads it, or coordinates a university; else None."""
        user = person(self.request)
        for seat in seats_of(user, now=self.now):
            if seat.role in LEADERS and seat.network_id == pk:
                return seat.network
        if not holds(user, Role.UH_COORDINATOR, now=self.now):
            return None
        return queries.visible_networks(user, self.round, now=self.now).filter(pk=pk).first()


class NeedsAcrossDownload(AcrossPage, View):
    """The same list as the filter leaves it, as an Excel download."""

    def get(self, request: HttpRequest) -> HttpResponse | FileResponse:
        found = NeedsAcrossFilter(**self.get_filterset_kwargs())
        columns = [
            Column(_("Grant year")),
            Column(_("Network"), 30),
            Column(_("Owner"), 40),
            Column(_("Kind of owner"), 20),
            Column(_("Municipality"), 30),
            Column(_("Kindergartens"), 60),
            Column(_("Theme"), 40),
            Column(_("Why"), 60),
            Column(_("Goal"), 60),
            Column(_("Way of working"), 60),
            Column(_("Start")),
            Column(_("Years")),
            Column(_("Priority")),
        ]
        sheet = Sheet(_("Needs"), columns, (_cells(need) for need in found.qs))
        return workbook_response(f"behov-{self.round.grant_year}.xlsx", [sheet])


def _cells(need: Any) -> list[Any]:
    report = need.report
    return [
        report.round.grant_year,
        report.network.name,
        report.owner.name,
        OrganisationKind(report.owner.kind).label,
        ", ".join(need.places),
        ", ".join(need.kindergarten_names),
        need.title,
        need.why,
        need.goal,
        need.way_of_working,
        need.start_label,
        need.years,
        need.priority,
    ]
