"""The letter of a case officer or a leader who reminds now: one to each person, with all the chosen bodies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils import translation

from common import dates
from common.models import MailStatus, OutboxMail
from common.outbox.planning import Planned, keys_taken
from networks.models import Round, User
from networks.queries import letter_language
from networks.topics import topic
from rekom.planning.debts import Debt, Followers, People
from rekom.planning.dues import Due
from rekom.planning.letters import OPENS_KIND, OVERDUE_KIND, REMINDER_KIND, facts_of, key_of_the_day
from rekom.planning.offsets import Stand

REMINDED_NOW_KIND = "rekom/reminded_now"
TOLD_KINDS = (OPENS_KIND, REMINDER_KIND, OVERDUE_KIND, REMINDED_NOW_KIND)
"""The letters that tell a body's own people that something is owed."""
TOLD = (MailStatus.PLANNED, MailStatus.SENDING, MailStatus.SENT, MailStatus.IN_DOUBT)
NOT_TWICE_WITHIN = timedelta(hours=24)
USEFUL_FOR = timedelta(days=3)
WHEN = Coalesce("sent_at", "planned_at")


@dataclass(frozen=True)
class Chosen:
    """One body that is to be reminded, and how the duty stands for it."""

    debt: Debt
    answer: Stand

    @property
    def people(self) -> People:
        """Those who do it; after the date all who may act, as in the portal's own reminders."""
        if self.answer.is_past or not self.debt.people:
            return self.debt.everybody
        return self.debt.people


@dataclass(frozen=True)
class Recipient:
    """One person and the chosen bodies that they are reminded of, the soonest date first."""

    to: User
    bodies: tuple[Chosen, ...]

    @property
    def main(self) -> Stand:
        """The date that the letter names: the first of the bodies' own."""
        return self.bodies[0].answer

    @property
    def names(self) -> str:
        """The bodies' names."""
        return ", ".join(one.debt.name for one in self.bodies)


def chosen_of(due: Due, debts: Iterable[Debt], *, now: datetime) -> list[Chosen]:
    """Each debt with its own date."""
    return [Chosen(debt, due.answer(due.given.get(debt.body_key), now=now)) for debt in debts]


def recipients_of(chosen: Iterable[Chosen]) -> list[Recipient]:
    """Each person once, with all their bodies."""
    people: dict[int, User] = {}
    bodies: dict[int, list[Chosen]] = {}
    for one in sorted(chosen, key=lambda one: one.answer.due_at):
        for user in one.people:
            people[user.pk] = user
            bodies.setdefault(user.pk, []).append(one)
    return [Recipient(people[pk], tuple(found)) for pk, found in bodies.items()]


def told_since(due: Due, people: Iterable[int], *, now: datetime) -> dict[int, datetime]:
    """When each of the people was last told of the duty in the last 24 hours, or will be in the next."""
    rows = letters_about(due.round, due.kind).filter(recipient__in=list(people))
    near = rows.annotate(told_at=WHEN).filter(
        told_at__gte=now - NOT_TWICE_WITHIN, told_at__lte=now + NOT_TWICE_WITHIN
    )
    return dict(near.order_by().values_list("recipient").annotate(Max("told_at")))


def letters_about(round: Round, kind: str) -> Any:
    """The letters that have told, or are about to tell, those who owe the duty."""
    about = [topic(Round, round.pk), f"duty:{kind}"]
    return OutboxMail.objects.filter(kind__in=TOLD_KINDS, status__in=TOLD, topics__contains=about)


def told_by_token(token: str, people: Iterable[int]) -> set[int]:
    """Those of the people to whom the same page has sent its letter already: a second click sends nothing."""
    if not token:
        return set()
    rows = OutboxMail.objects.filter(kind=REMINDED_NOW_KIND, recipient__in=list(people))
    return set(rows.filter(Q(context__token=token)).values_list("recipient", flat=True))


def letters_to(
    due: Due, recipients: Iterable[Recipient], *, by: User, line: str, token: str, now: datetime
) -> Iterator[Planned]:
    """One letter to each person. It takes the person's letter of the day about the duty, so that the portal's own
    reminder waits until the next morning; where that is sent already, it comes beside it.
    """
    people = list(recipients)
    day = dates.oslo_date(now)
    of_the_day = {one.to.pk: key_of_the_day(due.kind, one.to, day) for one in people}
    taken = keys_taken(of_the_day.values())
    followers = Followers(due.round, now)
    for one in people:
        key = of_the_day[one.to.pk]
        again = f"now:{due.key}:{one.to.pk}:{token or now.isoformat()}"
        yield letter_to(
            due, one, followers, by=by, line=line, token=token, key=again if key in taken else key, now=now
        )


def letter_to(
    due: Due,
    recipient: Recipient,
    followers: Followers,
    *,
    by: User,
    line: str,
    token: str = "",
    key: str = "",
    now: datetime,
) -> Planned:
    """The letter to one person, in their own written form."""
    main = recipient.main
    language = letter_language(recipient.to, (one.debt.body for one in recipient.bodies))
    with translation.override(language):
        context = _context(due, recipient, followers, by=by, line=line, token=token)
    last = now + USEFUL_FOR
    found = [about for one in recipient.bodies for about in one.debt.topics(due.round, due.duty)]
    return Planned(
        kind=REMINDED_NOW_KIND,
        to=recipient.to,
        context=context,
        key=key,
        planned_at=now,
        useful_until=last if main.is_past or not main.closes else min(last, _last_date(recipient)),
        topics=list(dict.fromkeys(found)),
        asked_by=by,
        language=language,
    )


def _last_date(recipient: Recipient) -> datetime:
    return max(one.answer.due_at for one in recipient.bodies)


def _context(
    due: Due, recipient: Recipient, followers: Followers, *, by: User, line: str, token: str
) -> dict[str, Any]:
    main, debts = recipient.main, [one.debt for one in recipient.bodies]
    has_closed = not any(one.answer.is_open for one in recipient.bodies)
    return {
        **facts_of(due, main),
        "offset": "now",
        "bodies": [_body(due, one, main) for one in recipient.bodies],
        "is_past": main.is_past,
        "has_closed": has_closed,
        "path": due.path_for(debts),
        "decline_path": "" if main.is_past else due.path_to_decline(debts),
        "helpers": followers.helpers(debts) if has_closed else [],
        "sender": by.name,
        "line": line,
        "token": token,
    }


def _body(due: Due, one: Chosen, main: Stand) -> dict[str, str]:
    """`offset` says for the last look before sending whether the body's own date had passed."""
    is_other_date = one.answer.due_at != main.due_at
    return {
        "due": due.key,
        "key": one.debt.key,
        "name": one.debt.name,
        "people": "",
        "title": "",
        "date": dates.instant(one.answer.due_at) if is_other_date else "",
        "ask_path": "" if one.answer.is_open else due.path_to_ask(one.debt),
        "offset": "+now" if one.answer.is_past else "now",
    }
