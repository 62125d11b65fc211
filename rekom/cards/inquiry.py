"""The card of an inquiry: one for each, however many bodies the person answers for in a role."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from networks.deadlines import answer_of_inquiry
from networks.models import InquiryAnswer, Seat
from networks.roles import BODY_FIELD, LEADERS, Role
from networks.states import InquiryAnswerState
from rekom.cards.card import Card, Reads

ANSWERERS = {Role.HEAD, Role.OWNER, Role.UH_COORDINATOR, *LEADERS}
"""Those who can be asked something."""
QUESTION = 160
"""So much of the question stands on the card, in characters."""


def inquiry_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """What the County Governor asks the seat's body, and an owner's kindergartens."""
    mine: dict[int, list[InquiryAnswer]] = defaultdict(list)
    for row in reads.inquiries:
        if _is_of(row, seat):
            mine[row.inquiry_id].append(row)
    for rows in mine.values():
        yield _card(rows, seat, now)


def _is_of(row: InquiryAnswer, seat: Seat) -> bool:
    if seat.role == Role.HEAD:
        return row.kindergarten_id == seat.kindergarten_id
    if seat.role in LEADERS:
        return row.network_id == seat.network_id
    if seat.role not in (Role.OWNER, Role.UH_COORDINATOR):
        return False
    is_owned = row.kindergarten is not None and row.kindergarten.owner_id == seat.organisation_id
    return row.organisation_id == seat.organisation_id or (seat.role == Role.OWNER and is_owned)


def _card(rows: list[InquiryAnswer], seat: Seat, now: datetime) -> Card:
    """The soonest date of those that are not answered counts."""
    inquiry = rows[0].inquiry
    owed = [row for row in rows if row.state == InquiryAnswerState.ASKED]
    stands = [answer_of_inquiry(inquiry, now=now, row=row) for row in owed or rows]
    stand = min(stands, key=lambda found: found.due_at)
    can_answer = any(found.is_open for found in stands)
    said: dict[str, Any] = {
        "title": _("Inquiry: %(title)s") % {"title": inquiry.title},
        "text": _text(rows, owed, can_answer=can_answer),
        "url": _url(rows),
        "days": stand.days_left,
        "due": stand.due_at,
        "state": "asked" if owed else "answered",
        "state_label": str(InquiryAnswerState(rows[0].state if not owed else "asked").label),
    }
    is_todo = bool(owed) and can_answer
    return Card(
        **said,
        button=_("Answer") if is_todo else _("Open it"),
        variant="" if is_todo else "tertiary",
        is_late=is_todo and stand.is_past,
        is_done=not owed,
        is_todo=is_todo,
        key=f"inquiry-{inquiry.pk}-{BODY_FIELD[Role(seat.role)]}-{seat.body_pk}",
    )


def _text(rows: list[InquiryAnswer], owed: list[InquiryAnswer], *, can_answer: bool) -> str:
    if not owed:
        return _("The County Governor has your answer.")
    if not can_answer:
        return _("It has closed. Ask the case officer if you still need to answer.")
    if len(rows) == 1:
        return Truncator(rows[0].inquiry.question).chars(QUESTION)
    return _("%(answered)s of %(asked)s have answered.") % {
        "answered": len(rows) - len(owed),
        "asked": len(rows),
    }


def _url(rows: list[InquiryAnswer]) -> str:
    if len(rows) == 1:
        return reverse("networks:inquiry_answer", kwargs={"pk": rows[0].pk})
    return reverse("networks:inquiry_mine", kwargs={"pk": rows[0].inquiry_id})
