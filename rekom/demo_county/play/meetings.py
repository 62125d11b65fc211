"""The cooperation forum's four meetings of the year: the key, the recommendation, plan and seminar, the findings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from common.clock import oslo
from networks.models import AgendaItem, Declaration, Meeting, User
from networks.queries.votes import locked_case, voters_in
from networks.services import impartiality, meeting_minutes, meetings, votes
from networks.states import AgendaKind, MeetingAnswer, VoteChoice
from rekom.demo_county import texts
from rekom.demo_county.play.stage import Event, Stage, chance

ABSENT = 3
"""So many of those who are called do not come."""


@dataclass(frozen=True)
class Date:
    """A meeting of the year: its month, its day, and how it is called."""

    month: int
    day: int
    title: str


KEY = Date(1, 14, "Samarbeidsforum i januar")
RECOMMENDATION = Date(3, 11, "Samarbeidsforum i mars")
PLAN = Date(9, 10, "Samarbeidsforum i september")
FINDINGS = Date(11, 12, "Samarbeidsforum i november")
DATES = (KEY, RECOMMENDATION, PLAN, FINDINGS)


def meeting_events(stage: Stage, year: int) -> list[Event]:
    """Each meeting is planned eight weeks before, called a day later, held, and its minutes are sent two days on."""
    return [event for date in DATES for event in _events(stage, year, date)]


def _events(stage: Stage, year: int, date: Date) -> list[Event]:
    at = oslo(year, date.month, date.day, 9)
    acts: tuple[tuple[datetime, Callable[[Stage, int, Date, datetime], None]], ...] = (
        (at - timedelta(days=57), _plan),
        (at - timedelta(days=56), _call),
        (at - timedelta(days=30), _answer),
        (at + timedelta(minutes=5), _open),
        (at + timedelta(hours=2), _decide),
        (at + timedelta(days=2), _send_minutes),
    )
    return [Event(when, partial(act, stage, year, date)) for when, act in acts]


def _meeting(stage: Stage, year: int, date: Date) -> Meeting:
    return Meeting.objects.get(
        forum=stage.county.forum, round=stage.round(year), starts_at=oslo(year, date.month, date.day, 9)
    )


def _plan(stage: Stage, year: int, date: Date, now: datetime) -> None:
    starts_at = oslo(year, date.month, date.day, 9)
    typed = meetings.MeetingInput(
        title=f"{date.title} {year}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        place="Statens hus, møterom Munkholmen",
        notice=texts.MEETING_NOTICE,
        round=stage.round(year),
    )
    meetings.plan_meeting(body=stage.county.forum, typed=typed, by=stage.case_officer, now=now)


def _call(stage: Stage, year: int, date: Date, now: datetime) -> None:
    meetings.call_meeting(meeting=_meeting(stage, year, date), by=stage.case_officer, now=now)


def _answer(stage: Stage, year: int, date: Date, now: datetime) -> None:
    """Most say that they come; the last ones say that they cannot."""
    meeting = _meeting(stage, year, date)
    people = _called(meeting)
    for person in people[:-ABSENT]:
        meetings.answer_invitation(meeting=meeting, answer=MeetingAnswer.YES, by=person, now=now)
    for person in people[-ABSENT:-1]:
        meetings.answer_invitation(meeting=meeting, answer=MeetingAnswer.NO, by=person, now=now)


def _open(stage: Stage, year: int, date: Date, now: datetime) -> None:
    meeting, officer = _meeting(stage, year, date), stage.case_officer
    meetings.open_meeting(meeting=meeting, chair=stage.forum_member, by=officer, now=now)
    present = [person.pk for person in _called(meeting)[:-ABSENT]]
    meetings.record_attendance(
        meeting=meeting, present={*present, stage.forum_member.pk}, by=officer, now=now
    )


def _decide(stage: Stage, year: int, date: Date, now: datetime) -> None:
    """The forum agrees on every case; one year it votes over the recommendation, and one member steps aside."""
    for item in _meeting(stage, year, date).items.order_by("order"):
        if item.kind == AgendaKind.RECOMMENDATION:
            _step_aside(stage, item, now)
        if item.kind == AgendaKind.RECOMMENDATION and year % 2:
            _vote(stage, item, now)
        else:
            meeting_minutes.agree_item(
                item=item, resolution=texts.RESOLUTIONS[item.kind], by=stage.case_officer, now=now
            )


def _step_aside(stage: Stage, item: AgendaItem, now: datetime) -> None:
    """A university's member declares that the university's own part is decided without them."""
    declared = _university_line(stage, item)
    if declared is None:
        return
    person, line = declared
    declaration: Declaration = impartiality.declare_impartiality(
        item=item, line=line, reason=texts.PARTIAL, by=person, now=now
    )
    impartiality.recuse_declaration(
        declaration=declaration, reason=texts.RECUSED, by=stage.case_officer, now=now
    )


def _university_line(stage: Stage, item: AgendaItem) -> tuple[User, str] | None:
    """A present coordinator of a university, and the line of that university."""
    present = {row.person_id for row in item.meeting.attendance.filter(is_present=True)}
    for owner in stage.owners.values():
        if owner.kind == "university":
            person = stage.university_person(owner)
            if person.pk in present:
                return person, f"university-{owner.pk}"
    return None


def _vote(stage: Stage, item: AgendaItem, now: datetime) -> None:
    officer = stage.case_officer
    meeting_minutes.divide_item(item=item, by=officer, now=now)
    ballot = votes.open_ballot(item=item, question=texts.QUESTION, by=officer, now=now)
    luck = chance(item.meeting.starts_at.year, "votes")
    for voter in voters_in(locked_case(item.pk), "", now=now):
        choice = luck.choices([VoteChoice.FOR, VoteChoice.AGAINST, VoteChoice.ABSTAIN], [8, 2, 1])[0]
        votes.cast_vote(ballot=ballot, choice=choice, by=voter.person, now=now)
    votes.close_ballot(ballot=ballot, by=officer, now=now)
    votes.settle_item(
        item=item,
        resolution=texts.RESOLUTIONS[item.kind],
        dissent=texts.RECOMMENDATION_DISSENT,
        by=officer,
        now=now,
    )


def _send_minutes(stage: Stage, year: int, date: Date, now: datetime) -> None:
    meeting_minutes.send_minutes(meeting=_meeting(stage, year, date), by=stage.case_officer, now=now)


def _called(meeting: Meeting) -> list[User]:
    """Those who are called, as they stand on the list."""
    rows = meeting.attendance.filter(is_called=True).select_related("person").order_by("pk")
    return [row.person for row in rows]
