"""Filters of the outbox."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from common.clock import oslo
from common.outbox.queries import SHOWN_STATUSES, shown_as
from networks.models import County, Round
from networks.states import Duty
from networks.topics import topic
from rekom.letter_samples import kind_choices
from rekom.outbox.reads import bodies_like, people_like, rounds_of

OLDEST, NEWEST = 2000, 2999
"""The years in which a date of a filter may lie."""


class DayField(forms.DateField):
    """A day that a calendar can show; for other years it says so."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not OLDEST <= day.year <= NEWEST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class DayFilter(django_filters.DateFilter):
    """A day, chosen in a calendar."""

    field_class = DayField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(*args, **kwargs)


class OutboxFilter(django_filters.FilterSet):
    """By round, duty, body, person, state, kind of letter and day.

    A typed body matches every network, organisation and kindergarten with that in its name; where it fits several,
    `which` chooses one of them.
    """

    round = django_filters.ChoiceFilter(label=_("Round"), empty_label=_("All"), method="by_topic")
    duty = django_filters.ChoiceFilter(
        label=_("Duty"), empty_label=_("All"), choices=Duty.choices, method="by_duty"
    )
    body = django_filters.CharFilter(label=_("Network, organisation or kindergarten"), method="by_body")
    which = django_filters.ChoiceFilter(label=_("Which of them"), empty_label=_("All"), method="by_topic")
    person = django_filters.CharFilter(label=_("Person's name or e-mail"), method="by_person")
    state = django_filters.ChoiceFilter(
        label=_("State"), empty_label=_("All"), choices=SHOWN_STATUSES, method="by_state"
    )
    kind = django_filters.ChoiceFilter(label=_("Letter"), empty_label=_("All"), choices=kind_choices)
    since = DayFilter(label=_("From day"), method="by_since")
    until = DayFilter(label=_("To day"), method="by_until")

    def __init__(self, *args: Any, county: County, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["round"].extra["choices"] = [
            (topic(Round, round.pk), str(round.grant_year)) for round in rounds_of(county)
        ]
        self.bodies = bodies_like(county, str(self.data.get("body") or "").replace("\0", ""))
        if len(self.bodies) > 1:
            self.filters["which"].extra["choices"] = self.bodies
        else:
            del self.filters["which"]

    def by_topic(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(topics__contains=[value])

    def by_duty(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(topics__contains=[f"duty:{value}"])

    def by_body(self, queryset: Any, name: str, value: str) -> Any:
        if not self.bodies:
            return queryset.none()
        return queryset.filter(topics__overlap=[about for about, _name in self.bodies])

    def by_person(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(recipient__in=people_like(value))

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        return shown_as(value, queryset)

    def by_since(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(planned_at__gte=oslo(value.year, value.month, value.day))

    def by_until(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(planned_at__lte=oslo(value.year, value.month, value.day, 23, 59, 59))
