"""The one place where a state changes, and the database trigger that makes it the only one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from common.models import StateChange
from common.refusals import MovedOn

FLAG = "rekom.moving"


@dataclass(frozen=True)
class Move:
    """One verb of a table MOVES: from any of `sources` to `target`."""

    sources: tuple[str, ...]
    target: str


Moves = Mapping[str, Move]


def move(
    obj: models.Model,
    verb: str,
    *,
    by: Any,
    moves: Moves,
    now: datetime,
    comment: str = "",
    fields: Mapping[str, Any] | None = None,
) -> None:
    """Move `obj` by `verb` and write the history line, both or neither.

    `fields` are columns that belong to the move (such as `submitted_at`) and are saved in the same statement.
    Compare-and-set: of two simultaneous moves one wins. Raises MovedOn for the other, and for a state the verb
    does not start from.
    """
    step, before = moves[verb], obj.state  # type: ignore[attr-defined]  # -- every moved model has `state`
    if before not in step.sources:
        raise MovedOn
    values = {**(fields or {}), "state": step.target}
    with transaction.atomic():
        if not _compare_and_set(obj, before, values):
            raise MovedOn
        StateChange.objects.create(
            content_type=ContentType.objects.get_for_model(obj),
            object_id=obj.pk,
            verb=verb,
            before=before,
            after=step.target,
            by=by,
            at=now,
            comment=comment,
        )
    for name, value in values.items():
        setattr(obj, name, value)


def _compare_and_set(obj: models.Model, before: str, values: Mapping[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [FLAG])
    rows = type(obj)._base_manager.filter(pk=obj.pk, state=before).update(**values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '', true)", [FLAG])
    return rows == 1


def guarded(initial: str) -> list[pgtrigger.Trigger]:
    """The triggers for a model with a `state`: rows are born in `initial`, and only move() changes the state."""
    return [
        pgtrigger.Trigger(
            name="state_moves_only",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("state"),
            condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
            func=(
                f"IF coalesce(current_setting('{FLAG}', true), '') <> 'on' THEN "
                "RAISE EXCEPTION 'state of % is changed by move() only', TG_TABLE_NAME; END IF; RETURN NEW;"
            ),
        ),
        pgtrigger.Trigger(
            name="state_born_right",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=(
                f"IF NEW.state <> '{initial}' THEN "
                "RAISE EXCEPTION 'a row of % is born in its first state', TG_TABLE_NAME; END IF; RETURN NEW;"
            ),
        ),
    ]
