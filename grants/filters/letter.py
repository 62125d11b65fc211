"""Filters of the list of letters."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.queries.letter_delivery import seen


class LetterFilter(django_filters.FilterSet):
    """Letters by year and recipient; for staff also by whether somebody has opened them."""

    year = django_filters.NumberFilter(
        label=_("Year"), field_name="grant__decision__round__grant_year", min_value=2000, max_value=2999
    )
    name = django_filters.CharFilter(label=_("Network, university or payee"), method="by_name")

    is_seen = django_filters.ChoiceFilter(
        label=_("Seen by the recipient"),
        choices=[("yes", _("Yes")), ("no", _("Not yet"))],
        empty_label=_("All"),
        method="by_seen",
    )

    def __init__(self, *args: Any, is_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_staff:
            del self.filters["is_seen"]

    def by_seen(self, queryset: Any, name: str, value: str) -> Any:
        return seen(queryset, is_seen=value == "yes")

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(
            Q(grant__network__name__icontains=value)
            | Q(grant__university__name__icontains=value)
            | Q(grant__network__payee__name__icontains=value)
        )
