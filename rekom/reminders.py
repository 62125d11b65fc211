"""Plans the letters of the year: who is told when a duty opens, nears its date, and has passed it."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from common.outbox.planning import post_many
from common.outbox.runs import note_steps, steps_done, wait_for_turn
from networks.models import Round
from networks.queries import rounds_in_play
from networks.services import mark_deadlines, system_user
from rekom.digest import plan_digests, steps_of_weeks
from rekom.dues import Due, all_dues
from rekom.letters import letters_of
from rekom.steps import DebtBook, Step, steps_now

logger = logging.getLogger(__name__)


def catch_up(*, now: datetime) -> int:
    """Open and close duties and plan the letters that are due now. Safe to repeat; one round never stops another.

    Returns how many letters were planned.
    """
    rounds = list(rounds_in_play(now=now))
    _mark(rounds, now=now)
    steps = [step for due in all_dues(rounds, now=now) for step in _steps_of(due, now=now)]
    weeks = steps_of_weeks(rounds, now=now)
    done = steps_done([*(step.key for step in steps), *weeks])
    by_kind: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        if step.key not in done:
            by_kind[step.due.kind].append(step)
    planned = sum(_plan_safely(kind, waiting, now=now) for kind, waiting in by_kind.items())
    return planned + sum(
        _plan_week_safely(round, monday, now=now) for key, (round, monday) in weeks.items() if key not in done
    )


@transaction.atomic
def plan(kind: str, steps: Iterable[Step], *, now: datetime) -> int:
    """Plan the letters of steps about one kind of duty, and note that the steps have run: both or neither.

    Two schedulers take turns, and the second finds nothing to do. Returns how many letters are new.
    """
    wait_for_turn(kind)
    waiting = list(steps)
    done = steps_done(step.key for step in waiting)
    fresh = [step for step in waiting if step.key not in done]
    if not fresh:
        return 0
    letters, by_step = letters_of(fresh, DebtBook(now=now), now=now)
    note_steps({step.key: by_step.get(step.key, 0) for step in fresh}, now=now)
    return post_many(letters)


def _mark(rounds: Iterable[Round], *, now: datetime) -> None:
    by = system_user()
    for round in rounds:
        try:
            mark_deadlines(round=round, by=by, now=now)
        except Exception:
            logger.exception("%s: the duties could not be opened and closed", round)


def _steps_of(due: Due, *, now: datetime) -> list[Step]:
    try:
        return list(steps_now([due], now=now))
    except Exception:
        logger.exception("%s: no reminders found for %s", due.round, due.kind)
        return []


def _plan_week_safely(round: Round, monday: date, *, now: datetime) -> int:
    try:
        return plan_digests(round, monday, now=now)
    except Exception:
        logger.exception("%s: no weekly letters planned", round)
        return 0


def _plan_safely(kind: str, steps: list[Step], *, now: datetime) -> int:
    """Plan all rounds' letters of a kind together; when that fails, each round's by itself."""
    try:
        return plan(kind, steps, now=now)
    except Exception:
        logger.exception("The letters about %s could not be planned together", kind)
    planned = 0
    for round in {step.due.round for step in steps}:
        try:
            planned += plan(kind, [step for step in steps if step.due.round == round], now=now)
        except Exception:
            logger.exception("%s: no letters planned for %s", round, kind)
    return planned
