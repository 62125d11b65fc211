"""What a change of a round's dates does, before it is done: the change is made, looked at, and undone."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from common.outbox.runs import steps_done
from networks import deadlines, queries
from networks.deadlines import Answer
from networks.models import Round, User
from networks.services import DutyPlan, plan_of
from networks.states import Duty
from rekom.planning.ahead import upcoming, upcoming_of
from rekom.planning.dues import RoundDuty, dues_of
from rekom.planning.letters import FollowersOfRounds, drafts_of
from rekom.planning.offsets import Offset
from rekom.planning.steps import DebtBook, steps_now
from rekom.unsent import unsent_in

AFTER_THE_LAST = timedelta(days=62)
"""Reminders come no later than 60 days after a date."""


@dataclass(frozen=True)
class Recipient:
    """One person who gets a mail, and the bodies that it is about."""

    person: User
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class Snapshot:
    """How a round stands at an instant. Reminders: duty → (offset, person's key) → the instants of the letters."""

    plans: Mapping[Duty, DutyPlan] = field(default_factory=dict)
    answers: Mapping[Duty, Answer] = field(default_factory=dict)
    taken: Mapping[Duty, frozenset[int]] = field(default_factory=dict)
    lasting: Mapping[Duty, frozenset[int]] = field(default_factory=dict)
    reminders: Mapping[Duty, Mapping[tuple[Offset, int], frozenset[datetime]]] = field(default_factory=dict)
    at_once: Mapping[Duty, tuple[Recipient, ...]] = field(default_factory=dict)
    at_opening: Mapping[Duty, tuple[Recipient, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DutyChange:
    """What happens to one duty: `reopened` and `closed` drafts, `moved`, `dropped` and `fresh` letters, and
    dispensations that are `pointless`. `at_once` are those whom the next tick writes to because of the change.
    """

    duty: Duty
    before: DutyPlan | None
    after: DutyPlan
    was: Answer | None
    answer: Answer
    reopened: int
    closed: int
    moved: int
    dropped: int
    fresh: int
    pointless: int
    at_once: tuple[Recipient, ...]
    at_opening: tuple[Recipient, ...]

    @property
    def has_new_dates(self) -> bool:
        """Whether it opens or is due on another day."""
        return (
            self.was is None
            or self.was.opens_at != self.answer.opens_at
            or self.was.due_at != self.answer.due_at
            or (self.before is not None and self.before.due_on != self.after.due_on)
        )

    @property
    def is_changed(self) -> bool:
        """Whether anything about it is changed: a day, or when one is reminded."""
        return self.has_new_dates or self.before != self.after


@dataclass(frozen=True)
class Preview:
    """What a change does, for each duty in the order of the year, and together."""

    duties: list[DutyChange]

    @property
    def changed(self) -> list[DutyChange]:
        """The duties that something happens to."""
        return [row for row in self.duties if row.is_changed]

    @property
    def at_once(self) -> list[DutyChange]:
        """The duties about which mail goes at the next tick."""
        return [row for row in self.duties if row.at_once]

    @property
    def reopened(self) -> int:
        """Drafts that can be sent again."""
        return sum(row.reopened for row in self.duties)

    @property
    def closed(self) -> int:
        """Drafts that can no longer be sent."""
        return sum(row.closed for row in self.duties)

    @property
    def moved(self) -> int:
        """Reminders that come at another time."""
        return sum(row.moved for row in self.duties)

    @property
    def dropped(self) -> int:
        """Reminders that do not come."""
        return sum(row.dropped for row in self.duties)

    @property
    def fresh(self) -> int:
        """Reminders that come in addition."""
        return sum(row.fresh for row in self.duties)

    @property
    def pointless(self) -> int:
        """Dispensations that no longer give anybody more time."""
        return sum(row.pointless for row in self.duties)


@contextmanager
def as_if() -> Iterator[None]:
    """What is written inside is seen inside, and undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def snapshot(round: Round, *, now: datetime) -> Snapshot:
    """How the round stands; `round` is loaded as `networks.queries.rounds` loads it."""
    rows = {Duty(row.duty): row for row in round.deadlines.all()}
    answers = {duty: deadlines.answer(duty, round, now=now) for duty in rows}
    return Snapshot(
        plans={duty: plan_of(row) for duty, row in rows.items()},
        answers=answers,
        taken=_taken(round, now=now),
        lasting={
            duty: frozenset(
                given.pk
                for given in deadlines.dispensations_of(row)
                if given.due_at > deadlines.due_of(row, round) and given.due_at > now
            )
            for duty, row in rows.items()
        },
        reminders=_reminders(round, answers.values(), now=now),
        at_once=_at_once(round, now=now),
        at_opening=at_opening(round, now=now),
    )


def compare(before: Snapshot, after: Snapshot) -> Preview:
    """What lies between two snapshots of a round."""
    rows = [_change(duty, before, after) for duty in Duty if duty in after.plans]
    return Preview(rows)


def loaded(round: Round) -> Round:
    """The round as it is written down now, with deadlines and dispensations."""
    return queries.rounds().get(pk=round.pk)


def at_opening(round: Round, *, now: datetime) -> dict[Duty, tuple[Recipient, ...]]:
    """For each duty that has not opened: whom the portal will tell when it opens, as things stand."""
    return {due.duty: told_at_opening(due, now=now) for due in dues_of(round)}


def told_at_opening(due: RoundDuty, *, now: datetime) -> tuple[Recipient, ...]:
    """Whom the portal will tell when the duty opens, as things stand; nobody when it has opened."""
    last = due.row.opens_at + timedelta(days=1)
    return tuple(
        Recipient(draft.to, _bodies(draft))
        for row in upcoming_of([due], now=now, until=last)
        if row.offset.is_opening
        for draft in row.drafts
    )


def _bodies(draft: object) -> tuple[str, ...]:
    return tuple(debt.name for debt in draft.debts)  # type: ignore[attr-defined]  # -- rekom.planning.letters.Draft


def _taken(round: Round, *, now: datetime) -> dict[Duty, frozenset[int]]:
    """The drafts that the server takes now, each body's dispensation counted."""
    rows = {Duty(row.duty): row for row in round.deadlines.all()}
    found = {}
    for duty, drafts in unsent_in(round).items():
        row = rows.get(duty)
        if row is not None:
            given = {one.body_key: one for one in deadlines.dispensations_of(row)}
            found[duty] = frozenset(
                pk
                for pk, body in drafts
                if deadlines.answer_with(row, round, given.get(body), now=now).is_open
            )
    return found


def _reminders(
    round: Round, answers: Iterable[Answer], *, now: datetime
) -> dict[Duty, dict[tuple[Offset, int], frozenset[datetime]]]:
    found: dict[Duty, dict[tuple[Offset, int], frozenset[datetime]]] = {}
    last = max((answer.due_at for answer in answers), default=now)
    for row in upcoming(round, now=now, until=max(last, now) + AFTER_THE_LAST):
        if row.duty is None or row.offset.is_opening:
            continue
        of_duty = found.setdefault(row.duty, {})
        for person in row.people:
            place = row.offset, person.pk
            of_duty[place] = of_duty.get(place, frozenset()) | {row.at}
    return found


def _at_once(round: Round, *, now: datetime) -> dict[Duty, tuple[Recipient, ...]]:
    """Whom the next tick writes to: the steps whose time is now and that have not run."""
    dues = dues_of(round)
    steps = list(steps_now(dues, now=now))
    done = steps_done(step.key for step in steps)
    book, followers = DebtBook(now=now), FollowersOfRounds(now=now)
    found = {}
    for due in dues:
        mine = [step for step in steps if step.due.key == due.key and step.key not in done]
        drafts = drafts_of(mine, book, followers)
        if drafts:
            found[due.duty] = tuple(Recipient(draft.to, _bodies(draft)) for draft in drafts)
    return found


def _change(duty: Duty, before: Snapshot, after: Snapshot) -> DutyChange:
    was, taken = before.taken.get(duty, frozenset()), after.taken.get(duty, frozenset())
    known = {recipient.person.pk for recipient in before.at_once.get(duty, ())}
    told = tuple(one for one in after.at_once.get(duty, ()) if one.person.pk not in known)
    moved, dropped, fresh = _letters(before.reminders.get(duty, {}), after.reminders.get(duty, {}))
    return DutyChange(
        duty=duty,
        before=before.plans.get(duty),
        after=after.plans[duty],
        was=before.answers.get(duty),
        answer=after.answers[duty],
        reopened=len(taken - was),
        closed=len(was - taken),
        moved=moved,
        dropped=dropped,
        fresh=fresh,
        pointless=len(before.lasting.get(duty, frozenset()) - after.lasting.get(duty, frozenset())),
        at_once=told,
        at_opening=after.at_opening.get(duty, ()),
    )


def _letters(
    before: Mapping[tuple[Offset, int], frozenset[datetime]],
    after: Mapping[tuple[Offset, int], frozenset[datetime]],
) -> tuple[int, int, int]:
    """How many letters come at another time, do not come, and come in addition."""
    moved = dropped = fresh = 0
    for place in {**before, **after}:
        gone = len(before.get(place, frozenset()) - after.get(place, frozenset()))
        new = len(after.get(place, frozenset()) - before.get(place, frozenset()))
        both = min(gone, new)
        moved, dropped, fresh = moved + both, dropped + gone - both, fresh + new - both
    return moved, dropped, fresh
