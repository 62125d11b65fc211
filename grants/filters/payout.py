"""Filters of the payouts of a network."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.models import Half
from grants.payout_standing import STATE_WORDS


class PayoutFilter(django_filters.FilterSet):
    """Payouts by half, state, and by owner, kindergarten or number."""

    half = django_filters.ChoiceFilter(label=_("Half"), choices=Half, empty_label=_("Both"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(state.value, words) for state, words in STATE_WORDS.items()],
        empty_label=_("All"),
    )
    name = django_filters.CharFilter(label=_("Owner, kindergarten or number"), method="by_name")

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        found = Q(owner__name__icontains=value) | Q(nomination__kindergarten__name__icontains=value)
        if value.isascii() and value.isdigit() and len(value) <= 9:
            found |= Q(nomination=int(value))
        return queryset.filter(found)
