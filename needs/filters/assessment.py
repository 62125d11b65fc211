"""Filters of the list of assessments."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from needs.filters.places import municipalities_in, year_filter
from needs.states import AssessmentState


class AssessmentFilter(django_filters.FilterSet):
    """Who has shared and who has not, by municipality and name."""

    aar = django_filters.ChoiceFilter(label=_("Round"), empty_label=None, method="by_year")
    name = django_filters.CharFilter(label=_("Kindergarten or owner"), method="by_name")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[("shared", AssessmentState.SHARED.label), ("owed", _("Not shared"))],
        method="by_state",
    )
    municipality = django_filters.ChoiceFilter(label=_("Municipality"), empty_label=_("All"))

    def __init__(self, *args: Any, round: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year_filter(self, round, rounds)
        self.filters["municipality"].extra["choices"] = municipalities_in(self.queryset)

    def by_year(self, queryset: Any, name: str, value: str) -> Any:
        """The list already holds the chosen round alone."""
        return queryset

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(name__icontains=value) | queryset.filter(owner__name__icontains=value)

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        shared = queryset.filter(assessment_state=AssessmentState.SHARED)
        return shared if value == "shared" else queryset.exclude(pk__in=shared.order_by().values("pk"))
