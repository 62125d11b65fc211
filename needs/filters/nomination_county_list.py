"""Filters of the county's combined list of nominations."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from needs.filters.places import year_filter
from needs.models import StudyType
from needs.queries.nomination_county_list import SENT
from needs.states import NominationState
from networks.models import OrganisationKind

SENT_LIST, OPEN_LIST = "sent", "open"


class NominationCountyFilter(django_filters.FilterSet):
    """By network, kind of study, kind of owner, state, and whether the network's list is sent."""

    aar = django_filters.ChoiceFilter(label=_("Round"), empty_label=None, method="by_year")
    network = django_filters.ChoiceFilter(label=_("Network"), empty_label=_("All"), field_name="network_pk")
    study = django_filters.ChoiceFilter(
        label=_("Kind of study"), empty_label=_("All"), field_name="study_type"
    )
    owner = django_filters.ChoiceFilter(
        label=_("Kind of owner"),
        empty_label=_("All"),
        field_name="kindergarten__owner__kind",
        choices=[
            (OrganisationKind.MUNICIPALITY.value, OrganisationKind.MUNICIPALITY.label),
            (OrganisationKind.PRIVATE_OWNER.value, OrganisationKind.PRIVATE_OWNER.label),
        ],
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[(state.value, state.label) for state in NominationState if state in SENT],
    )
    list = django_filters.ChoiceFilter(
        label=_("The network's list"),
        empty_label=_("All"),
        choices=[(SENT_LIST, _("Sent")), (OPEN_LIST, _("Not sent"))],
        method="by_list",
    )

    def __init__(
        self,
        *args: Any,
        round: Any,
        rounds: Any,
        networks: Sequence[Any],
        study_types: Sequence[StudyType],
        with_names: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        year_filter(self, round, rounds)
        self.filters["network"].extra["choices"] = [(str(row.pk), row.name) for row in networks]
        self.filters["study"].extra["choices"] = [(str(row.pk), row.name) for row in study_types]
        if not with_names:  # those who see numbers and studies see what is sent, and no owners
            for name in ("owner", "state", "list"):
                del self.filters[name]

    def by_year(self, queryset: Any, name: str, value: str) -> Any:
        """The list already holds the chosen round alone."""
        return queryset

    def by_list(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(is_list_sent=value == SENT_LIST)
