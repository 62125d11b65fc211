"""The home page's content: what I owe, what I wait for, what is new, for each of the person's seats."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock, dates
from needs.queries.development import waiting_to_begin
from networks import deadlines
from networks.models import InquiryAnswer, Round, Seat, User
from networks.queries.inquiries import rows_for_home
from networks.queries.meetings import meetings_called
from networks.queries.messages import unread_messages
from networks.roles import LEADERS, STAFF, Role, is_staff_of, seats_of
from networks.states import Duty
from rekom import queries
from rekom.alerts import Alerts, alerts_for
from rekom.cards import (
    ANSWER_QUESTIONS,
    ANSWERERS,
    LEAD,
    MEET,
    WRITE_FACTS,
    Card,
    NextUp,
    Waiting,
    cards_for,
    is_in_season,
    is_outside_shown,
    is_time_for_facts,
    next_up,
    waiting_for,
)
from rekom.cards.meeting import LATE_FOR
from rekom.completions import Outside, is_outside_season, outside_of
from rekom.follow_up.overdue import overdue_cards
from rekom.news import NewsItem, news_of
from rekom.progress import Step, progress_of
from rekom.report_reads import facts_to_write, questions_waiting
from rekom.year_list import YearItem, round_shown, year_items

KEEPERS = {*LEADERS, Role.CASE_OFFICER}
"""Those who do something outside the portal and mark it as done."""


@dataclass(frozen=True)
class Group:
    """One seat's duties: "As kindergarten owner · Lekestua"."""

    title: str
    cards: list[Card]
    next_up: NextUp | None = None


@dataclass(frozen=True)
class Home:
    """All that the home page shows."""

    greeting: str
    lead: str
    groups: list[Group]
    waiting: list[Waiting]
    news: list[NewsItem]
    unread: int
    year: list[YearItem]
    round: Round | None
    shows_round: bool
    progress: list[Step]
    follows_needs: bool
    alerts: Alerts
    rounds: list[Round]

    @property
    def groups_shown(self) -> list[Group]:
        """The roles with cards; all of them where none has any."""
        return [group for group in self.groups if group.cards] or self.groups[:1]

    @property
    def quiet_groups(self) -> list[Group]:
        """The other roles, which have nothing to show: their names, and what comes next."""
        shown = self.groups_shown
        return [group for group in self.groups if group not in shown]


@dataclass
class Reads:
    """What the database says about the person's bodies, read once for each round in play."""

    rounds: list[Round]
    kindergartens: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    nominations: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    services: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    networks: dict[int, list[Any]] = field(default_factory=dict)
    grants: list[Any] = field(default_factory=list)
    inquiries: list[InquiryAnswer] = field(default_factory=list)
    meetings: list[Any] = field(default_factory=list)
    outside: dict[int, list[Outside]] = field(default_factory=dict)
    development: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    questions: list[Any] = field(default_factory=list)


def home_of(user: User, *, now: datetime) -> Home:
    """What the person sees on the home page. A fixed number of statements (tests/rekom/test_home.py)."""
    seats = seats_of(user, now=now)
    rounds = list(queries.rounds_with_states(user, now=now))
    reads = read(user, seats, rounds, now=now)
    groups, waiting = [], []
    for seat in seats:
        cards, upcoming = cards_for(seat, reads, now=now), next_up(seat, rounds, now=now)
        group = Group(_group_title(seat), cards, upcoming)
        groups.append(group)
        waiting += waiting_for(seat, reads, now=now)
    shown = round_shown(rounds, now=now)
    is_staff = shown is not None and is_staff_of(user, shown.county, now=now)
    outside = _outside_shown(reads, shown, now=now)
    progress = (
        progress_of(user, shown, now=now, with_names=False, outside=outside) if shown and is_staff else []
    )
    for seat, group in zip(seats, groups, strict=True):
        group.cards.extend(overdue_cards(seat, rounds, reads.networks, progress, shown, now=now))
        group.cards.sort(key=lambda card: (card.is_done, not card.is_todo, card.state != "overdue"))
    todo = [card for group in groups for card in group.cards if card.is_todo and not card.is_done]
    return Home(
        greeting=greeting(user, now=now),
        lead=lead(todo),
        groups=groups,
        waiting=list(dict.fromkeys(waiting)),
        news=news_of(user, now=now),
        unread=unread_messages(user, now=now),
        year=year_items(shown, now=now) if shown else [],
        round=shown,
        shows_round=any(seat.role in queries.ROUND_READERS for seat in seats),
        progress=progress,
        follows_needs=any(seat.role == Role.OWNER for seat in seats),
        alerts=_alerts(seats),
        rounds=rounds,
    )


