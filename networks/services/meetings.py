"""What can be done to a meeting: plan, save, call, change, cancel, answer, open, note who is there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.clock import OSLO
from common.dates import oslo_date
from common.kept import keep_version, last_version
from common.moves import move
from common.refusals import NotNow
from common.versions import check_version
from networks.agenda import proposed_cases
from networks.announced import announced, changes_between, has_new_time
from networks.emails import meetings as emails
from networks.models import (
    AgendaItem,
    Arena,
    Attendance,
    Forum,
    Kindergarten,
    Meeting,
    Municipality,
    Network,
    NetworkMunicipality,
    Round,
    Seat,
    User,
)
from networks.models.periods import valid_on
from networks.queries import callees
from networks.queries import meetings as queries
from networks.rules import meetings as rules
from networks.services.callees import after_answer, call_seats
from networks.states import MEETING_MOVES, MeetingAnswer, MeetingState


@dataclass(frozen=True, kw_only=True)
class MeetingInput:
    """When and where, and what the invitation says; in a network also in which arena, and for which place."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    notice: str = ""
    round: Round | None = None
    arena: Arena | None = None
    municipality: Municipality | None = None
    kindergarten: Kindergarten | None = None


@transaction.atomic
def plan_meeting(*, body: Forum | Network, typed: MeetingInput, by: User, now: datetime) -> Meeting:
    """Begin a draft. The forum's has the cases that the scheme has for that month. Nobody is told."""
    typed = _with_municipality(typed)
    _check_may_plan(by, body, typed, now=now)
    columns = {"forum": body} if isinstance(body, Forum) else {"network": body}
    meeting = Meeting.objects.create(created_by=by, created_at=now, **columns, **_columns(typed))
    if typed.round is not None and isinstance(body, Forum):
        month = typed.starts_at.astimezone(OSLO).month
        cases = proposed_cases(typed.round.scheme, month, typed.round.grant_year)
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, order=place, **case) for place, case in enumerate(cases, start=1)
        )
    return meeting


@transaction.atomic
def save_meeting(*, meeting: Meeting, typed: MeetingInput, version: int, by: User, now: datetime) -> Meeting:
    """Change a draft. `version` is what the page showed; raises NotNow when somebody else has saved since."""
    meeting = queries.locked_meeting(meeting)
    rules.check_may_save_meeting(by, meeting, now=now)
    check_version(meeting.version, version)
    typed = _with_municipality(typed)
    _check_may_plan(by, meeting.body, typed, now=now)
    columns = _columns(typed) | {"version": meeting.version + 1}
    for name, value in columns.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(columns))
    return meeting


@transaction.atomic
def call_meeting(*, meeting: Meeting, by: User, now: datetime) -> Meeting:
    """Call all whom the meeting is for (`networks.queries.callees`): each gets the agenda and an invitation."""
    meeting = queries.locked_meeting(meeting)
    people, items = callees.people_to_call(meeting), list(queries.items_of(meeting))
    members = callees.members_among(meeting, people)
    rules.check_may_call_meeting(by, meeting, members=members, cases=len(items), now=now)
    move(meeting, "call", by=by, moves=MEETING_MOVES, now=now, fields={"called_at": now})
    call_seats(meeting, people)
    said = announced(meeting, items, queries.papers_of(meeting))
    keep_version(meeting, "call", said, by=by, now=now)
    emails.meeting_called(meeting, [seat.user for seat in people], said, now=now)
    return meeting


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, typed: MeetingInput, version: int, by: User, now: datetime
) -> Meeting:
    """Move a meeting that is called, or tell of a new agenda: a new invitation says what has changed.

    A new time asks everybody to answer anew, and lets substitutes go. Members who have come since are called; who has
    no seat on the new day no longer is. Raises NotNow where there is nothing to tell.
    """
    meeting = queries.locked_meeting(meeting)
    rules.check_may_change_meeting(by, meeting, starts_at=typed.starts_at, now=now)
    check_version(meeting.version, version)
    typed = _with_municipality(typed)
    _check_may_plan(by, meeting.body, typed, now=now)
    kept = last_version(meeting)
    for name, value in _columns(typed).items():
        setattr(meeting, name, value)
    said = announced(meeting, queries.items_of(meeting), queries.papers_of(meeting))
    changes = changes_between(kept.content, said) if kept else []
    people = callees.people_to_call(meeting, keeps_substitutes=not has_new_time(changes))
    rules.check_somebody_is_called(meeting, members=callees.members_among(meeting, people))
    there = {row.person_id for row in queries.attendance_of(meeting) if row.is_called}
    gone = _gone(meeting, people)
    if not (changes or gone or any(seat.user_id not in there for seat in people)):
        raise NotNow(_("Nothing has changed since the invitation went out."))
    fields = _columns(typed) | {"sequence": meeting.sequence + 1, "version": meeting.version + 1}
    move(meeting, "change", by=by, moves=MEETING_MOVES, now=now, fields=fields)
    newcomers = _call_and_uncall(meeting, people, gone, must_answer=has_new_time(changes))
    keep_version(meeting, "change", said, by=by, now=now)
    if changes:
        told = [seat.user for seat in people if seat.user_id in there]
        emails.meeting_changed(meeting, told, said, changes, must_answer=has_new_time(changes), now=now)
    emails.meeting_called(meeting, [seat.user for seat in newcomers], said, now=now)
    emails.meeting_uncalled(meeting, [row.person for row in gone if row.stands_in_for is None], now=now)
    for row in gone:
        if row.stands_in_for is not None:
            emails.meeting_stands_down(meeting, row.person, row.stands_in_for, now=now)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, now: datetime) -> Meeting:
    """Call the meeting off. Those who were called are told why; a draft is simply put away."""
    meeting = queries.locked_meeting(meeting)
    rules.check_may_cancel_meeting(by, meeting, now=now)
    was_called = meeting.state == MeetingState.CALLED
    fields = {"sequence": meeting.sequence + 1} if was_called else {}
    move(meeting, "cancel", by=by, moves=MEETING_MOVES, now=now, comment=reason, fields=fields)
    if was_called:
        people = [row.person for row in queries.attendance_of(meeting) if row.is_called]
        emails.meeting_cancelled(meeting, people, reason=reason, now=now)
    return meeting


