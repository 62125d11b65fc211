"""Reads of the history lines, and lines about what is not a state."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet

from common.models import StateChange


def history_of(obj: models.Model) -> QuerySet[StateChange]:
    """The history lines of one object, oldest first, with the person who acted."""
    return StateChange.objects.filter(
        content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk
    ).select_related("by")


def note_change(
    obj: models.Model, verb: str, before: str, after: str, *, by: Any, now: datetime, comment: str = ""
) -> None:
    """Write the line about a changed value that people ask about later: from what to what (40 signs at most)."""
    StateChange.objects.create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        verb=verb,
        before=before,
        after=after,
        by=by,
        at=now,
        comment=comment,
    )
