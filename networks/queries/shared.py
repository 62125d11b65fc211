"""What the reads of this folder share."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from networks.models import Kindergarten, Organisation


def open_on(day: date) -> QuerySet[Kindergarten]:
    """The kindergartens that are not closed on the day."""
    return Kindergarten.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def standing_on(day: date) -> QuerySet[Organisation]:
    """The organisations that have not been taken up in another on the day."""
    return Organisation.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def held_in(counties: Iterable[int]) -> Q:
    """The seats, and invitations to them, whose body lies in one of the counties."""
    wanted, found = list(counties), Q()
    for path in (
        "county",
        "kindergarten__owner__county",
        "organisation__county",
        "network__county",
        "forum__county",
    ):
        found |= Q(**{f"{path}__in": wanted})
    return found
