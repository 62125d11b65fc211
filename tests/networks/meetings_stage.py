"""Meetings made by the services: planned, called, held, minuted; and the small things their tests share."""

from datetime import datetime, timedelta

from common.attachments import Upload, checked
from common.clock import oslo
from networks.models import AgendaItem, Meeting
from networks.roles import Interest, Role
from networks.services import meeting_agenda, meeting_minutes, meetings
from networks.services.meetings import MeetingInput
from tests import factories as f
from tests.world import World

PLANNED = oslo(2027, 2, 1, 12)
STARTS = oslo(2027, 3, 10, 9)
MEETING_DAY = oslo(2027, 3, 10, 9, 30)
PDF = b"%PDF-1.7 prove"


def typed(**said) -> MeetingInput:
    """What a case officer types: a meeting of three hours in March."""
    starts: datetime = said.pop("starts_at", STARTS)
    base = {"title": "Samarbeidsforum i mars", "starts_at": starts, "ends_at": starts + timedelta(hours=3)}
    return MeetingInput(**{**base, "place": "Statens hus", **said})


def drafted(world: World, *, now: datetime = PLANNED, **said) -> Meeting:
    """A draft about the world's round, with the cases that March has."""
    said.setdefault("round", world.round)
    return meetings.plan_meeting(
        body=world.forum, typed=typed(**said), by=world.person("case_officer"), now=now
    )


def called(world: World, **said) -> Meeting:
    """A meeting to which all are called."""
    return meetings.call_meeting(meeting=drafted(world, **said), by=world.person("case_officer"), now=PLANNED)


def held(world: World, **said) -> Meeting:
    """A meeting that is open, with the forum's member in the chair."""
    made = called(world, **said)
    return meetings.open_meeting(
        meeting=made, chair=world.people["forum"], by=world.person("case_officer"), now=MEETING_DAY
    )


def done(world: World, **said) -> Meeting:
    """A meeting that has agreed on all its cases, and has noted who was there; the minutes are not sent."""
    made = held(world, **said)
    officer = world.person("case_officer")
    for item in items(made):
        meeting_minutes.agree_item(item=item, resolution="Forumet er enig.", by=officer, now=MEETING_DAY)
    meetings.record_attendance(meeting=made, present=[world.people["forum"].pk], by=officer, now=MEETING_DAY)
    return made


def minuted(world: World, **said) -> Meeting:
    """A meeting whose minutes are sent."""
    made = done(world, **said)
    meeting_minutes.send_minutes(meeting=made, by=world.person("case_officer"), now=MEETING_DAY)
    made.refresh_from_db()
    return made


def items(meeting: Meeting) -> list[AgendaItem]:
    """The cases in their order."""
    return list(meeting.items.order_by("order"))


def upload(name: str = "Saksframlegg.pdf") -> Upload:
    """A small PDF."""
    return checked(name, PDF)


def with_paper(world: World, made: Meeting, *, of_case: bool = True):
    """A paper of the first case, or of the meeting as a whole."""
    return meeting_agenda.add_paper(
        meeting=made,
        title="Saksframlegg",
        item=items(made)[0] if of_case else None,
        upload=upload(),
        by=world.person("case_officer"),
        now=PLANNED,
    )


def correct(world: World, made: Meeting) -> Meeting:
    """A meeting whose minutes are opened for correction."""
    officer = world.person("case_officer")
    return meeting_minutes.correct_minutes(meeting=made, reason="Feil navn.", by=officer, now=MEETING_DAY)


def another_member(world: World) -> None:
    """One more who is called to the forum's meetings."""
    f.seat(Role.FORUM_MEMBER, world.forum, interest=Interest.KS)