def read(
    user: User, seats: list[Seat], rounds: list[Round], *, now: datetime, sees_ahead: bool = False
) -> Reads:
    """Ask only for what one of the seats can need: what is in season, and what will be when it `sees_ahead`."""
    roles = {seat.role for seat in seats}
    reads = Reads(rounds)
    for round in rounds:
        if roles & KEEPERS and is_outside_shown(round, now=now, sees_ahead=sees_ahead):
            reads.outside[round.pk] = outside_of(user, round, now=now)
        if is_in_season(round, now=now, sees_ahead=sees_ahead):
            _read_needs(reads, user, round, roles, now=now)
    if roles & queries.GRANT_ROLES:
        reads.grants = list(queries.own_grants(user, now=now))
    if roles & ANSWERERS:
        reads.inquiries = rows_for_home(user, now=now)
    if roles & MEET:
        reads.meetings = list(meetings_called(user, since=now - LATE_FOR, now=now))
    _read_facts(reads, user, roles, now=now)
    if not sees_ahead:
        _read_undated(reads, user, roles, now=now)
    return reads


def _read_facts(reads: Reads, user: User, roles: Set[str], *, now: datetime) -> None:
    """What came of the measures is told by the date of the report."""
    if roles & WRITE_FACTS:
        reporting = [round for round in reads.rounds if is_time_for_facts(round, now)]
        reads.facts = facts_to_write(user, reporting, now=now)


def _read_undated(reads: Reads, user: User, roles: Set[str], *, now: datetime) -> None:
    """What comes after the letters, and has no date in the calendar."""
    if roles & LEAD:
        reads.development = waiting_to_begin(user, now=now)
    if roles & ANSWER_QUESTIONS and reads.grants:
        reads.questions = questions_waiting(user, now=now)


def _read_needs(reads: Reads, user: User, round: Round, roles: Set[str], *, now: datetime) -> None:
    """What comes before the letters, in one round."""
    if roles & queries.OWN_ROLES:
        reads.kindergartens[round.pk] = queries.own_kindergartens(user, round, now=now)
        if deadlines.answer(Duty.NOMINATION, round, now=now).has_opened:
            reads.nominations[round.pk] = queries.own_nominations(user, round, now=now)
    if Role.REPORT_WRITER in roles:
        reads.services[round.pk] = queries.own_services(user, round, now=now)
    if roles & queries.NETWORK_ROLES:
        reads.networks[round.pk] = list(queries.networks_of(user, round, now=now))


def _group_title(seat: Seat) -> str:
    return _("As %(role)s · %(body)s") % {"role": _lower_first(seat.get_role_display()), "body": seat.body}


def _lower_first(text: str) -> str:
    """'Styrer' -> 'styrer', but 'UH-koordinator' stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _outside_shown(reads: Reads, shown: Round | None, *, now: datetime) -> list[Outside] | None:
    """What is done outside the portal in the round that is shown and has opened; None where it is not read."""
    if shown is None or shown.pk not in reads.outside:
        return None
    found = reads.outside[shown.pk] if is_outside_season(shown, now=now) else []
    return [row for row in found if row.answer.has_opened]


def _alerts(seats: Iterable[Seat]) -> Alerts:
    """What the county governor's staff must know at once; nothing for others, and no statement."""
    county = next((seat.county for seat in seats if seat.role in STAFF), None)
    return alerts_for(county) if county is not None else Alerts()


def greeting(user: User, *, now: datetime) -> str:
    """'God kveld, Kari', by the hour in Norway."""
    hour = now.astimezone(clock.OSLO).hour
    if hour < 5:
        words = _("Hello, %(name)s")
    elif hour < 10:
        words = _("Good morning, %(name)s")
    elif hour < 18:
        words = _("Good day, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": user.first_name}


def lead(todo: Iterable[Card]) -> str:
    """'Du har to ting å gjøre før 1. desember.'"""
    cards = list(todo)
    late = [card for card in cards if card.is_late]
    ahead = [card for card in cards if not card.is_late]
    parts = []
    if late:
        number = len(late)
        parts.append(
            ngettext("%(number)s thing is overdue.", "%(number)s things are overdue.", number)
            % {"number": in_words(number).capitalize()}
        )
    if ahead:
        first = min((card.due for card in ahead if card.due), default=None)
        near = [card for card in ahead if card.due == first] if first else ahead
        parts.append(_ahead(len(near), first))
    return " ".join(parts) or _("You have nothing to do right now.")


def _ahead(number: int, first: datetime | None) -> str:
    if first is None:
        return ngettext("You have %(number)s thing to do.", "You have %(number)s things to do.", number) % {
            "number": in_words(number)
        }
    return ngettext(
        "You have %(number)s thing to do by %(day)s.", "You have %(number)s things to do by %(day)s.", number
    ) % {"number": in_words(number), "day": dates.day_without_year(first)}


def in_words(number: int) -> str:
    """1–9 in words (of a neuter thing: 'én ting'), above that in digits."""
    words = (
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
    )
    return words[number - 1] if 1 <= number <= len(words) else str(number)
