"""The card of a meeting: from the invitation until one has answered, in the fortnight before, and until its minutes
are sent for those who write them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import instant_short, oslo_date
from networks.models import Seat
from networks.roles import LEADERS, Role
from networks.states import MeetingAnswer, MeetingState
from rekom.cards.card import Card, Reads

SHOWN_BEFORE = timedelta(days=14)
LATE_FOR = timedelta(days=60)
"""So long the secretary is asked for minutes that are not sent."""
MEET = frozenset(Role)
"""Those who can be called to a meeting: in the forum or in a network, anybody."""


def meeting_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """The meetings that the seat's holder is called to."""
    for meeting in reads.meetings:
        if not _is_of(meeting, seat):
            continue
        if meeting.state == MeetingState.CALLED and meeting.ends_at >= now:
            is_near = meeting.starts_at <= now + SHOWN_BEFORE
            if is_near or not meeting.my_answer:
                yield _invited(meeting, now)
        elif meeting.state in (MeetingState.CALLED, MeetingState.HELD) and seat.role in RECORDERS:
            yield _to_minute(meeting, now)
        elif meeting.state == MeetingState.HELD and meeting.ends_at >= now:
            yield _going_on(meeting)


RECORDERS = (Role.CASE_OFFICER, *LEADERS)
"""Who is asked for the minutes: the forum's secretary, and the network's leader and coordinator."""


def _is_of(meeting: Any, seat: Seat) -> bool:
    """Whether the card stands with this seat: in a network, with the one by which its holder is called."""
    if meeting.network_id is not None:
        return bool(meeting.my_seat == seat.pk)
    if seat.role == Role.FORUM_MEMBER:
        return bool(meeting.forum_id == seat.forum_id)
    return seat.role == Role.CASE_OFFICER and meeting.county.pk == seat.county_id


def _invited(meeting: Any, now: datetime) -> Card:
    has_answered = bool(meeting.my_answer)
    who = f"{meeting.who_meets}. " if meeting.network_id else ""
    where = f"{who}{instant_short(meeting.starts_at)}, {meeting.place}".rstrip(", ")
    verb = "meeting_detail" if has_answered else "meeting_answer"
    answer = MeetingAnswer(meeting.my_answer).label if has_answered else _("Not answered")
    return Card(
        title=meeting.title,
        text=where if has_answered else _("%(where)s. Do you come?") % {"where": where},
        url=reverse(f"networks:{verb}", kwargs={"pk": meeting.pk}),
        button=_("See the papers") if has_answered else _("Answer"),
        days=(oslo_date(meeting.starts_at) - oslo_date(now)).days,
        state="answered" if has_answered else "asked",
        state_label=str(answer),
        variant="tertiary" if has_answered else "",
        is_todo=not has_answered,
    )


def _going_on(meeting: Any) -> Card:
    return Card(
        title=meeting.title,
        text=_("The meeting is being held."),
        url=reverse("networks:meeting_detail", kwargs={"pk": meeting.pk}),
        button=_("Open it"),
        when=_("Now"),
        is_todo=False,
    )


def _to_minute(meeting: Any, now: datetime) -> Card:
    is_over = meeting.ends_at < now
    return Card(
        title=meeting.title,
        text=_("Write the minutes and send them.") if is_over else _("The meeting is being held."),
        url=reverse("networks:meeting_detail", kwargs={"pk": meeting.pk}),
        button=_("Open it"),
        when=_("After the meeting") if is_over else _("Now"),
        is_todo=is_over,
    )
