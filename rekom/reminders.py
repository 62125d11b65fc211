"""Plans the letters of the year: who is told when a duty opens, nears its date, and has passed it."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from common import dates
from common.outbox.planning import Planned, post_many
from networks import deadlines
from networks.models import Round, User
from networks.queries import rounds_in_play
from networks.services import mark_deadlines, system_user
from rekom import owing
from rekom.calendar import OPENS_KIND, OVERDUE_KIND, REMINDER_KIND, YEAR, YearDuty
from rekom.offsets import AFTER, OPENS, Offset, Window, window_at
from rekom.owing import Debt

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reminder:
    """What one person is to be told about one duty at one offset: all their bodies with the same date together."""

    window: Window
    answer: deadlines.Answer
    debts: list[Debt]


def catch_up(*, now: datetime) -> int:
    """Open and close duties and plan the letters that are due now. Safe to repeat; one round never stops another.

    Returns how many letters were planned.
    """
    planned = 0
    by = system_user()
    for round in rounds_in_play(now=now):
        try:
            mark_deadlines(round=round, by=by, now=now)
        except Exception:
            logger.exception("%s: the duties could not be opened and closed", round)
        for entry in YEAR:
            try:
                planned += plan(entry, round, now=now)
            except Exception:
                logger.exception("%s: no letters planned for %s", round, entry.duty.value)
    return planned


@transaction.atomic
def plan(entry: YearDuty, round: Round, *, now: datetime) -> int:
    """Plan the letters about one duty of a round that are due now. Returns how many are new."""
    letters = [
        _letter(entry, round, user, reminder, now=now) for user, reminder in _reminders(entry, round, now=now)
    ]
    return post_many(letters)


def _reminders(entry: YearDuty, round: Round, *, now: datetime) -> list[tuple[User, Reminder]]:
    found: dict[tuple[int, Offset, datetime], list[tuple[User, Window, deadlines.Answer, Debt]]]
    found = defaultdict(list)
    for offset in _offsets_now(entry, round, now=now):
        for debt in entry.debts(round, offset, now=now):
            answer = debt.answer(entry.duty, round, now=now)
            window = window_at(answer, entry.reminders)
            if window is None or window.offset != offset:
                continue
            for user in debt.people:
                found[user.pk, offset, answer.due_at].append((user, window, answer, debt))
    return [
        (rows[0][0], Reminder(rows[0][1], rows[0][2], [debt for _user, _window, _answer, debt in rows]))
        for rows in found.values()
    ]


def _offsets_now(entry: YearDuty, round: Round, *, now: datetime) -> set[Offset]:
    """The offsets that hold now for anybody: by the round's date, or by some body's own date."""
    row = deadlines.deadline(entry.duty, round)
    common = deadlines.answer(entry.duty, round, now=now)
    own = [
        deadlines.Answer(entry.duty, row.opens_at, max(row.due_at, given.due_at), row.closes, now, given)
        for given in row.dispensations.all()
    ]
    windows = [window_at(answer, entry.reminders) for answer in (common, *own)]
    return {window.offset for window in windows if window is not None}


def _letter(entry: YearDuty, round: Round, user: User, reminder: Reminder, *, now: datetime) -> Planned:
    window, answer = reminder.window, reminder.answer
    due_on = dates.oslo_date(answer.due_at)
    until = "" if window.offset == OPENS else f":{due_on.isoformat()}"
    with translation.override(user.language):
        context = _context(entry, round, reminder, now=now)
    return Planned(
        kind={OPENS: OPENS_KIND, AFTER: OVERDUE_KIND}.get(window.offset, REMINDER_KIND),
        to=user,
        context=context,
        key=f"{entry.duty.value}:{round.pk}:{window.offset.value}{until}:{user.pk}",
        planned_at=max(now, window.send_at),
        useful_until=window.useful_until,
    )


def _context(entry: YearDuty, round: Round, reminder: Reminder, *, now: datetime) -> dict[str, Any]:
    window, answer = reminder.window, reminder.answer
    has_closed = window.offset == AFTER and answer.closes
    return {
        "duty": entry.duty.value,
        "round": round.pk,
        "offset": window.offset.value,
        "bodies": [{"key": debt.key, "name": debt.name} for debt in reminder.debts],
        "title": entry.title_for(round),
        "ask": str(entry.ask),
        "due": dates.instant(answer.due_at),
        "due_day": dates.day(answer.due_at),
        "days": answer.days_left,
        "closes": answer.closes,
        "path": entry.path(round),
        "helpers": _helpers(reminder.debts, round, now=now) if has_closed else [],
    }


def _helpers(debts: Iterable[Debt], round: Round, *, now: datetime) -> list[dict[str, str]]:
    """Who can give a new deadline, each once."""
    people = {
        person.pk: person for debt in debts for person in owing.who_gives_more_time(debt, round, now=now)
    }
    return [{"name": person.name, "email": person.email} for person in people.values()]
