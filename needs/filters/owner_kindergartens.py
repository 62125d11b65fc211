"""Filters of the list of an owner's kindergartens."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from needs.filters.places import municipalities_in
from needs.states import AssessmentState


class OwnerKindergartenFilter(django_filters.FilterSet):
    """By name, by how far the assessment has come, by municipality, and those that no need names."""

    name = django_filters.CharFilter(label=_("Kindergarten"), lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=_("Assessment"),
        empty_label=_("All"),
        choices=[("shared", AssessmentState.SHARED.label), ("owed", _("Not shared"))],
        method="by_state",
    )
    municipality = django_filters.ChoiceFilter(label=_("Municipality"), empty_label=_("All"))
    needs = django_filters.ChoiceFilter(
        label=_("Needs in the report"),
        empty_label=_("All"),
        choices=[("none", _("No need names it")), ("some", _("Named in a need"))],
        method="by_needs",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["municipality"].extra["choices"] = municipalities_in(self.queryset)

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        shared = queryset.filter(assessment_state=AssessmentState.SHARED)
        return shared if value == "shared" else queryset.exclude(pk__in=shared.order_by().values("pk"))

    def by_needs(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(needs_count=0) if value == "none" else queryset.filter(needs_count__gt=0)
