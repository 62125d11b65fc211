"""What can be done to a meeting: plan, save, call, change, cancel, answer, open, note who is there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.clock import OSLO
from common.kept import keep_version, last_version
from common.moves import move
from common.refusals import NotNow
from common.versions import check_version
from networks.agenda import proposed_cases
from networks.announced import announced, changes_between, has_new_time
from networks.emails import meetings as emails
from networks.models import AgendaItem, Attendance, Forum, Meeting, Round, Seat, User
from networks.queries import meetings as queries
from networks.rules import meetings as rules
from networks.states import MEETING_MOVES, MeetingAnswer, MeetingState


@dataclass(frozen=True, kw_only=True)
class MeetingInput:
    """When and where, and what the invitation says."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    notice: str = ""
    round: Round | None = None


@transaction.atomic
def plan_meeting(*, forum: Forum, typed: MeetingInput, by: User, now: datetime) -> Meeting:
    """Begin a draft, with the cases that the scheme has for that month. Nobody is told."""
    rules.check_may_plan_meeting(by, forum, now=now)
    check_times(typed)
    meeting = Meeting.objects.create(forum=forum, created_by=by, created_at=now, **_columns(typed))
    if typed.round is not None:
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
    check_times(typed)
    columns = _columns(typed) | {"version": meeting.version + 1}
    for name, value in columns.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(columns))
    return meeting


@transaction.atomic
def call_meeting(*, meeting: Meeting, by: User, now: datetime) -> Meeting:
    """Call the forum's members and the case officers: each gets the agenda and an invitation."""
    meeting = queries.locked_meeting(meeting)
    people, items = queries.people_to_call(meeting), list(queries.items_of(meeting))
    members = sum(seat.forum_id is not None for seat in people)
    rules.check_may_call_meeting(by, meeting, members=members, cases=len(items), now=now)
    move(meeting, "call", by=by, moves=MEETING_MOVES, now=now, fields={"called_at": now})
    Attendance.objects.bulk_create(_called(meeting, people))
    said = announced(meeting, items, queries.papers_of(meeting))
    keep_version(meeting, "call", said, by=by, now=now)
    emails.meeting_called(meeting, [seat.user for seat in people], said, now=now)
    return meeting


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, typed: MeetingInput, version: int, by: User, now: datetime
) -> Meeting:
    """Move a meeting that is called, or tell of a new agenda: a new invitation says what has changed.

    A new time asks everybody to answer anew. Members who have come since are called; who has no seat on the new day
    no longer is. Raises NotNow where there is nothing to tell.
    """
    meeting = queries.locked_meeting(meeting)
    rules.check_may_change_meeting(by, meeting, starts_at=typed.starts_at, now=now)
    check_version(meeting.version, version)
    check_times(typed)
    kept = last_version(meeting)
    for name, value in _columns(typed).items():
        setattr(meeting, name, value)
    people = queries.people_to_call(meeting)
    if not any(seat.forum_id for seat in people):
        raise NotNow(_("Nobody has a seat in the cooperation forum that day. Invite members first."))
    said = announced(meeting, queries.items_of(meeting), queries.papers_of(meeting))
    changes = changes_between(kept.content, said) if kept else []
    newcomers, gone = _newcomers(meeting, people), _gone(meeting, people)
    if not (changes or newcomers or gone):
        raise NotNow(_("Nothing has changed since the invitation went out."))
    fields = _columns(typed) | {"sequence": meeting.sequence + 1, "version": meeting.version + 1}
    move(meeting, "change", by=by, moves=MEETING_MOVES, now=now, fields=fields)
    _call_and_uncall(meeting, newcomers, gone, must_answer=has_new_time(changes))
    keep_version(meeting, "change", said, by=by, now=now)
    new = {seat.user_id for seat in newcomers}
    if changes:
        told = [seat.user for seat in people if seat.user_id not in new]
        emails.meeting_changed(meeting, told, said, changes, must_answer=has_new_time(changes), now=now)
    emails.meeting_called(meeting, [seat.user for seat in newcomers], said, now=now)
    emails.meeting_uncalled(meeting, [row.person for row in gone], now=now)
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
    """Say for oneself whether one comes. The last answer counts."""
    meeting = queries.locked_meeting(meeting)
    own = queries.own_attendance(meeting, by)
    rules.check_may_answer_invitation(by, meeting, is_called=own is not None, now=now)
    row = own or Attendance(meeting=meeting, person=by)
    row.answer, row.note, row.answered_at = answer, note, now
    row.save(update_fields=["answer", "note", "answered_at"])
    return row


@transaction.atomic
def open_meeting(*, meeting: Meeting, chair: User, by: User, now: datetime) -> Meeting:
    """Open the meeting with its chair, who is one of those who are called. Members who came since are listed too."""
    meeting = queries.locked_meeting(meeting)
    rules.check_may_open_meeting(by, meeting, now=now)
    if not queries.own_attendance(meeting, chair):
        raise NotNow(_("Choose a chair among those who are called."))
    move(meeting, "open", by=by, moves=MEETING_MOVES, now=now, fields={"chair": chair})
    late = _newcomers(meeting, queries.people_to_call(meeting))
    meeting.attendance.filter(person__in=[seat.user_id for seat in late]).delete()
    Attendance.objects.bulk_create(_called(meeting, late))
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


def _columns(typed: MeetingInput) -> dict[str, Any]:
    return dict(vars(typed))


def _called(meeting: Meeting, seats: Iterable[Seat]) -> list[Attendance]:
    return [Attendance(meeting=meeting, person=seat.user, seat=seat) for seat in seats]


def _newcomers(meeting: Meeting, people: Iterable[Seat]) -> list[Seat]:
    there = set(meeting.attendance.filter(is_called=True).values_list("person_id", flat=True))
    return [seat for seat in people if seat.user_id not in there]


def _gone(meeting: Meeting, people: Iterable[Seat]) -> list[Attendance]:
    stay = {seat.user_id for seat in people}
    return [row for row in queries.attendance_of(meeting) if row.is_called and row.person_id not in stay]


def _call_and_uncall(
    meeting: Meeting, newcomers: list[Seat], gone: list[Attendance], *, must_answer: bool
) -> None:
    """Newcomers are on the list, those who are gone no longer called; with a new time all answers are open again."""
    meeting.attendance.filter(pk__in=[row.pk for row in gone]).update(is_called=False)
    meeting.attendance.filter(person__in=[seat.user_id for seat in newcomers]).delete()
    Attendance.objects.bulk_create(_called(meeting, newcomers))
    if must_answer:
        meeting.attendance.update(answer="", note="", answered_at=None)
