"""What will happen by itself: what opens, what is due, and whom the portal writes to. Looking sends nothing.

The letters are counted by the steps and drafts that `rekom.planning.reminders` plans from, with those who owe now.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from networks.models import Kindergarten, Network, Organisation, Round, User
from networks.states import Duty
from rekom.planning.debts import BodyKey
from rekom.planning.dues import Due, answers, dues_of
from rekom.planning.letters import Draft, FollowersOfRounds, drafts_of
from rekom.planning.offsets import Offset
from rekom.planning.steps import DebtBook, Step, steps_until


class Change(StrEnum):
    """What happens to a duty by the clock alone."""

    OPENS = "opens"
    CLOSES = "closes"
    LATE = "late"


@dataclass(frozen=True)
class Happening:
    """A duty opens, closes, or is late from now on: for all, or for one body with its own date."""

    at: datetime
    change: Change
    due: Due
    body: str = ""


@dataclass(frozen=True)
class Upcoming:
    """The letters about one duty of a round that leave at the same time."""

    at: datetime
    due: Due
    offset: Offset
    drafts: tuple[Draft, ...]

    @property
    def duty(self) -> Duty | None:
        """The duty that they are about; None for an inquiry."""
        return self.due.duty

    @property
    def letters(self) -> int:
        """How many letters leave."""
        return len(self.drafts)

    @property
    def people(self) -> tuple[User, ...]:
        """Those who get one, each once."""
        return tuple({draft.to.pk: draft.to for draft in self.drafts}.values())


def upcoming(round: Round, *, now: datetime, until: datetime) -> list[Upcoming]:
    """The letters of one round after `now`, up to and including `until`, soonest first."""
    return upcoming_of(dues_of(round), now=now, until=until)


def upcoming_of(dues: Iterable[Due], *, now: datetime, until: datetime) -> list[Upcoming]:
    """The letters about the dues after `now`, up to and including `until`, soonest first."""
    book, followers = DebtBook(now=now), FollowersOfRounds(now=now)
    together: dict[tuple[datetime, str], list[Step]] = defaultdict(list)
    for step in steps_until(dues, now=now, until=until):
        together[step.window.send_at, step.due.key].append(step)
    found = []
    for (at, _key), steps in together.items():
        drafts = drafts_of(steps, book, followers)
        if drafts:
            found.append(Upcoming(at, steps[0].due, steps[0].offset, tuple(drafts)))
    return sorted(found, key=lambda row: (row.at, row.due.key))


def happenings_of(dues: Iterable[Due], *, now: datetime, until: datetime) -> list[Happening]:
    """What opens, closes and becomes late after `now`, up to and including `until`, soonest first."""
    known = list(dues)
    names = _names_of({key for due in known for key in due.given})
    found = []
    for due in known:
        whose = {given.pk: names[key] for key, given in due.given.items()}
        common_at = due.answer(None, now=now).due_at
        for answer in answers(due, now=now):
            given = answer.dispensation
            if given and answer.due_at == common_at:
                continue  # the date for all is as late as the body's own
            change = Change.CLOSES if answer.closes else Change.LATE
            after = answer.due_at + timedelta(seconds=1)
            found.append(Happening(after, change, due, whose[given.pk] if given else ""))
            if not given:
                found.append(Happening(answer.opens_at, Change.OPENS, due))
    wanted = [row for row in found if now < row.at <= until]
    return sorted(wanted, key=lambda row: (row.at, row.due.key))


def _names_of(bodies: Collection[BodyKey]) -> dict[BodyKey, str]:
    """What the bodies are called: three statements at most, however many they are."""
    organisations, networks, kindergartens = (
        model._default_manager.in_bulk(wanted) if (wanted := {key[place] for key in bodies} - {None}) else {}
        for place, model in enumerate((Organisation, Network, Kindergarten))
    )
    found = {}
    for body in bodies:
        organisation, network, kindergarten = body
        parts = (
            kindergartens.get(kindergarten),
            organisations.get(organisation),
            networks.get(network),
        )
        found[body] = next((str(part) for part in parts if part is not None), "")
    return found
