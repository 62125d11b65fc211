"""The search among the public plans."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from networks.queries.plans import named_in_public


class PlanFilter(django_filters.FilterSet):
    """By the name of the network, its county, or one of its municipalities."""

    name = django_filters.CharFilter(label=_("Network, municipality or county"), method="by_name")

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(named_in_public(value))
