"""What the reads of this folder share."""

from datetime import date

from django.db.models import Q, QuerySet

from networks.models import Kindergarten


def open_on(day: date) -> QuerySet[Kindergarten]:
    """The kindergartens that are not closed on the day."""
    return Kindergarten.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
