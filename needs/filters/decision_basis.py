"""Filters of the list of decision bases."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from needs.filters.places import year_filter
from needs.states import BasisState


class DecisionBasisFilter(django_filters.FilterSet):
    """How far the networks have come."""

    aar = django_filters.ChoiceFilter(label=_("Round"), empty_label=None, method="by_year")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[("none", _("Not begun")), *BasisState.choices],
        method="by_state",
    )

    def __init__(self, *args: Any, round: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year_filter(self, round, rounds)

    def by_year(self, queryset: Any, name: str, value: str) -> Any:
        """The list already holds the chosen round alone."""
        return queryset

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(basis_state="" if value == "none" else value)
