"""Filters of the list of reports."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.states import ReportState

MET = [ReportState.SUBMITTED, ReportState.APPROVED]


class ReportFilter(django_filters.FilterSet):
    """Who owes a report and who has sent, by state and kind of recipient."""

    aar = django_filters.ChoiceFilter(
        label=_("Round"), empty_label=_("All"), field_name="decision__round__grant_year"
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        empty_label=_("All"),
        choices=[("owed", _("Owes a report")), *ReportState.choices],
        method="by_state",
    )
    kind = django_filters.ChoiceFilter(
        label=_("Recipient"),
        empty_label=_("All"),
        choices=[("network", _("Networks")), ("university", _("Universities and university colleges"))],
        method="by_kind",
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["aar"].extra["choices"] = [(str(year), str(year)) for year in years]

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        if value == "owed":
            return queryset.filter(Q(report__isnull=True) | ~Q(report__state__in=MET))
        return queryset.filter(report__state=value)

    def by_kind(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(**{f"{value}__isnull": False})
