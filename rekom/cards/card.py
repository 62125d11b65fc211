"""What a card is, and when a duty is shown on the home page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext as _

from networks import deadlines
from networks.models import InquiryAnswer, Round
from networks.states import Duty
from rekom.calendar import BY_DUTY

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
    """One thing to do, as `components/duty.html` shows it."""

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


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something that others do next: what, who, and by when."""

    what: str
    who: str
    due: datetime


class Reads(Protocol):
    """What has been read for the person; see rekom.duties.Reads."""

    rounds: list[Round]
    kindergartens: dict[int, list[dict[str, Any]]]
    nominations: dict[int, list[dict[str, Any]]]
    networks: dict[int, list[Any]]
    grants: list[Any]
    inquiries: list[InquiryAnswer]


def is_in_season(round: Round, *, now: datetime) -> bool:
    """Whether a step before the letters is open, or has passed so lately that it is still shown."""
    return any(is_shown(deadlines.answer(duty, round, now=now)) for duty in BEFORE_REPORT) or any(
        given.due_at >= now for row in round.deadlines.all() for given in row.dispensations.all()
    )


def is_shown(answer: deadlines.Answer) -> bool:
    """Open, late, or closed no longer ago than two weeks."""
    return answer.has_opened and answer.now <= answer.due_at + SHOWN_AFTER


def make_card(duty: Duty, round: Round, answer: deadlines.Answer, **said: Any) -> Card:
    """A card with the dates of its duty. What is done, or not one's own, is never late."""
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
