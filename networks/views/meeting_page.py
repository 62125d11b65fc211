"""What the page of a meeting shows to the one who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.calendars import when
from common.dates import oslo_date
from common.refusals import may
from common.timeline import lines_of
from networks.minutes import speaks_for
from networks.models import AgendaItem, Attendance, Meeting, MeetingPaper, User
from networks.queries import callees
from networks.queries import meetings as queries
from networks.queries.invitations import moved_since_call, untold_changes
from networks.roles import is_staff_of
from networks.rules import meetings as rules
from networks.states import MeetingAnswer, MeetingState

VERBS = {
    "call": gettext_lazy("Called by"),
    "change": gettext_lazy("Changed by"),
    "cancel": gettext_lazy("Cancelled by"),
    "open": gettext_lazy("Opened by"),
    "send_minutes": gettext_lazy("Minutes sent by"),
    "correct": gettext_lazy("Opened for correction by"),
}


@dataclass(frozen=True)
class Paper:
    """A paper as the page lists it: where it is found, and whether this reader may take it out."""

    pk: int
    title: str
    url: str
    note: str


@dataclass(frozen=True)
class Case:
    """A case as the page lists it. `is_hidden`: its papers are kept from this reader."""

    item: AgendaItem
    place: int
    papers: list[Paper]
    is_hidden: bool


@dataclass(frozen=True)
class Comer:
    """Somebody on the list of those who are called or were there."""

    name: str
    speaks_for: str
    answer: str
    note: str
    is_present: bool | None
    email: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Off:
    """Somebody who is not called, and why."""

    name: str
    because: str


def meeting_context(user: User, meeting: Meeting, *, now: datetime) -> dict[str, Any]:
    """All that the page shows: the same number of statements however many cases, papers and people there are."""
    items = list(queries.items_of(meeting))
    rows = queries.attendance_of(meeting)
    own = next((row for row in rows if row.person_id == user.pk and row.is_called), None)
    may_answer = own is not None and _may_answer(user, meeting, now=now)
    is_secretary = may(rules.check_may_prepare_meeting, user, meeting, now=now) is None
    is_recorder = may(rules.check_is_recorder, user, meeting, now=now) is None
    is_waiting = is_secretary and meeting.state == MeetingState.CALLED
    cases, papers = _papers(user, meeting, items)
    return {
        "meeting": meeting,
        "when": when(meeting.starts_at, meeting.ends_at),
        "facts": _facts(meeting),
        "cases": cases,
        "papers": papers,
        "people": _people(meeting, rows, sees_notes=is_secretary),
        "taken_off": taken_off(rows),
        "may_take_off": may(rules.check_may_take_off_meeting, user, meeting, now=now) is None,
        "may_call_more": may(rules.check_may_add_to_meeting, user, meeting, now=now) is None,
        "list_url": _list_url(meeting),
        "counts": _counts(rows),
        "own": own,
        "own_label": str(MeetingAnswer(own.answer).label) if own and own.answer else "",
        "may_answer": may_answer,
        "minutes": queries.minutes_of(meeting),
        "history": lines_of(meeting, VERBS),
        "untold": untold_changes(meeting) if is_waiting else [],
        "moved": moved_since_call(meeting) if is_waiting else None,
        "steps": [
            *_answer_step(meeting, own, may_answer=may_answer),
            *_steps(meeting, is_secretary=is_secretary, is_recorder=is_recorder, now=now),
        ],
        "is_secretary": is_secretary,
        "may_arrange": is_secretary and meeting.state in rules.PREPARED_IN,
        "may_add": may(rules.check_may_save_item, user, meeting, now=now) is None,
        "is_staff": is_staff_of(user, meeting.county, now=now),
        "is_called": meeting.state != MeetingState.DRAFT,
        "is_cancelled": meeting.state == MeetingState.CANCELLED,
    }


def _may_answer(user: User, meeting: Meeting, *, now: datetime) -> bool:
    return may(rules.check_may_answer_invitation, user, meeting, is_called=True, now=now) is None


def _facts(meeting: Meeting) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [(_("Where"), meeting.place)]
    if meeting.arena:
        facts.append((_("Arena"), meeting.arena.name))
    if meeting.kindergarten or meeting.municipality:
        facts.append((_("For"), str(meeting.kindergarten or meeting.municipality)))
    if meeting.chair:
        facts.append((_("Chair of the meeting"), meeting.chair.name))
    if meeting.round:
        facts.append((_("Grant year"), meeting.round.grant_year))
    return facts


def _papers(user: User, meeting: Meeting, items: Iterable[AgendaItem]) -> tuple[list[Case], list[Paper]]:
    """The cases with their papers, and the papers of the meeting as a whole."""
    hidden = queries.items_hidden_from(user, meeting)
    by_item: dict[int | None, list[Paper]] = {}
    for row in queries.papers_of(meeting):
        if row.item_id not in hidden:
            by_item.setdefault(row.item_id, []).append(_paper(row))
    cases = [
        Case(item, place, by_item.get(item.pk, []), item.pk in hidden)
        for place, item in enumerate(items, start=1)
    ]
    return cases, by_item.get(None, [])


def _paper(row: MeetingPaper) -> Paper:
    if row.path:
        return Paper(row.pk, row.title, row.path, _("a page of the portal"))
    place = {"meeting": row.meeting_id, "pk": row.pk}
    name = row.attachment.filename if row.attachment else row.document.filename if row.document else ""
    url = reverse("networks:meeting_paper_download", kwargs=place)
    return Paper(row.pk, row.title, url, name if name != row.title else "")


def _people(meeting: Meeting, rows: Iterable[Attendance], *, sees_notes: bool) -> list[Comer]:
    """Who is called or was there; of a draft those who will be called."""
    if meeting.state == MeetingState.DRAFT:
        return callees_of(meeting)
    return [_comer(row, sees_notes=sees_notes) for row in rows if row.is_called or row.is_present]


def callees_of(meeting: Meeting) -> list[Comer]:
    """Who is called when the invitation goes out now."""
    return [
        Comer(seat.user.name, speaks_for(seat), "", "", None, email=seat.user.email)
        for seat in callees.people_to_call(meeting)
    ]


def taken_off(rows: Iterable[Attendance]) -> list[Off]:
    """Who is taken off the list, and why."""
    return [Off(row.person.name, row.taken_off_because) for row in rows if row.taken_off_by_id is not None]


def _list_url(meeting: Meeting) -> str:
    """The list that the meeting stands in."""
    if meeting.network_id is None:
        return reverse("networks:meeting_list")
    return reverse("networks:network_meetings", kwargs={"network": meeting.network_id})


def _comer(row: Attendance, *, sees_notes: bool) -> Comer:
    answer = str(MeetingAnswer(row.answer).label) if row.answer else ""
    note = row.note if sees_notes else ""
    aside = _("in place of %(name)s") % {"name": row.stands_in_for.name} if row.stands_in_for else ""
    return Comer(row.person.name, speaks_for(row.seat), answer, note, row.is_present, aside=aside)


def _counts(rows: Iterable[Attendance]) -> dict[str, int]:
    called = [row for row in rows if row.is_called]
    found = {answer.value: sum(row.answer == answer for row in called) for answer in MeetingAnswer}
    return found | {"called": len(called), "silent": sum(not row.answer for row in called)}


def _answer_step(meeting: Meeting, own: Attendance | None, *, may_answer: bool) -> list[dict[str, Any]]:
    """The answer comes first for one who is called and has not answered."""
    if own is None or not may_answer:
        return []
    label = _("Change your answer") if own.answer else _("Answer whether you come")
    return [_step(meeting, "answer", label, is_first=not own.answer)]


def _steps(meeting: Meeting, *, is_secretary: bool, is_recorder: bool, now: datetime) -> list[dict[str, Any]]:
    """What can be done next, the most likely first, as the bar at the bottom shows it."""
    state = meeting.state
    steps: list[tuple[str, Any]] = []
    if is_secretary and state == MeetingState.DRAFT:
        steps = [("call", _("Look through and call")), ("edit", _("Change time and place"))]
    if is_secretary and state == MeetingState.CALLED:
        is_today = oslo_date(now) >= oslo_date(meeting.starts_at)
        change = [("change", _("Change the meeting"))]
        steps = [("open", _("Open the meeting")), *change] if is_today else change
    if is_recorder and state == MeetingState.HELD:
        steps = [
            ("minutes_edit", _("Write the minutes")),
            ("attendance", _("Note who is there")),
            ("minutes_send", _("Look through and send the minutes")),
        ]
    if is_recorder and state == MeetingState.MINUTED:
        steps = [("minutes_correct", _("Correct the minutes"))]
    found = [_step(meeting, verb, label, is_first=not place) for place, (verb, label) in enumerate(steps)]
    if is_secretary and state in rules.PREPARED_IN:
        found.append(
            _step(meeting, "cancel", _("Cancel the meeting")) | {"variant": "tertiary", "danger": True}
        )
    return found


def _step(meeting: Meeting, verb: str, label: Any, *, is_first: bool = False) -> dict[str, Any]:
    url = reverse(f"networks:meeting_{verb}", kwargs={"pk": meeting.pk})
    return {"label": label, "url": url, "variant": "" if is_first else "secondary", "danger": False}
