"""The cards of each seat: one for each duty that is ahead, open, late or just done.

The home page shows those that have opened; the calendar feed tells the same list with what is ahead.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from networks.models import Seat
from networks.roles import Role
from rekom.cards.card import Card, Reads, Waiting, is_in_season
from rekom.cards.county import approver_cards, forum_cards, officer_cards
from rekom.cards.development import LEAD, development_cards
from rekom.cards.facts import (
    ANSWER_QUESTIONS,
    WRITE_FACTS,
    facts_cards,
    is_time_for_facts,
    question_cards,
)
from rekom.cards.inquiry import ANSWERERS, inquiry_cards
from rekom.cards.kindergarten import head_cards, owner_cards, writer_cards
from rekom.cards.meeting import MEET, meeting_cards
from rekom.cards.network import leader_cards, university_cards
from rekom.cards.next_up import NextUp, next_up
from rekom.cards.outside import is_outside_shown, outside_cards
from rekom.cards.waiting import waiting_for

__all__ = [
    "ANSWERERS",
    "ANSWER_QUESTIONS",
    "LEAD",
    "MEET",
    "WRITE_FACTS",
    "Card",
    "NextUp",
    "Reads",
    "Waiting",
    "cards_for",
    "is_in_season",
    "is_outside_shown",
    "is_time_for_facts",
    "next_up",
    "waiting_for",
]


def cards_for(seat: Seat, reads: Reads, *, now: datetime, sees_ahead: bool = False) -> list[Card]:
    """The cards of one seat over all rounds in play: soonest first, what is done last.

    What has not opened is left out unless it `sees_ahead`.
    """
    makers: dict[str, Callable[[Seat, Reads, datetime], Iterable[Card]]] = {
        Role.HEAD: head_cards,
        Role.OWNER: owner_cards,
        Role.REPORT_WRITER: writer_cards,
        Role.NETWORK_LEADER: leader_cards,
        Role.COORDINATOR: leader_cards,
        Role.UH_COORDINATOR: university_cards,
        Role.FORUM_MEMBER: forum_cards,
        Role.CASE_OFFICER: officer_cards,
        Role.APPROVER: approver_cards,
    }
    make = makers.get(seat.role)
    cards = [
        *(make(seat, reads, now) if make else []),
        *inquiry_cards(seat, reads, now),
        *meeting_cards(seat, reads, now),
        *outside_cards(seat, reads, now),
        *development_cards(seat, reads),
        *facts_cards(seat, reads, now),
        *question_cards(seat, reads, now),
    ]
    cards = [card for card in cards if sees_ahead or not card.is_ahead]
    return sorted(cards, key=lambda card: (card.is_done, not card.is_todo, not card.is_late, _due(card)))


def _due(card: Card) -> float:
    return card.due.timestamp() if card.due else float("inf")
