"""The meetings of the demo's home network: the five usual arenas, three meetings a year, and one that lies ahead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from common.clock import oslo
from networks.models import Arena, Meeting, Network
from networks.services import arenas, meeting_agenda, meeting_minutes, meetings
from networks.states import ArenaKind, MeetingAnswer
from rekom.demo_county.play.stage import Event, Stage
from rekom.demo_county.tables import HOME
from rekom.demo_county.texts import NETWORK_CASES, NETWORK_NOTICE, NETWORK_RESOLUTION

ABSENT = 4
"""So many of those who are called do not come."""


@dataclass(frozen=True)
class Date:
    """A meeting of the year before the grant year, or of the grant year itself (`years`)."""

    month: int
    day: int
    arena: ArenaKind
    title: str
    place: str
    years: int = -1


DATES = (
    Date(9, 16, ArenaKind.WORKING_GROUP, "Arbeidsgruppe: planen for året", "Teams"),
    Date(10, 21, ArenaKind.REGIONAL_HEADS, "Styrersamling i oktober", "Melhus rådhus, kommunestyresalen"),
    Date(12, 9, ArenaKind.WORKING_GROUP, "Arbeidsgruppe: beslutningsgrunnlaget", "Teams"),
    Date(5, 12, ArenaKind.REGIONAL_HEADS, "Styrersamling i mai", "Støren samfunnshus", years=0),
)


def network_meeting_events(stage: Stage, year: int) -> list[Event]:
    """Each meeting is planned ten weeks before, called a day later, held, and its minutes are sent two days on."""
    return [event for date in DATES for event in _events(stage, year, date)]


def _starts(year: int, date: Date) -> datetime:
    return oslo(year + date.years, date.month, date.day, 9)


def _events(stage: Stage, year: int, date: Date) -> list[Event]:
    at = _starts(year, date)
    acts: tuple[tuple[datetime, Callable[[Stage, int, Date, datetime], None]], ...] = (
        (at - timedelta(days=70), _plan),
        (at - timedelta(days=69), _call),
        (at - timedelta(days=20), _answer),
        (at + timedelta(minutes=5), _open),
        (at + timedelta(hours=2), _agree),
        (at + timedelta(days=2), _send_minutes),
    )
    return [Event(when, partial(act, stage, year, date)) for when, act in acts]


def _network(stage: Stage) -> Network:
    return next(network for network in stage.networks if network.name == HOME)


def _arena(stage: Stage, kind: ArenaKind, now: datetime) -> Arena:
    """The network's arena of this kind; the five are made the first time one is asked for."""
    network = _network(stage)
    if not network.arenas.exists():
        arenas.make_arenas(network=network, by=stage.leader(network), now=now)
    return network.arenas.get(kind=kind, university=None)


def _meeting(stage: Stage, year: int, date: Date) -> Meeting:
    return Meeting.objects.get(network=_network(stage), starts_at=_starts(year, date))


def _plan(stage: Stage, year: int, date: Date, now: datetime) -> None:
    network, starts_at = _network(stage), _starts(year, date)
    leader = stage.leader(network)
    typed = meetings.MeetingInput(
        title=date.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        place=date.place,
        notice=NETWORK_NOTICE,
        arena=_arena(stage, date.arena, now),
    )
    meeting = meetings.plan_meeting(body=network, typed=typed, by=leader, now=now)
    for title in NETWORK_CASES[date.arena]:
        case = meeting_agenda.ItemInput(title=title)
        meeting_agenda.add_item(meeting=meeting, typed=case, by=leader, now=now)


def _call(stage: Stage, year: int, date: Date, now: datetime) -> None:
    meetings.call_meeting(meeting=_meeting(stage, year, date), by=stage.leader(_network(stage)), now=now)


def _answer(stage: Stage, year: int, date: Date, now: datetime) -> None:
    """Most say that they come, one that they cannot, and some say nothing."""
    meeting = _meeting(stage, year, date)
    rows = meeting.attendance.filter(is_called=True).select_related("person").order_by("pk")
    people = [row.person for row in rows]
    for person in people[:-ABSENT]:
        meetings.answer_invitation(meeting=meeting, answer=MeetingAnswer.YES, by=person, now=now)
    meetings.answer_invitation(meeting=meeting, answer=MeetingAnswer.NO, by=people[-1], now=now)


def _open(stage: Stage, year: int, date: Date, now: datetime) -> None:
    meeting, leader = _meeting(stage, year, date), stage.leader(_network(stage))
    meetings.open_meeting(meeting=meeting, chair=leader, by=leader, now=now)
    rows = meeting.attendance.filter(is_called=True).order_by("pk")
    called = list(rows.values_list("person", flat=True))
    meetings.record_attendance(meeting=meeting, present={*called[:-ABSENT], leader.pk}, by=leader, now=now)


def _agree(stage: Stage, year: int, date: Date, now: datetime) -> None:
    leader = stage.leader(_network(stage))
    for item in _meeting(stage, year, date).items.order_by("order"):
        meeting_minutes.agree_item(item=item, resolution=NETWORK_RESOLUTION, by=leader, now=now)


def _send_minutes(stage: Stage, year: int, date: Date, now: datetime) -> None:
    meeting_minutes.send_minutes(
        meeting=_meeting(stage, year, date), by=stage.leader(_network(stage)), now=now
    )
