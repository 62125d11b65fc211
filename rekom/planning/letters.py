"""From planning steps to letters: one letter a day at most to a person about one kind of duty."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import translation

from common import dates
from common.models import MailPriority
from common.outbox.planning import Planned, keys_taken
from networks.models import Round, User
from networks.queries.written_form import AnyBody, letter_language
from rekom.planning.debts import Debt, Followers
from rekom.planning.dues import Due
from rekom.planning.offsets import Moment, Offset, Stand, in_the_morning
from rekom.planning.steps import DebtBook, Step

logger = logging.getLogger(__name__)

OPENS_KIND = "rekom/duty_opens"
REMINDER_KIND = "rekom/duty_reminder"
OVERDUE_KIND = "rekom/duty_overdue"
ABOVE_KIND = "rekom/duty_overdue_above"
KIND_OF = {Moment.OPENS: OPENS_KIND, Moment.BEFORE: REMINDER_KIND, Moment.AFTER: OVERDUE_KIND}

DAYS_TO_WAIT = 3  # so many mornings a letter waits when the person has had one about the same duty that day


@dataclass(frozen=True)
class Said:
    """One body that a letter names, and the step that names it."""

    step: Step
    debt: Debt


@dataclass(frozen=True)
class Draft:
    """What one person is to be told about one kind of duty: their own bodies, or (`is_above`) those they follow."""

    to: User
    is_above: bool
    said: tuple[Said, ...]

    @property
    def main(self) -> Step:
        """The step that says most: after the date before it, and the nearest date first."""
        return max((said.step for said in self.said), key=lambda step: _urgency(step.offset))

    @property
    def debts(self) -> list[Debt]:
        """The bodies, each once."""
        return list({(said.step.due.key, said.debt.key): said.debt for said in self.said}.values())


def letters_of(
    steps: Iterable[Step], book: DebtBook, *, now: datetime
) -> tuple[list[Planned], dict[str, int]]:
    """The letters that the steps lead to, and to how many each step leads."""
    followers = FollowersOfRounds(now=now)
    drafts = drafts_of(steps, book, followers)
    by_step = Counter(key for draft in drafts for key in {said.step.key for said in draft.said})
    wording = Wording()
    letters = [_letter(draft, wording, followers, now=now) for draft in drafts]
    return list(_one_a_day(letters)), dict(by_step)


def drafts_of(steps: Iterable[Step], book: DebtBook, followers: "FollowersOfRounds") -> list[Draft]:
    """Who is to be told what, each person once for their own bodies and once for those that they follow."""
    found: dict[tuple[int, bool], list[Said]] = defaultdict(list)
    people: dict[int, User] = {}
    for step in steps:
        for debt in book.of(step):
            for user, is_above in _told(step, debt, followers):
                people[user.pk] = user
                found[user.pk, is_above].append(Said(step, debt))
    return [Draft(people[pk], is_above, tuple(said)) for (pk, is_above), said in found.items()]


def _told(step: Step, debt: Debt, followers: "FollowersOfRounds") -> Iterator[tuple[User, bool]]:
    """All who may act when it opens; those who do it before the date; one step up when it is overdue."""
    goes_wide = step.offset.is_opening or step.goes_up
    own = debt.everybody if goes_wide else debt.people
    yield from ((user, False) for user in own)
    if step.goes_up:
        yield from ((user, True) for user in followers[step.due.round].leaders_of(debt) if user not in own)


def _urgency(offset: Offset) -> tuple[int, int]:
    return offset.moment, offset.days if offset.is_after else -offset.days


def _letter(draft: Draft, wording: "Wording", followers: "FollowersOfRounds", *, now: datetime) -> Planned:
    step = draft.main
    send_at = max(now, step.window.send_at)
    language = letter_language(draft.to, _whose_form(draft, followers))
    with translation.override(language):
        context = _above(draft, wording) if draft.is_above else _own(draft, wording, followers)
    return Planned(
        kind=ABOVE_KIND if draft.is_above else KIND_OF[step.offset.moment],
        to=draft.to,
        context=context,
        key=key_of_the_day(step.due.kind, draft.to, dates.oslo_date(send_at), is_above=draft.is_above),
        planned_at=send_at,
        useful_until=step.window.useful_until,
        topics=_topics(draft),
        priority=MailPriority.BULK,
        language=language,
    )


def _whose_form(draft: Draft, followers: "FollowersOfRounds") -> Iterator[AnyBody | None]:
    """The bodies that the person is written to for: those that owe, or the networks that follow these."""
    for said in draft.said:
        if not draft.is_above:
            yield said.debt.body
        elif said.debt.network_id:
            yield followers[said.step.due.round].networks.get(said.debt.network_id)


def key_of_the_day(kind: str, to: User, day: date, *, is_above: bool = False) -> str:
    """The key of the one letter that a person gets on a day about a kind of duty."""
    return f"{'above' if is_above else 'own'}:{kind}:{to.pk}:{day.isoformat()}"


def _topics(draft: Draft) -> list[str]:
    found = [
        topic for said in draft.said for topic in said.debt.topics(said.step.due.round, said.step.due.duty)
    ]
    return list(dict.fromkeys(found))


def _own(draft: Draft, wording: "Wording", followers: "FollowersOfRounds") -> dict[str, Any]:
    step, debts = draft.main, draft.debts
    has_closed = step.offset.is_after and step.answer.closes
    return {
        **wording.of(step),
        "bodies": [_body(said, draft) for said in draft.said],
        "path": step.due.path_for(debts),
        "decline_path": "" if step.offset.is_after else step.due.path_to_decline(debts),
        "helpers": followers[step.due.round].helpers(debts) if has_closed else [],
    }


def _above(draft: Draft, wording: "Wording") -> dict[str, Any]:
    return {
        **wording.of(draft.main),
        "bodies": [_body(said, draft) for said in draft.said],
        "path": draft.main.due.path_to_follow(),
    }


class Wording:
    """What all letters of a step say alike, written once for each language."""

    def __init__(self) -> None:
        self._written: dict[tuple[str, str], dict[str, Any]] = {}

    def of(self, step: Step) -> dict[str, Any]:
        """The step's part of a letter, in the active language."""
        place = step.key, translation.get_language()
        if place not in self._written:
            facts = facts_of(step.due, step.answer)
            self._written[place] = {**facts, "offset": str(step.offset)}
        return self._written[place]


