"""Reads of the history lines."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet

from common.models import StateChange


def history_of(obj: models.Model) -> QuerySet[StateChange]:
    """The history lines of one object, oldest first, with the person who acted."""
    return StateChange.objects.filter(
        content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk
    ).select_related("by")