@transaction.atomic
def answer_invitation(
    *, meeting: Meeting, answer: MeetingAnswer, note: str = "", by: User, now: datetime
) -> Attendance:
    """Say for oneself whether one comes. The last answer counts; with a no the substitute is called."""
    meeting = queries.locked_meeting(meeting)
    own = queries.own_attendance(meeting, by)
    rules.check_may_answer_invitation(by, meeting, is_called=own is not None, now=now)
    row = own or Attendance(meeting=meeting, person=by)
    row.meeting = meeting
    row.answer, row.note, row.answered_at = answer, note, now
    row.save(update_fields=["answer", "note", "answered_at"])
    after_answer(row, by=by, now=now)
    return row


@transaction.atomic
def open_meeting(*, meeting: Meeting, chair: User, by: User, now: datetime) -> Meeting:
    """Open the meeting with its chair, who is one of those who are called. Members who came since are listed too."""
    meeting = queries.locked_meeting(meeting)
    rules.check_may_open_meeting(by, meeting, now=now)
    if not queries.own_attendance(meeting, chair):
        raise NotNow(_("Choose a chair among those who are called."))
    move(meeting, "open", by=by, moves=MEETING_MOVES, now=now, fields={"chair": chair})
    call_seats(meeting, callees.people_to_call(meeting))
    return meeting


@transaction.atomic
def record_attendance(*, meeting: Meeting, present: Collection[int], by: User, now: datetime) -> Meeting:
    """Note who is there (`present`: keys of people); all others on the list are not."""
    meeting = queries.locked_meeting(meeting)
    rules.check_may_record(by, meeting, now=now)
    meeting.attendance.filter(person__in=present).update(is_present=True)
    meeting.attendance.exclude(person__in=present).update(is_present=False)
    return meeting


def check_times(typed: MeetingInput) -> None:
    """Raises NotNow for a meeting that ends before it begins."""
    if typed.ends_at <= typed.starts_at:
        raise NotNow(_("The meeting must end after it begins."))


def _check_may_plan(by: User, body: Forum | Network, typed: MeetingInput, *, now: datetime) -> None:
    """Who, when and where: a meeting of a network is in an arena and for a place of its own."""
    rules.check_may_plan_meeting(by, body, arena=typed.arena, municipality=typed.municipality, now=now)
    check_times(typed)
    place = typed.municipality
    if isinstance(body, Forum):
        if typed.arena or place or typed.kindergarten:
            raise NotNow(_("Arenas and places belong to the meetings of networks."))
        return
    if typed.arena is not None and typed.arena.network_id != body.pk:
        raise NotNow(_("Choose one of the network's own arenas."))
    if place is None:
        return
    day = oslo_date(typed.starts_at)
    if not NetworkMunicipality.objects.filter(valid_on(day), network=body, municipality=place).exists():
        raise NotNow(_("Choose a place that belongs to the network that day."))
    if typed.kindergarten is not None and typed.kindergarten.municipality_id != place.pk:
        raise NotNow(_("The kindergarten lies in another municipality."))


def _with_municipality(typed: MeetingInput) -> MeetingInput:
    """What is for a kindergarten is for its municipality too."""
    if typed.kindergarten is None or typed.municipality is not None:
        return typed
    return replace(typed, municipality=typed.kindergarten.municipality)


def _columns(typed: MeetingInput) -> dict[str, Any]:
    return dict(vars(typed))


def _gone(meeting: Meeting, people: Iterable[Seat]) -> list[Attendance]:
    stay = {seat.user_id for seat in people}
    return [row for row in queries.attendance_of(meeting) if row.is_called and row.person_id not in stay]


def _call_and_uncall(
    meeting: Meeting, people: list[Seat], gone: list[Attendance], *, must_answer: bool
) -> list[Seat]:
    """Newcomers are on the list, those who are gone no longer called; with a new time all answers are open again.

    Returns the newcomers.
    """
    meeting.attendance.filter(pk__in=[row.pk for row in gone]).update(is_called=False)
    newcomers = call_seats(meeting, people)
    if must_answer:
        meeting.attendance.update(answer="", note="", answered_at=None)
    return newcomers
