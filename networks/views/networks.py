"""Networks and kindergartens: lists and one network."""

from collections import Counter
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin, SingleTableView

from common import clock
from common.dates import oslo_date
from common.tables import PortalTable
from common.views import KnownMixin
from networks import queries
from networks.filters import KindergartenFilter
from networks.names import names_of
from networks.partners import partners
from networks.queries.composition import checks_of_network, facts_from
from networks.roles import LEADERS, STAFF, Role, holds, leads
from networks.tables import KindergartenTable, MemberTable, NetworkTable
from networks.views.shared import seated_or_404

HIDDEN = ("network_name", "figures_year")  # said by the page itself


class NetworkList(KnownMixin, SingleTableView):
    """The county's networks."""

    template_name = "networks/network_list.html"
    table_class = NetworkTable
    paginate_by = 25

    def find(self) -> None:
        self.user = seated_or_404(self.request, now=self.now)

    def get_queryset(self) -> Any:
        return queries.networks_with_facts(self.user, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_staff = holds(self.user, STAFF, now=self.now)
        may_create = holds(self.user, Role.CASE_OFFICER, now=self.now)
        return super().get_context_data(**kwargs) | {"is_staff": is_staff, "may_create": may_create}


class NetworkDetail(LoginRequiredMixin, TemplateView):
    """One network: who, where, with whom, which kindergartens, and who is missing."""

    template_name = "networks/network_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        user = seated_or_404(self.request, now=now)
        network = get_object_or_404(queries.networks_visible_to(user, now=now), pk=self.kwargs["pk"])
        places = [row.municipality for row in queries.memberships_of(network, now=now)]
        partnerships = list(queries.partnerships_of(network, now=now))
        seats = list(queries.people_of(network, now=now))
        kindergartens = queries.kindergartens_of(network, user, now=now)
        today = oslo_date(now)
        facts = facts_from(
            seats=seats,
            municipalities=places,
            universities=list({row.university_id: row.university for row in partnerships}.values()),
            owners=Counter(row.owner.kind for row in kindergartens),
            on=today,
        )
        return super().get_context_data(**kwargs) | {
            "network": network,
            "may_edit": holds(user, Role.CASE_OFFICER, network.county, now=now),
            "may_follow": leads(user, network, now=now),
            "places": places,
            "place_names": list(names_of(places).values()),
            "partners": partners(partnerships),
            "leaders": [seat for seat in seats if seat.role in LEADERS],
            "member_table": _bound(
                MemberTable([seat for seat in seats if seat.role not in LEADERS]), self.request
            ),
            "checks": checks_of_network(network, on=today, facts=facts),
            "table": _bound(KindergartenTable(kindergartens, exclude=HIDDEN), self.request),
            "kindergartens": kindergartens,
            "children": sum(row.children or 0 for row in kindergartens),
            "owners": len({row.owner_id for row in kindergartens}),
        }


def _bound(table: PortalTable, request: HttpRequest) -> PortalTable:
    """A short table inside a page: shown whole, in the order it was read."""
    table.request = request
    table.orderable = False
    return table


class KindergartenList(KnownMixin, SingleTableMixin, FilterView):
    """The county's kindergartens with owner and newest figures."""

    template_name = "networks/kindergarten_list.html"
    table_class = KindergartenTable
    filterset_class = KindergartenFilter
    paginate_by = 25

    def find(self) -> None:
        self.user = seated_or_404(self.request, now=self.now)

    def get_queryset(self) -> Any:
        return queries.kindergartens_with_facts(self.user, now=self.now)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        networks = queries.networks_visible_to(self.user, now=self.now)
        places = queries.municipalities_visible_to(self.user, now=self.now)
        more = {
            "networks": [(str(row.pk), row.name) for row in networks],
            "municipalities": [(str(row.pk), str(row)) for row in places],
        }
        return super().get_filterset_kwargs(filterset_class) | more
