"""Periods: from a first day to, but not including, the day they end."""

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q


class DateRange(Func):
    """The half-open range of days [valid_from, valid_to) as PostgreSQL sees it."""

    function = "DATERANGE"
    output_field = DateRangeField()


def period() -> DateRange:
    """The period of a row, for exclusion constraints."""
    return DateRange(F("valid_from"), F("valid_to"))


def valid_on(day: date, prefix: str = "") -> Q:
    """The rows whose period holds `day`; `prefix` reaches through a relation ('seats__')."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


class Period(models.Model):
    """Something that holds for a time. `valid_to` is the first day on which it no longer does."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: date) -> bool:
        """Whether the period holds `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def last_on(self) -> date | None:
        """The last day of the period, as people say it; None where it has no end."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint that a period ends after it began."""
    return models.CheckConstraint(
        name=name, condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
    )
