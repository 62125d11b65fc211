"""Filters of the register of complaints."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.states import ComplaintState


class ComplaintFilter(django_filters.FilterSet):
    """By state, by whether it came in time, and by who complains or about whose letter."""

    state = django_filters.ChoiceFilter(
        label=_("State"), empty_label=_("All"), choices=ComplaintState.choices
    )
    is_in_time = django_filters.ChoiceFilter(
        label=_("In time"),
        empty_label=_("All"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        method="by_time",
    )
    name = django_filters.CharFilter(label=_("Who complains, or the letter's recipient"), method="by_name")

    def by_time(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(is_in_time=value == "yes")

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(
            Q(complainant__icontains=value)
            | Q(grant__network__name__icontains=value)
            | Q(grant__university__name__icontains=value)
        )
