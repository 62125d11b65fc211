"""Reads of the history lines, and lines about what is not a state."""

from datetime import datetime
from typing import Any

import pgtrigger
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


def forget_comments(obj: models.Model) -> int:
    """Empty the comments of an object's history, which may name a person; who did what, and when, stays.

    The one exception to "never edited": a person's right to be forgotten. Returns how many were emptied.
    """
    with pgtrigger.ignore("common.StateChange:history_never_changes"):
        return history_of(obj).exclude(comment="").order_by().select_related(None).update(comment="")
