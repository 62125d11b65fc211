"""Planning mail: one row per letter, with a key that is unique in the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.models import OutboxMail


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One letter to be planned. `context` holds plain JSON values; the text is made when it is sent."""

    kind: str
    to: Any
    context: Mapping[str, Any]
    key: str
    planned_at: datetime
    useful_until: datetime | None = None


def post(
    *,
    kind: str,
    to: Any,
    context: Mapping[str, Any],
    key: str,
    now: datetime,
    planned_at: datetime | None = None,
    useful_until: datetime | None = None,
) -> bool:
    """Plan one letter to the user `to` inside the caller's transaction; the same key never posts twice.

    `kind` names the templates `emails/<kind>.subject.txt`, `.txt` and `.html`. Returns whether a row was planned now.
    """
    letter = Planned(
        kind=kind, to=to, context=context, key=key, planned_at=planned_at or now, useful_until=useful_until
    )
    return post_many([letter]) == 1


def post_many(letters: Iterable[Planned]) -> int:
    """Plan many letters in one statement; those whose key exists are left as they are. Returns how many are new."""
    rows = {letter.key: _row(letter) for letter in letters}
    known = set(OutboxMail.objects.filter(key__in=rows).values_list("key", flat=True))
    fresh = [row for key, row in rows.items() if key not in known]
    OutboxMail.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _row(letter: Planned) -> OutboxMail:
    return OutboxMail(
        kind=letter.kind,
        key=letter.key,
        to=letter.to.email,
        recipient=letter.to,
        language=letter.to.language,
        context=dict(letter.context),
        planned_at=letter.planned_at,
        next_try_at=letter.planned_at,
        useful_until=letter.useful_until,
    )
