"""Planning mail: one row per letter, with a key that is unique in the database."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from common.models import MailPriority, OutboxMail


@dataclass(frozen=True)
class Addressee:
    """Somebody who gets a letter and does not use the portal."""

    name: str
    email: str
    language: str = "nb"


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One letter to be planned. `context` holds plain JSON values; the text is made when it is sent.

    `topics` name what it is about, each at most 40 characters; `attachments` are numbers of documents.
    `language` is where it is not the person's own.
    """

    kind: str
    to: Any
    context: Mapping[str, Any]
    key: str
    planned_at: datetime
    useful_until: datetime | None = None
    topics: Sequence[str] = ()
    priority: int = MailPriority.PROMPT
    attachments: Sequence[str] = ()
    asked_by: Any = None
    asked_because: str = ""
    language: str = ""


def keys_taken(keys: Iterable[str]) -> set[str]:
    """Those of the keys that a letter has."""
    return set(OutboxMail.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def post(  # noqa: PLR0913 -- the columns of one letter, all by name
    *,
    kind: str,
    to: Any,
    context: Mapping[str, Any],
    key: str,
    now: datetime,
    planned_at: datetime | None = None,
    useful_until: datetime | None = None,
    topics: Sequence[str] = (),
    priority: int = MailPriority.PROMPT,
    attachments: Sequence[str] = (),
    asked_by: Any = None,
    asked_because: str = "",
    language: str = "",
) -> bool:
    """Plan one letter to the user or Addressee `to` inside the caller's transaction; a key never posts twice.

    `kind` names the templates `emails/<kind>.subject.txt`, `.txt` and `.html`. `topics` name what the letter is
    about: staff filter and pause by them. `asked_by` is who asked for it, where that is not the sender alone.
    Returns whether a row was planned now.
    """
    letter = Planned(
        kind=kind,
        to=to,
        context=context,
        key=key,
        planned_at=planned_at or now,
        useful_until=useful_until,
        topics=topics,
        priority=priority,
        attachments=attachments,
        asked_by=asked_by,
        asked_because=asked_because,
        language=language,
    )
    return post_many([letter]) == 1


def post_many(letters: Iterable[Planned]) -> int:
    """Plan many letters in one statement; those whose key exists are left as they are. Returns how many are new.

    The rows travel as one JSON document, so that 10,000 letters cost as many statements as ten.
    """
    rows = {letter.key: _columns(_row(letter)) for letter in letters}
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [json.dumps(list(rows.values()), default=_instant)])
        return int(cursor.rowcount)


_FIELDS = [field for field in OutboxMail._meta.concrete_fields if not field.primary_key]
_NAMES = ", ".join(f'"{field.column}"' for field in _FIELDS)
_TABLE = f'"{OutboxMail._meta.db_table}"'
_INSERT = (
    f"INSERT INTO {_TABLE} ({_NAMES}) SELECT {_NAMES} "  # noqa: S608 -- names of our own columns alone
    f"FROM jsonb_populate_recordset(NULL::{_TABLE}, %s::jsonb) ON CONFLICT (key) DO NOTHING"
)


def _instant(value: object) -> str:
    """An instant to the microsecond. Raises TypeError for what is neither plain JSON nor an instant."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"A letter's context holds {type(value).__name__}, which is not plain JSON.")


def _columns(row: OutboxMail) -> dict[str, Any]:
    return {str(field.column): getattr(row, field.attname) for field in _FIELDS}


def _row(letter: Planned) -> OutboxMail:
    is_stranger = isinstance(letter.to, Addressee)
    greeting = {"recipient_name": letter.to.name} if is_stranger else {}
    return OutboxMail(
        kind=letter.kind,
        key=letter.key,
        to=letter.to.email,
        recipient=None if is_stranger else letter.to,
        language=letter.language or letter.to.language,
        context={**letter.context, **greeting},
        topics=sorted(set(letter.topics)),
        attachments=list(letter.attachments),
        priority=letter.priority,
        asked_by=letter.asked_by,
        asked_because=letter.asked_because,
        planned_at=letter.planned_at,
        next_try_at=letter.planned_at,
        useful_until=letter.useful_until,
    )
