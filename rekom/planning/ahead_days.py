"""What will happen, day by day, as the staff's page and `manage.py calendar` tell it. Looking writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import oslo_date
from common.outbox.runs import letters_by_step
from common.sorting import norwegian_key
from common.working_days import holiday, is_working_day
from networks import deadlines
from networks.models import Round, User
from networks.states import Duty
from rekom.planning.ahead import Change, happenings_of, upcoming_of
from rekom.planning.digest import key_of, led_by, unanswered, week_of
from rekom.planning.dues import Due, all_dues
from rekom.planning.offsets import Moment, in_the_morning
from rekom.planning.steps import Step, steps_until

A_WEEK = timedelta(days=7)
NAMES_SHOWN = 100


class Kind(StrEnum):
    """What a line of a day is about."""

    OPENS = "opens"
    CLOSES = "closes"
    LATE = "late"
    LETTERS = "letters"
    DIGEST = "digest"


TEXTS = {
    Kind.OPENS: gettext_lazy("Opens: %(title)s"),
    Kind.CLOSES: gettext_lazy("The deadline passes: %(title)s"),
    Kind.LATE: gettext_lazy("Late from now on: %(title)s"),
    Kind.DIGEST: gettext_lazy("Weekly letter to the network leaders: %(title)s"),
}
LETTERS = {
    Moment.OPENS: gettext_lazy("Letter to those who may act: %(title)s"),
    Moment.BEFORE: gettext_lazy("Reminder: %(title)s"),
    Moment.AFTER: gettext_lazy("Letter to those who owe: %(title)s"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that happens by itself. `letters` is None where none are sent.

    `names` are those who get one, as far as it is known: for what has passed only the number is.
    """

    at: datetime
    kind: Kind
    round: Round
    key: str
    title: str
    body: str = ""
    offset: str = ""
    letters: int | None = None
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The line in words, in the active language."""
        if self.kind == Kind.LETTERS:
            moment = Moment.OPENS if self.offset == "opens" else _moment(self.offset)
            return str(LETTERS[moment]) % {"title": self.title}
        text = str(TEXTS[self.kind]) % {"title": self.title}
        return f"{text}, {self.body}" if self.body else text

    @property
    def shown(self) -> tuple[str, ...]:
        """The first names: a page holds no more."""
        return self.names[:NAMES_SHOWN]

    @property
    def not_shown(self) -> int:
        """How many more get a letter."""
        return max(0, len(self.names) - NAMES_SHOWN)


def _moment(offset: str) -> Moment:
    return Moment.BEFORE if offset.startswith("-") else Moment.AFTER


@dataclass(frozen=True)
class Day:
    """A day on which something happens."""

    day: date
    lines: tuple[Line, ...]

    @property
    def weekday(self) -> str:
        """What the day of the week is called."""
        return str(WEEKDAYS[self.day.weekday()])

    @property
    def holiday(self) -> str:
        """What the public holiday is called, or ''."""
        return holiday(self.day)

    @property
    def is_working_day(self) -> bool:
        """Whether offices are open."""
        return is_working_day(self.day)

    @property
    def letters(self) -> int:
        """How many letters leave on the day."""
        return sum(line.letters or 0 for line in self.lines)


def days_of(lines: Iterable[Line]) -> list[Day]:
    """The lines by their day in Norway; days without any are left out."""
    ordered = sorted(lines, key=lambda line: (line.at, line.kind in (Kind.LETTERS, Kind.DIGEST), line.key))
    return [Day(day, tuple(group)) for day, group in groupby(ordered, key=lambda line: oslo_date(line.at))]


def lines_between(rounds: Iterable[Round], *, start: datetime, until: datetime, now: datetime) -> list[Line]:
    """What happens in the rounds after `start`, up to and including `until`, soonest first.

    Letters after `now` are counted with those who owe today, letters before it with what was planned then. The
    number of statements does not grow with those who owe.
    """
    known = list(rounds)
    dues = all_dues(known, now=min(start, now))
    lines = _changes(dues, start=start, until=until)
    if start < now:
        lines += _letters_planned(dues, known, start=start, until=min(until, now))
    if until > now:
        lines += [line for line in _letters_ahead(dues, known, until=until, now=now) if line.at > start]
    return sorted(lines, key=lambda line: line.at)


def lines_possible(rounds: Iterable[Round], *, until: datetime, now: datetime) -> list[Line]:
    """What can happen after `now`, whether anybody owes anything by then or not: no letters are counted."""
    known = list(rounds)
    dues = all_dues(known, now=now)
    lines = _changes(dues, start=now, until=until)
    lines += [_of_step(step) for step in steps_until(dues, now=now, until=until)]
    lines += [_digest(round, at) for round in known for at in mondays_of(round, start=now, until=until)]
    return sorted(lines, key=lambda line: line.at)


def _changes(dues: Iterable[Due], *, start: datetime, until: datetime) -> list[Line]:
    return [
        Line(
            at=row.at,
            kind=KIND_OF[row.change],
            round=row.due.round,
            key=row.due.key,
            title=row.due.title(),
            body=row.body,
        )
        for row in happenings_of(dues, now=start, until=until)
    ]


KIND_OF = {Change.OPENS: Kind.OPENS, Change.CLOSES: Kind.CLOSES, Change.LATE: Kind.LATE}


def _letters_ahead(
    dues: Iterable[Due], rounds: Iterable[Round], *, until: datetime, now: datetime
) -> Iterator[Line]:
    for row in upcoming_of(dues, now=now, until=until):
        yield Line(
            at=row.at,
            kind=Kind.LETTERS,
            round=row.due.round,
            key=row.due.key,
            title=row.due.title(),
            offset=str(row.offset),
            letters=row.letters,
            names=_names(row.people),
        )
    for round in rounds:
        mondays = list(mondays_of(round, start=now, until=until))
        people = led_by(unanswered(round), now=now) if mondays else {}
        for at in mondays if people else ():
            yield _digest(round, at, letters=len(people), names=_names(people))


def _letters_planned(
    dues: Iterable[Due], rounds: Iterable[Round], *, start: datetime, until: datetime
) -> Iterator[Line]:
    """What was planned at the time: the number of letters of each step that has run."""
    steps = list(steps_until(dues, now=start, until=until))
    weeks = [(round, at) for round in rounds for at in mondays_of(round, start=start, until=until)]
    week_keys = [key_of(round, oslo_date(at)) for round, at in weeks]
    ran = letters_by_step([*(step.key for step in steps), *week_keys])
    for step in steps:
        if ran.get(step.key):
            yield _of_step(step, letters=ran[step.key])
    for (round, at), key in zip(weeks, week_keys, strict=True):
        if ran.get(key):
            yield _digest(round, at, letters=ran[key])


def _of_step(step: Step, *, letters: int | None = None) -> Line:
    return Line(
        at=step.window.send_at,
        kind=Kind.LETTERS,
        round=step.due.round,
        key=step.due.key,
        title=step.due.title(),
        offset=str(step.offset),
        letters=letters,
    )


def _digest(round: Round, at: datetime, *, letters: int | None = None, names: tuple[str, ...] = ()) -> Line:
    title = _("Needs report for %(year)s") % {"year": round.grant_year}
    return Line(
        at=at,
        kind=Kind.DIGEST,
        round=round,
        key=f"digest:{round.pk}",
        title=title,
        letters=letters,
        names=names,
    )


def _names(people: Iterable[User]) -> tuple[str, ...]:
    return tuple(sorted({user.name for user in people}, key=norwegian_key))


def mondays_of(round: Round, *, start: datetime, until: datetime) -> Iterator[datetime]:
    """When the round's weekly letters leave after `start`, up to and including `until`."""
    if not any(row.duty == Duty.NEEDS_REPORT for row in round.deadlines.all()):
        return
    answer = deadlines.answer(Duty.NEEDS_REPORT, round, now=start)
    first = oslo_date(max(start, answer.opens_at))
    monday = first - timedelta(days=first.weekday())
    while (at := in_the_morning(monday)) <= min(until, answer.due_at):
        if at > start and week_of(round, now=at) == monday:
            yield at
        monday += A_WEEK
