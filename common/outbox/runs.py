"""Which planning steps are done. Planning is idempotent: a step that has run is never run again."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection

from common.models import PlanningRun


def steps_done(keys: Iterable[str]) -> set[str]:
    """Those of the steps that have run, in one query (none when there is nothing to ask)."""
    wanted = list(keys)
    if not wanted:
        return set()
    return set(PlanningRun.objects.filter(key__in=wanted).values_list("key", flat=True))


def letters_by_step(keys: Iterable[str]) -> dict[str, int]:
    """To how many letters each of the steps led that have run, in one query (none when there is nothing to ask)."""
    wanted = list(keys)
    if not wanted:
        return {}
    return dict(PlanningRun.objects.filter(key__in=wanted).values_list("key", "letters"))


def wait_for_turn(name: str) -> None:
    """Let one scheduler at a time plan what is called `name`, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"planning:{name}"])


def note_steps(letters_by_key: Mapping[str, int], *, now: datetime) -> None:
    """Write down that the steps have run, with how many letters each led to; in the transaction of the letters."""
    PlanningRun.objects.bulk_create(
        [PlanningRun(key=key, at=now, letters=letters) for key, letters in letters_by_key.items()]
    )
