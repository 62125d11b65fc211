"""Who is called to a meeting, one by one: taken off with a reason, added by name, and substitutes.

A substitute has one voice with the one they stand in for: they are called when that one cannot come, and no longer
called when that one comes after all.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.moves import move
from common.refusals import NotNow
from networks.announced import announced
from networks.emails import meetings as emails
from networks.models import Attendance, Meeting, Seat, User
from networks.queries import callees
from networks.queries import meetings as queries
from networks.rules import meetings as rules
from networks.states import MEETING_MOVES, MeetingAnswer, MeetingState


@transaction.atomic
def take_off_meeting(
    *, meeting: Meeting, people: Sequence[User], reason: str, by: User, now: datetime
) -> Meeting:
    """Do not call these people: the page, the invitation and the minutes say who they are and why.

    Who is called already is told, with a note that takes the meeting out of their calendar; so is a substitute who
    came in their place. Raises NotNow without a reason, and for somebody who is not on the list.
    """
    meeting = queries.locked_meeting(meeting)
    rules.check_may_take_off_meeting(by, meeting, now=now)
    seats = {seat.user_id: seat for seat in callees.people_to_call(meeting)}
    if not people or any(person.pk not in seats for person in people):
        raise NotNow(_("Choose among those who are called."))
    if not reason.strip():
        raise NotNow(_("Write why they are not called."))
    keys = {person.pk for person in people}
    rules.check_somebody_is_called(
        meeting, members=callees.members_among(meeting, [seats[key] for key in seats.keys() - keys])
    )
    was_called = meeting.state == MeetingState.CALLED
    stand_ins = _standing_in(meeting, keys) if was_called else []
    for person in people:
        values = {
            "seat": seats[person.pk],
            "is_called": False,
            "taken_off_by": by,
            "taken_off_because": reason,
        }
        Attendance.objects.update_or_create(meeting=meeting, person=person, defaults=values)
    if was_called:
        _tell_again(meeting, by=by, now=now, comment=_taken_off_line(people, reason))
        emails.meeting_taken_off(meeting, people, reason=reason, now=now)
        _let_stand_down(meeting, [row for row in stand_ins if row.person_id not in keys], now=now)
    return meeting


@transaction.atomic
def add_to_meeting(*, meeting: Meeting, people: Sequence[User], by: User, now: datetime) -> Meeting:
    """Call these people by name, or put back those who were taken off. Who is called late gets the invitation now.

    In a meeting that is being held they are written up, and get no letter. Raises NotNow for somebody without a seat
    in or around the body that meets.
    """
    meeting = queries.locked_meeting(meeting)
    rules.check_may_add_to_meeting(by, meeting, now=now)
    seats = {seat.user_id: seat for seat in callees.people_to_add(meeting)}
    if not people or any(person.pk not in seats for person in people):
        raise NotNow(_("Choose among those who have a role here, and are not called."))
    for person in people:
        values = {
            "seat": seats[person.pk],
            "is_called": True,
            "added_by": by,
            "taken_off_by": None,
            "taken_off_because": "",
            "stands_in_for": None,
        }
        Attendance.objects.update_or_create(meeting=meeting, person=person, defaults=values)
    if meeting.state == MeetingState.CALLED:
        names = ", ".join(person.name for person in people)
        _tell_again(meeting, by=by, now=now, comment=_("Called too: %(names)s") % {"names": names})
        emails.meeting_called(meeting, people, _said(meeting), now=now)
    return meeting


def call_seats(meeting: Meeting, seats: Iterable[Seat]) -> list[Seat]:
    """Put those on the list who are not called yet. Returns them."""
    there = set(meeting.attendance.filter(is_called=True).values_list("person_id", flat=True))
    new = [seat for seat in seats if seat.user_id not in there]
    meeting.attendance.filter(person__in=[seat.user_id for seat in new]).delete()
    Attendance.objects.bulk_create(Attendance(meeting=meeting, person=seat.user, seat=seat) for seat in new)
    return new


def call_substitute(own: Attendance, *, by: User, now: datetime) -> Attendance | None:
    """Call whoever stands in for somebody who cannot come, if they have such a one who is not called already."""
    meeting = own.meeting
    if own.seat is None or own.stands_in_for_id is not None:
        return None
    seat = callees.substitute_on(own.seat, oslo_date(meeting.starts_at))
    if seat is None:
        return None
    known = Attendance.objects.filter(meeting=meeting, person=seat.user_id).first()
    if known is not None and (known.is_called or known.taken_off_by_id is not None):
        return None
    values = {"seat": seat, "is_called": True, "stands_in_for": own.person, **NO_ANSWER}
    row, _is_new = Attendance.objects.update_or_create(meeting=meeting, person=seat.user, defaults=values)
    names = {"substitute": seat.user.name, "name": own.person.name}
    comment = _("%(substitute)s is called in place of %(name)s") % names
    _tell_again(meeting, by=by, now=now, comment=comment)
    emails.meeting_stands_in(meeting, seat.user, own.person, _said(meeting), now=now)
    return row


def release_substitute(own: Attendance, *, by: User, now: datetime) -> list[Attendance]:
    """Whoever stood in for somebody who comes after all need not come."""
    rows = _standing_in(own.meeting, {own.person_id})
    if rows:
        _tell_again(
            own.meeting, by=by, now=now, comment=_("%(name)s comes after all") % {"name": own.person.name}
        )
        _let_stand_down(own.meeting, rows, now=now)
    return rows


NO_ANSWER = {"answer": "", "note": "", "answered_at": None}


def after_answer(own: Attendance, *, by: User, now: datetime) -> None:
    """What an answer means for the one who stands in."""
    if own.answer == MeetingAnswer.NO:
        call_substitute(own, by=by, now=now)
    elif own.answer == MeetingAnswer.YES:
        release_substitute(own, by=by, now=now)


def _standing_in(meeting: Meeting, people: set[int]) -> list[Attendance]:
    rows = meeting.attendance.filter(stands_in_for__in=people, is_called=True)
    return list(rows.select_related("person", "stands_in_for").order_by("pk"))


def _let_stand_down(meeting: Meeting, rows: Sequence[Attendance], *, now: datetime) -> None:
    meeting.attendance.filter(pk__in=[row.pk for row in rows]).update(is_called=False)
    for row in rows:
        if row.stands_in_for is not None:
            emails.meeting_stands_down(meeting, row.person, row.stands_in_for, now=now)


def _tell_again(meeting: Meeting, *, by: User, now: datetime, comment: str) -> None:
    """A line in the history, and a higher number for the calendars of those who are told."""
    fields = {"sequence": meeting.sequence + 1}
    move(meeting, "change", by=by, moves=MEETING_MOVES, now=now, comment=comment, fields=fields)


def _said(meeting: Meeting) -> dict[str, object]:
    return announced(meeting, queries.items_of(meeting), queries.papers_of(meeting))


def _taken_off_line(people: Sequence[User], reason: str) -> str:
    names = ", ".join(person.name for person in people)
    return _("Taken off: %(names)s, because: %(reason)s") % {"names": names, "reason": reason}
