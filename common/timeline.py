"""The history of one object in words, as components/timeline.html shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from common.history import history_of


@dataclass(frozen=True)
class Line:
    """One line of the history as the page shows it."""

    at: datetime
    by: str
    text: Any
    comment: str


def lines_of(obj: models.Model, verbs: Mapping[str, Any]) -> list[Line]:
    """The history of an object in words, oldest first; `verbs` says each verb so that a name can follow."""
    if obj.pk is None:
        return []
    return [Line(line.at, str(line.by), verbs[line.verb], line.comment) for line in history_of(obj)]
