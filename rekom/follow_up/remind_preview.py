"""What would be sent if one reminded now: the text, the people, and those who have been told lately."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from common.models import OutboxMail
from common.outbox.rendering import Rendered, render
from networks.models import User
from rekom.follow_up.reminded_now import Chosen, Recipient, letter_to, recipients_of, told_since
from rekom.planning.debts import Followers
from rekom.planning.dues import Due


@dataclass(frozen=True)
class Preview:
    """Who gets the letter, who has been told lately (and when), and the letter as the first of them reads it."""

    recipients: list[Recipient]
    lately: list[tuple[Recipient, datetime]]
    first: Recipient | None
    letter: Rendered | None

    @property
    def people(self) -> int:
        """How many people get the letter."""
        return len(self.recipients)


def preview_of(due: Due, chosen: Collection[Chosen], *, by: User, line: str, now: datetime) -> Preview:
    """The letters that reminding would send now. Nothing is sent by looking."""
    found = recipients_of(chosen)
    told = told_since(due, [one.to.pk for one in found], now=now)
    fresh = [one for one in found if one.to.pk not in told]
    lately = [(one, told[one.to.pk]) for one in found if one.to.pk in told]
    first = next(iter([*fresh, *found]), None)
    letter = _as_read(due, first, by=by, line=line, now=now) if first else None
    return Preview(fresh, lately, first, letter)


def _as_read(due: Due, to: Recipient, *, by: User, line: str, now: datetime) -> Rendered:
    planned = letter_to(due, to, Followers(due.round, now), by=by, line=line, now=now)
    return render(
        OutboxMail(kind=planned.kind, recipient=to.to, language=planned.language, context=planned.context)
    )
