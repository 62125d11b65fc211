"""Filters of the list of letters."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LetterFilter(django_filters.FilterSet):
    """Letters by year and recipient."""

    year = django_filters.NumberFilter(
        label=_("Year"), field_name="grant__decision__round__grant_year", min_value=2000, max_value=2999
    )
    name = django_filters.CharFilter(label=_("Network, university or payee"), method="by_name")

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(
            Q(grant__network__name__icontains=value)
            | Q(grant__university__name__icontains=value)
            | Q(grant__network__payee__name__icontains=value)
        )
