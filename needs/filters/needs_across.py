"""Filters of the needs across networks and rounds."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from needs.models import term_label
from needs.queries.needs_across import UNANSWERED, found_in_text, in_municipality, unanswered
from networks.models import OrganisationKind

ALL_YEARS = "alle"


class NeedsAcrossFilter(django_filters.FilterSet):
    """Text, theme, round, network, municipality, kind of owner and the wished start."""

    q = django_filters.CharFilter(label=_("Search in the text"), method="by_text")
    theme = django_filters.ChoiceFilter(label=_("Theme"), empty_label=_("All"), field_name="theme_id")
    aar = django_filters.ChoiceFilter(label=_("Round"), empty_label=None, method="by_year")
    network = django_filters.ChoiceFilter(
        label=_("Network"), empty_label=_("All"), field_name="report__network_id"
    )
    municipality = django_filters.ChoiceFilter(
        label=_("Municipality"), empty_label=_("All"), method="by_municipality"
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of owner"),
        empty_label=_("All"),
        field_name="report__owner__kind",
        choices=[
            (OrganisationKind.MUNICIPALITY.value, OrganisationKind.MUNICIPALITY.label),
            (OrganisationKind.PRIVATE_OWNER.value, OrganisationKind.PRIVATE_OWNER.label),
            (OrganisationKind.SERVICE.value, OrganisationKind.SERVICE.label),
        ],
    )
    svar = django_filters.ChoiceFilter(
        label=_("Answer"), empty_label=_("All"), choices=list(UNANSWERED.items()), method="by_answer"
    )
    start = django_filters.ChoiceFilter(label=_("Start"), empty_label=_("All"), field_name="start_on")

    def __init__(self, *args: Any, year: str, rounds: Any, choices: Any, **kwargs: Any) -> None:
        """`choices` as `queries.needs_across.choices_across` gives them."""
        super().__init__(*args, **kwargs)
        years = [(str(round.grant_year), str(round.grant_year)) for round in rounds]
        self.filters["aar"].extra["choices"] = [*years, (ALL_YEARS, _("All years"))]
        self.filters["aar"].extra["initial"] = year
        for name in ("theme", "network", "municipality"):
            self.filters[name].extra["choices"] = choices[name]
        starts = [(day.isoformat(), term_label(day)) for day, _same in choices["start"]]
        self.filters["start"].extra["choices"] = starts
        if len(rounds) < 2:
            del self.filters["aar"]
        for name in ("network", "municipality"):
            if len(choices[name]) < 2:
                del self.filters[name]

    def by_year(self, queryset: Any, name: str, value: str) -> Any:
        """The list already holds the chosen rounds alone."""
        return queryset

    def by_text(self, queryset: Any, name: str, value: str) -> Any:
        return found_in_text(queryset, value)

    def by_answer(self, queryset: Any, name: str, value: str) -> Any:
        return unanswered(queryset, value)

    def by_municipality(self, queryset: Any, name: str, value: str) -> Any:
        return in_municipality(queryset, int(value))
