"""What a card is, and when a duty is shown on the home page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext as _

from networks import deadlines
from networks.models import InquiryAnswer, Round
from networks.states import Duty
from rekom.calendar import BY_DUTY
from rekom.completions import Outside

SHOWN_AFTER = timedelta(days=14)
BEFORE_REPORT = (
    Duty.ASSESSMENT,
    Duty.NEEDS_REPORT,
    Duty.NOMINATION,
    Duty.DECISION_BASIS,
    Duty.NOMINATION_LIST,
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One thing to do, as `components/duty.html` shows it and the calendar feed tells it.

    `key` is the same text for the same duty of the same round and body, whenever and by whomever it is asked for.
    A card that is ahead has not opened: the home page leaves it out, the calendar does not.
    """

    title: str
    url: str
    button: str
    text: str = ""
    state: str = ""
    state_label: str = ""
    days: int | None = None
    due: datetime | None = None
    set_at: datetime | None = None
    when: str = ""
    variant: str = ""
    is_late: bool = False
    is_done: bool = False
    is_todo: bool = True
    is_ahead: bool = False
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something that others do next: what, who, and by when."""

    what: str
    who: str
    due: datetime | None


class Reads(Protocol):
    """What has been read for the person; see rekom.duties.Reads."""

    rounds: list[Round]
    kindergartens: dict[int, list[dict[str, Any]]]
    nominations: dict[int, list[dict[str, Any]]]
    services: dict[int, list[dict[str, Any]]]
    networks: dict[int, list[Any]]
    grants: list[Any]
    inquiries: list[InquiryAnswer]
    meetings: list[Any]
    outside: dict[int, list[Outside]]
    development: list[dict[str, Any]]
    facts: list[dict[str, Any]]
    questions: list[Any]


def is_in_season(round: Round, *, now: datetime, sees_ahead: bool = False) -> bool:
    """Whether a step before the letters is open (or, seeing ahead, will be), or has passed so lately that it is
    still shown.
    """
    counts = is_not_over if sees_ahead else is_shown
    return any(counts(deadlines.answer(duty, round, now=now)) for duty in BEFORE_REPORT) or any(
        given.due_at >= now for row in round.deadlines.all() for given in row.dispensations.all()
    )


def is_shown(answer: deadlines.Answer) -> bool:
    """Open, late, or closed no longer ago than two weeks."""
    return answer.has_opened and is_not_over(answer)


def is_not_over(answer: deadlines.Answer) -> bool:
    """Ahead, open, late, or closed no longer ago than two weeks."""
    return answer.now <= answer.due_at + SHOWN_AFTER


def make_card(duty: Duty, round: Round, answer: deadlines.Answer, *, body: str, **said: Any) -> Card:
    """A card with the dates of its duty. What is done, or not one's own, is never late.

    `body` is who owes it ("network-7"), the same for everybody who may do it.
    """
    said.setdefault("is_ahead", not answer.has_opened)
    said.setdefault("key", f"{duty}-{round.pk}-{body}")
    is_owed = said.get("is_todo", True) and not said.get("is_done", False)
    said["is_todo"] = is_owed
    title = said.pop("title", "") or BY_DUTY[duty].title_for(round)
    return Card(
        title=title,
        days=answer.days_left,
        due=answer.due_at,
        set_at=answer.set_at,
        is_late=is_owed and answer.is_past,
        **said,
    )


def label_of(states: Any, state: str) -> str:
    return str(states(state).label) if state else _("Not begun")


def button_of(state: str, *, is_done: bool = False, is_closed: bool = False) -> str:
    if is_done or is_closed:
        return _("Open it")
    return _("Continue") if state else _("Begin")
