"""Plans the letters of the year: who is told when a duty opens, nears its date, and has passed it."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from common.outbox.planning import post_many
from common.outbox.runs import note_steps, steps_done, wait_for_turn
from networks.queries import rounds_in_play
from networks.services import mark_deadlines, system_user
from rekom.planning.digest import plan_digests, steps_of_weeks
from rekom.planning.dues import all_dues
from rekom.planning.letters import letters_of
from rekom.planning.refused import ask_for_addresses
from rekom.planning.steps import DebtBook, Step, steps_now

logger = logging.getLogger(__name__)


class PlanningFailed(Exception):
    """Some of what was due could not be planned; the rest was. The next tick tries again."""


def catch_up(*, now: datetime) -> int:
    """Open and close duties and plan the letters that are due now. Safe to repeat; one round never stops another.

    Returns how many letters were planned. Raises PlanningFailed, at the end, with what could not be done.
    """
    attempts = Attempts()
    rounds = list(rounds_in_play(now=now))
    by = system_user()
    for round in rounds:
        with attempts.to(f"{round}: open and close the duties"):
            mark_deadlines(round=round, by=by, now=now)
    steps: list[Step] = []
    for due in all_dues(rounds, now=now):
        with attempts.to(f"{due.round}: find the reminders of {due.kind}"):
            steps += steps_now([due], now=now)
    weeks = steps_of_weeks(rounds, now=now)
    done = steps_done([*(step.key for step in steps), *weeks])
    planned = _plan_steps([step for step in steps if step.key not in done], attempts, now=now)
    for key, (round, monday) in weeks.items():
        if key not in done:
            with attempts.to(f"{round}: plan the weekly letters"):
                planned += plan_digests(round, monday, now=now)
    with attempts.to("ask for other addresses"):
        planned += ask_for_addresses(now=now)
    attempts.tell()
    return planned


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


def _plan_steps(steps: Iterable[Step], attempts: "Attempts", *, now: datetime) -> int:
    """Plan all rounds' letters of a kind together; where that fails, each round's by itself."""
    by_kind: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        by_kind[step.due.kind].append(step)
    planned = 0
    for kind, waiting in by_kind.items():
        together = Attempts()
        with together.to(f"plan the letters about {kind} together"):
            planned += plan(kind, waiting, now=now)
        for round in {step.due.round for step in waiting} if together.failed else ():
            with attempts.to(f"{round}: plan the letters about {kind}"):
                planned += plan(kind, [step for step in waiting if step.due.round == round], now=now)
    return planned


class Attempts:
    """Does one thing after the other: what fails is logged and remembered, and never stops the next."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    @contextmanager
    def to(self, what: str) -> Iterator[None]:
        """Try one thing."""
        try:
            yield
        except Exception:
            logger.exception("Failed: %s", what)
            self.failed.append(what)

    def tell(self) -> None:
        """Raise PlanningFailed when something has failed."""
        if self.failed:
            raise PlanningFailed("; ".join(self.failed))
