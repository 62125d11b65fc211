"""Where a person was when they last wrote on something, so that coming back lands there."""

from datetime import datetime
from typing import Any

from common.models import WritingPlace


def note_place(user: Any, about: str, step: str, *, now: datetime) -> None:
    """Remember the step at which the person writes on `about` (80 characters at most, each)."""
    WritingPlace.objects.bulk_create(
        [WritingPlace(user=user, about=about, step=step, at=now)],
        update_conflicts=True,
        unique_fields=["user", "about"],
        update_fields=["step", "at"],
    )


def place_of(user: Any, about: str) -> str:
    """The step at which the person last wrote on `about`; '' when they have not begun."""
    found = WritingPlace.objects.filter(user=user, about=about).values_list("step", flat=True).first()
    return found or ""
