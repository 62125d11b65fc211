"""What the public list of measures can be narrowed to."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from networks.models import County
from reporting.queries.open_measures import choices_of, in_municipality, with_words


class OpenMeasureFilter(django_filters.FilterSet):
    """By words, year, network, theme and municipality."""

    q = django_filters.CharFilter(label=_("Words to search for"), method="by_words", max_length=200)
    aar = django_filters.ChoiceFilter(
        label=_("Year"), field_name="basis__round__grant_year", empty_label=_("All years")
    )
    kommune = django_filters.ChoiceFilter(
        label=_("Municipality"), method="by_place", empty_label=_("All municipalities")
    )
    tema = django_filters.ChoiceFilter(label=_("Theme"), field_name="theme", empty_label=_("All themes"))
    nettverk = django_filters.ChoiceFilter(
        label=_("Network"), field_name="basis__network", empty_label=_("All networks")
    )

    def __init__(self, *args: Any, county: County, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = choices_of(county)
        self._choose("aar", [(year, str(year)) for year in years])
        self._choose("kommune", found["municipality"])
        self._choose("tema", found["theme"])
        self._choose("nettverk", found["network"])

    def _choose(self, name: str, choices: list[tuple[int, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    def by_words(self, queryset: Any, name: str, value: str) -> Any:
        return with_words(queryset, value)

    def by_place(self, queryset: Any, name: str, value: str) -> Any:
        return in_municipality(queryset, int(value))