def facts_of(due: Due, answer: Stand) -> dict[str, Any]:
    """What a letter says of a duty and its date, in the active language."""
    return {
        "duty": due.kind,
        "round": due.round.pk,
        "title": due.title(),
        "ask": due.ask(),
        "due": dates.instant(answer.due_at),
        "due_day": dates.day(answer.due_at),
        "days": answer.days_left,
        "closes": answer.closes,
    }


def _body(said: Said, draft: Draft) -> dict[str, str]:
    """A body in the letter; its own title and date are told where they are not the letter's."""
    main = draft.main
    is_other_date = said.step.answer.due_at != main.answer.due_at
    names = " – ".join(user.name for user in said.debt.people) if draft.is_above else ""
    may_ask = said.step.offset.is_after and said.step.answer.closes and not draft.is_above
    return {
        "ask_path": said.step.due.path_to_ask(said.debt) if may_ask else "",
        "due": said.step.due.key,
        "offset": str(said.step.offset),
        "key": said.debt.key,
        "name": said.debt.name,
        "people": names,
        "title": said.step.due.title() if said.step.due.key != main.due.key else "",
        "date": dates.instant(said.step.answer.due_at) if is_other_date else "",
    }


class FollowersOfRounds:
    """The followers of each round, read once."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self._read: dict[int, Followers] = {}

    def __getitem__(self, round: Round) -> Followers:
        return self._read.setdefault(round.pk, Followers(round, self.now))


def _one_a_day(letters: list[Planned]) -> Iterator[Planned]:
    """Each letter on the first day on which the person gets no other about the same: today, or a morning after."""
    days = [[_on(letter, day) for day in range(DAYS_TO_WAIT)] for letter in letters]
    taken = keys_taken([on.key for choices in days for on in choices])
    for choices in days:
        free = [on for on in choices if on.key not in taken]
        useful = [on for on in free if on.useful_until is None or on.planned_at <= on.useful_until]
        if not useful:
            logger.warning("No morning left for the letter %s", choices[0].key)
            continue
        taken.add(useful[0].key)
        yield useful[0]


def _on(letter: Planned, days: int) -> Planned:
    """The same letter so many mornings later."""
    if not days:
        return letter
    first = dates.oslo_date(letter.planned_at)
    day = first + timedelta(days=days)
    key = letter.key.removesuffix(first.isoformat()) + day.isoformat()
    return replace(letter, key=key, planned_at=in_the_morning(day))
