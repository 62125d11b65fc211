"""Registering kindergartens: each is born with its first period (networks/models/history_triggers.py)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from networks.models import Kindergarten, KindergartenPeriod


def register_kindergarten(kindergarten: Kindergarten, *, since: date) -> Kindergarten:
    """Save a new kindergarten, registered as it is since `since`. It is a fact, not an event: nothing is recorded."""
    return register_kindergartens([kindergarten], since=since)[0]


@transaction.atomic
def register_kindergartens(kindergartens: Iterable[Kindergarten], *, since: date) -> list[Kindergarten]:
    """Save new kindergartens, registered as they are since `since`, in a few statements however many they are."""
    rows = Kindergarten.objects.bulk_create(kindergartens, batch_size=1000)
    first = KindergartenPeriod.objects.filter(kindergarten__in=[row.pk for row in rows], valid_to=None)
    first.update(valid_from=since)
    return rows
