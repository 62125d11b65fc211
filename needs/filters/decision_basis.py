"""Filters of the list of decision bases."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from needs.states import BasisState


class DecisionBasisFilter(django_filters.FilterSet):
    """How far the networks have come."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[("none", _("Not begun")), *BasisState.choices],
        method="by_state",
    )

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(basis_state="" if value == "none" else value)
