"""Filters of the list of needs reports."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from needs.filters.places import year_filter
from needs.queries import NOT_BEGUN, OWED
from needs.queries.answering import answering
from needs.states import NeedsReportState
from networks.models import OrganisationKind


class NeedsReportFilter(django_filters.FilterSet):
    """Who owes and who has sent, by network, municipality and kind of owner."""

    aar = django_filters.ChoiceFilter(label=_("Round"), empty_label=None, method="by_year")
    name = django_filters.CharFilter(label=_("Owner"), field_name="owner_name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[("owed", _("Owes a report")), (NOT_BEGUN, _("Not begun")), *NeedsReportState.choices],
        method="by_state",
    )
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), empty_label=_("All"), method="by_municipality"
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of owner"),
        empty_label=_("All"),
        field_name="owner_kind",
        choices=[
            (OrganisationKind.MUNICIPALITY.value, OrganisationKind.MUNICIPALITY.label),
            (OrganisationKind.PRIVATE_OWNER.value, OrganisationKind.PRIVATE_OWNER.label),
        ],
    )
    network = django_filters.ChoiceFilter(
        label=_("Network"), empty_label=_("All"), field_name="network_id", lookup_expr="exact"
    )

    def __init__(self, *args: Any, round: Any, rounds: Any, places: Any, **kwargs: Any) -> None:
        """`places` are (network key, network name, municipality key, municipality name) of all rows."""
        super().__init__(*args, **kwargs)
        self.round = round
        year_filter(self, round, rounds)
        networks = dict(sorted({(str(n), name) for n, name, _m, _place in places}, key=lambda pair: pair[1]))
        towns = dict(sorted({(str(m), place) for _n, _name, m, place in places}, key=lambda pair: pair[1]))
        self.filters["network"].extra["choices"] = list(networks.items())
        self.filters["municipality"].extra["choices"] = list(towns.items())
        if len(networks) < 2:
            del self.filters["network"]

    def by_year(self, queryset: Any, name: str, value: str) -> Any:
        """The list already holds the chosen round alone."""
        return queryset

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(state__in=OWED) if value == "owed" else queryset.filter(state=value)

    def by_municipality(self, queryset: Any, name: str, value: str) -> Any:
        there = answering(self.round).filter(municipality_id=int(value))
        return queryset.filter(owner__in=there.values("owner"))
