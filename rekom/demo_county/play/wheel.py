"""The annual wheel of Trøndelag sørvest with DMMH: the arenas, the plan of 2024–25, and the year that is now."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from common.clock import OSLO, oslo
from networks.models import Arena, Meeting, Network, Organisation
from networks.rules.wheel import WheelPlace
from networks.services import arenas, meeting_agenda, meeting_minutes, meetings
from networks.services.wheel import WheelEventInput, add_wheel_event
from rekom.demo_county import wheel_texts as texts
from rekom.demo_county.play.stage import Event, Stage

PRESENT_FROM = 3
"""Of those who are called, every one but the last ones comes."""


def wheel_events(stage: Stage, year: int) -> list[Event]:
    """The wheel of the year that begins in the August before the grant year: put in at the start of it."""
    begins = year - 1
    known = [*texts.MEETINGS, *texts.EVENTS]
    if begins not in known:
        return []
    first = oslo(begins, 6, 25, 9)
    events = [Event(first, partial(_put_in, stage, begins))]
    for row in texts.MEETINGS[begins]:
        starts = _at(row.day, row.starts)
        acts: tuple[tuple[datetime, Callable[[Stage, texts.DemoMeeting, datetime], None]], ...] = (
            (first + timedelta(hours=1), _plan),
            (first + timedelta(hours=2), _call),
            (starts + timedelta(minutes=5), _open),
            (_at(row.day, row.ends), _agree),
            (starts + timedelta(days=2), _send_minutes),
        )
        events += [Event(at, partial(act, stage, row)) for at, act in acts]
    return events


def _network(stage: Stage) -> Network:
    return next(network for network in stage.networks if network.name == texts.NETWORK)


def _university(stage: Stage) -> Organisation:
    return next(owner for owner in stage.owners.values() if owner.short_name == texts.UNIVERSITY)


def _arenas(stage: Stage, now: datetime) -> list[Arena]:
    """The partnership's five arenas, which are made the first time they are asked for."""
    network, university = _network(stage), _university(stage)
    found = list(Arena.objects.filter(network=network, university=university).order_by("order"))
    if found:
        return found
    for row in texts.ARENAS:
        arenas.add_arena(
            network=network,
            university=university,
            typed=arenas.ArenaInput(name=row.name, kind=row.kind, who=row.who, purpose=row.purpose),
            by=stage.leader(network),
            now=now,
        )
    return list(Arena.objects.filter(network=network, university=university).order_by("order"))


def _put_in(stage: Stage, begins: int, now: datetime) -> None:
    """The leader writes the year's notes, and the case officer the county's."""
    columns, network = _arenas(stage, now), _network(stage)
    for row in texts.EVENTS[begins]:
        place = WheelPlace(county=stage.county, network=network, arena=columns[row.arena])
        _add(row, place, by=stage.leader(network), now=now)
    for row in texts.COUNTY_EVENTS.get(begins, ()):
        _add(row, WheelPlace(county=stage.county), by=stage.case_officer, now=now)


def _add(row: texts.DemoEvent, place: WheelPlace, *, by: Any, now: datetime) -> None:
    typed = WheelEventInput(
        place=place,
        title=row.title,
        text=row.text,
        starts_on=row.day,
        is_whole_month=row.is_whole_month,
    )
    add_wheel_event(typed=typed, by=by, now=now)


def _meeting(stage: Stage, row: texts.DemoMeeting) -> Meeting:
    """A network has no two meetings of the demo that begin at the same instant."""
    return Meeting.objects.get(network=_network(stage), starts_at=_at(row.day, row.starts))


def _plan(stage: Stage, row: texts.DemoMeeting, now: datetime) -> None:
    network = _network(stage)
    typed = meetings.MeetingInput(
        title=row.title,
        starts_at=_at(row.day, row.starts),
        ends_at=_at(row.day, row.ends),
        place=row.place,
        arena=_arenas(stage, now)[row.arena],
    )
    leader = stage.leader(network)
    meeting = meetings.plan_meeting(body=network, typed=typed, by=leader, now=now)
    for case in row.cases:
        meeting_agenda.add_item(
            meeting=meeting, typed=meeting_agenda.ItemInput(title=case), by=leader, now=now
        )


def _call(stage: Stage, row: texts.DemoMeeting, now: datetime) -> None:
    meetings.call_meeting(meeting=_meeting(stage, row), by=stage.leader(_network(stage)), now=now)


def _open(stage: Stage, row: texts.DemoMeeting, now: datetime) -> None:
    meeting, leader = _meeting(stage, row), stage.leader(_network(stage))
    meetings.open_meeting(meeting=meeting, chair=leader, by=leader, now=now)
    called = list(meeting.attendance.filter(is_called=True).order_by("pk").values_list("person", flat=True))
    kept = called[: max(len(called) - PRESENT_FROM, 1)]
    meetings.record_attendance(meeting=meeting, present={*kept, leader.pk}, by=leader, now=now)


def _agree(stage: Stage, row: texts.DemoMeeting, now: datetime) -> None:
    for item in _meeting(stage, row).items.order_by("order"):
        meeting_minutes.agree_item(
            item=item, resolution="Gjennomgått og tatt med videre.", by=stage.leader(_network(stage)), now=now
        )


def _send_minutes(stage: Stage, row: texts.DemoMeeting, now: datetime) -> None:
    meeting_minutes.send_minutes(meeting=_meeting(stage, row), by=stage.leader(_network(stage)), now=now)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=OSLO)
