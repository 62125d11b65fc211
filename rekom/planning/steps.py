"""The planning steps: each reminder of each duty, for all with the same date, is one step that runs once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from common.dates import oslo_date
from rekom.planning.debts import Debt
from rekom.planning.dues import Due, answers, debts_at
from rekom.planning.offsets import Offset, Stand, Window, goes_up, window_at, windows


@dataclass(frozen=True)
class Step:
    """One reminder of one duty, for everybody with the date for all, or for one body with its own."""

    due: Due
    answer: Stand
    window: Window

    @property
    def key(self) -> str:
        """The same text for the same step; another date makes it another step."""
        begins = self.answer.opens_at if self.offset.is_opening else self.answer.due_at
        given = self.answer.dispensation.pk if self.answer.dispensation else 0
        return f"{self.due.key}:{self.offset}:{oslo_date(begins).isoformat()}:{given}"

    @property
    def offset(self) -> Offset:
        """Where in the duty's time it belongs."""
        return self.window.offset

    @property
    def goes_up(self) -> bool:
        """Whether those one step up are told as well."""
        return goes_up(self.offset, self.due.row)


def steps_now(dues: Iterable[Due], *, now: datetime) -> Iterator[Step]:
    """The steps whose time is now, run or not."""
    for due in dues:
        for answer in answers(due, now=now):
            window = window_at(answer, due.row)
            if window is not None:
                yield Step(due, answer, window)


def steps_until(dues: Iterable[Due], *, now: datetime, until: datetime) -> Iterator[Step]:
    """The steps whose time comes after `now`, up to and including `until`."""
    for due in dues:
        for answer in answers(due, now=now):
            for window in windows(answer, due.row):
                if now < window.send_at <= until:
                    yield Step(due, answer, window)


class DebtBook:
    """Who owes what, read once for each duty however many steps ask."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self._read: dict[tuple[str, bool], list[Debt]] = {}

    def owed(self, due: Due, offset: Offset) -> list[Debt]:
        """The bodies to write to at the offset."""
        place = due.key, offset.is_opening
        if place not in self._read:
            self._read[place] = due.debts(is_opening=offset.is_opening, now=self.now)
        return self._read[place]

    def of(self, step: Step) -> list[Debt]:
        """The bodies that one step is about."""
        return debts_at(step.due, step.answer, self.owed(step.due, step.offset))
