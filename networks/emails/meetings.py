"""The letters about meetings: to each one who is called, with an invitation for their own calendar."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from common.models import Document, MailPriority
from common.outbox import Planned
from networks.announced import Announced, Change
from networks.models import Meeting, User
from networks.queries.invitations import invitation_to
from networks.topics import topics


def meeting_called(meeting: Meeting, people: Iterable[User], said: Announced, *, now: datetime) -> int:
    """Call these people, with the agenda and an invitation. Returns how many letters were planned."""
    return _to_many("meeting_called", meeting, people, _agenda(said), now=now, until=meeting.ends_at)


def meeting_changed(
    meeting: Meeting,
    people: Iterable[User],
    said: Announced,
    changes: Sequence[Change],
    *,
    must_answer: bool,
    now: datetime,
) -> int:
    """Tell those who were called what has changed. Returns how many letters were planned."""
    more = {"changes": list(changes), "must_answer": must_answer}
    return _to_many("meeting_changed", meeting, people, _agenda(said) | more, now=now, until=meeting.ends_at)


def meeting_cancelled(meeting: Meeting, people: Iterable[User], *, reason: str, now: datetime) -> int:
    """Tell those who were called that the meeting is not held, and take it out of their calendars."""
    return _to_many("meeting_cancelled", meeting, people, {"reason": reason}, is_over=True, now=now)


def meeting_uncalled(meeting: Meeting, people: Iterable[User], *, now: datetime) -> int:
    """Tell those who have no seat on the meeting's new day that they are no longer called."""
    return _to_many("meeting_uncalled", meeting, people, {}, is_over=True, now=now)


def meeting_taken_off(meeting: Meeting, people: Iterable[User], *, reason: str, now: datetime) -> int:
    """Tell those who were called that they are taken off the list, and why."""
    return _to_many("meeting_taken_off", meeting, people, {"reason": reason}, is_over=True, now=now)


def meeting_stands_in(
    meeting: Meeting, substitute: User, absent: User, said: Announced, *, now: datetime
) -> int:
    """Call somebody in the place of one who cannot come."""
    more = _agenda(said) | {"absent": absent.name}
    return _to_many("meeting_stands_in", meeting, [substitute], more, now=now, until=meeting.ends_at)


def meeting_stands_down(meeting: Meeting, substitute: User, absent: User, *, now: datetime) -> int:
    """Tell a substitute that the one they stood in for comes, or is asked anew."""
    return _to_many(
        "meeting_stands_down", meeting, [substitute], {"absent": absent.name}, is_over=True, now=now
    )


def meeting_minutes_sent(
    meeting: Meeting, people: Iterable[User], document: Document, *, reason: str = "", now: datetime
) -> int:
    """Send the minutes as PDF; `reason` is why they were corrected, where they replace others."""
    name = "meeting_minutes_corrected" if document.replaces_id else "meeting_minutes_sent"
    more = {"number": document.number} | ({"reason": reason} if document.replaces_id else {})
    return _to_many(name, meeting, people, more, attachments=[document.number], invites=False, now=now)


def _to_many(  # noqa: PLR0913 -- one letter to many: what it says, and what goes with it
    name: str,
    meeting: Meeting,
    people: Iterable[User],
    said: dict[str, Any],
    *,
    is_over: bool = False,
    invites: bool = True,
    attachments: Sequence[str] = (),
    until: datetime | None = None,
    now: datetime,
) -> int:
    turn = history_of(meeting).count()
    base = _about(meeting) | said
    letters = [
        Planned(
            kind=f"networks/{name}",
            to=user,
            context=base | (_invitation(meeting, user, is_over=is_over) if invites else {}),
            key=f"{name}:{meeting.pk}:{turn}:{user.pk}",
            planned_at=now,
            useful_until=until,
            topics=topics(meeting.round, meeting.network, meeting.kindergarten, meeting.county),
            priority=MailPriority.BULK,
            attachments=attachments,
        )
        for user in people
    ]
    return outbox.post_many(letters)


def _invitation(meeting: Meeting, user: User, *, is_over: bool) -> dict[str, Any]:
    return {"invitation": vars(invitation_to(meeting, is_over=is_over, language=user.language))}


def _about(meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting": meeting.pk,
        "title": meeting.title,
        "body": meeting.who_meets,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "place": meeting.place,
        "link": meeting.link,
        "path": reverse("networks:meeting_detail", kwargs={"pk": meeting.pk}),
    }


def _agenda(said: Announced) -> dict[str, Any]:
    return {
        "notice": said["notice"],
        "cases": [case["title"] for case in said["cases"]],
        "papers": len(said["papers"]),
    }
