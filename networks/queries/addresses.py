"""Reads of people's addresses: whose do not work, and what else a person holds."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.dates import oslo_date
from common.models import RefusedAddress
from networks.models import Seat, User


def with_refusals(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """The seats with `is_refused`: a mail server has refused the person's address for good."""
    refused = RefusedAddress.objects.filter(cleared_at__isnull=True, email=OuterRef("user__email"))
    return seats.annotate(is_refused=Exists(refused))


def seats_held(person: User, *, now: datetime) -> list[Seat]:
    """All seats of a person, today or later, with their bodies."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=oslo_date(now))
    bodies = ("county", "kindergarten__owner", "organisation", "network", "forum")
    return list(Seat.objects.filter(lasting, user=person).select_related("user", *bodies))
