"""What a meeting does with its cases, and its minutes: agreed, divided, postponed, written, sent, corrected."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.drafts import Merged, Saved, Shown, merge
from common.history import history_of
from common.models import Document
from common.moves import move
from common.refusals import NotNow
from networks.emails import meetings as emails
from networks.minutes import issue_minutes
from networks.models import AgendaItem, Attendance, Meeting, User
from networks.queries import meetings as queries
from networks.queries.minutes import minutes_rows
from networks.rules import meetings as rules
from networks.rules.impartiality import check_nothing_waits
from networks.rules.votes import check_no_open_ballot
from networks.services.meeting_agenda import locked_item
from networks.states import ITEM_FINAL, ITEM_MOVES, MEETING_MOVES

OF_ITEM = ("minutes_text", "resolution", "dissent")
"""The texts that are written for each case; in a form their names end in the case's key ("dissent_7")."""


@transaction.atomic
def agree_item(
    *, item: AgendaItem, resolution: str, dissent: str = "", by: User, now: datetime
) -> AgendaItem:
    """Record that all agree, and on what. Who has another view without blocking may have it noted (`dissent`)."""
    item = locked_item(item)
    rules.check_may_record(by, item.meeting, now=now)
    check_nothing_waits(item)
    if not resolution.strip():
        raise NotNow(_("Write what the meeting agreed on."))
    _decide(item, "agree", by=by, now=now, resolution=resolution, dissent=dissent)
    return item


@transaction.atomic
def divide_item(*, item: AgendaItem, comment: str = "", by: User, now: datetime) -> AgendaItem:
    """Record that there is no consensus. Only then can there be a vote."""
    item = locked_item(item)
    rules.check_may_divide_item(by, item, now=now)
    _decide(item, "divide", by=by, now=now, comment=comment)
    return item


@transaction.atomic
def postpone_item(*, item: AgendaItem, reason: str, by: User, now: datetime) -> AgendaItem:
    """Record that the case is left to another meeting, and why."""
    item = locked_item(item)
    rules.check_may_record(by, item.meeting, now=now)
    check_no_open_ballot(item)
    _decide(item, "postpone", by=by, now=now, comment=reason, resolution=reason)
    return item


@transaction.atomic
def take_up_again_item(*, item: AgendaItem, reason: str = "", by: User, now: datetime) -> AgendaItem:
    """Open a case again in the same meeting: what was decided no longer stands. Votes that were cast are kept."""
    item = locked_item(item)
    rules.check_may_take_up_again_item(by, item, now=now)
    check_no_open_ballot(item)
    fields = {
        "decided_at": None,
        "recorded_by": None,
        "resolution": "",
        "is_carried": None,
        "version": item.version + 1,
    }
    move(item, "take_up_again", by=by, moves=ITEM_MOVES, now=now, comment=reason, fields=fields)
    return item


def minutes_values(meeting: Meeting, items: list[AgendaItem]) -> dict[str, str]:
    """The texts of the minutes by their names in the form. A case that is not decided has no resolution to write."""
    found = {"minutes_text": meeting.minutes_text}
    for item in items:
        for name in OF_ITEM:
            if name != "resolution" or item.state in ITEM_FINAL:
                found[f"{name}_{item.pk}"] = getattr(item, name)
    return found


@transaction.atomic
def save_minutes(
    *, meeting: Meeting, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime
) -> Saved:
    """Save the texts of the minutes while they are written, field by field; where two have written in the same
    field, both texts are given back (docs/adr/0014).
    """
    meeting = queries.locked_meeting(meeting)
    rules.check_may_record(by, meeting, now=now)
    items = list(queries.items_of(meeting).select_for_update(of=("self",)))
    stored = minutes_values(meeting, items)
    merged = merge(shown=shown, typed=typed, stored=stored)
    if merged.changed:
        _write(meeting, items, merged)
    return Saved(meeting.version, stored | merged.changed, merged.conflicts)


@transaction.atomic
def send_minutes(*, meeting: Meeting, by: User, now: datetime) -> Document:
    """Make the minutes as a PDF that never changes, and send it to all who were called or were there; in a network
    to all its people.

    After a correction the new minutes name those that they replace.
    """
    meeting = queries.locked_meeting(meeting)
    items = list(queries.items_of(meeting))
    people = queries.attendance_of(meeting)
    rules.check_may_send_minutes(
        by,
        meeting,
        open_cases=sum(item.state not in ITEM_FINAL for item in items),
        unnoted=unnoted(people),
        undecided=queries.undecided_declarations(meeting),
        now=now,
    )
    reason = correction_reason(meeting)
    queries.hold_numbers(meeting)
    document = issue_minutes(minutes_rows(meeting), by=by, reason=reason, now=now)
    move(meeting, "send_minutes", by=by, moves=MEETING_MOVES, now=now, fields={"minutes": document})
    emails.meeting_minutes_sent(
        meeting, who_get_minutes(meeting, people, now=now), document, reason=reason, now=now
    )
    return document


@transaction.atomic
def correct_minutes(*, meeting: Meeting, reason: str, by: User, now: datetime) -> Meeting:
    """Open the minutes for a correction. Those that were sent stand until the new ones are sent."""
    meeting = queries.locked_meeting(meeting)
    rules.check_may_correct_minutes(by, meeting, now=now)
    move(meeting, "correct", by=by, moves=MEETING_MOVES, now=now, comment=reason)
    return meeting


def unnoted(people: Iterable[Attendance]) -> int:
    """How many of those who are called it is not noted about whether they were there."""
    return sum(row.is_called and row.is_present is None for row in people)


def correction_reason(meeting: Meeting) -> str:
    """Why the minutes are corrected; '' for the first ones."""
    if meeting.minutes_id is None:
        return ""
    line = history_of(meeting).filter(verb="correct").last()
    return line.comment if line else ""


def who_get_minutes(meeting: Meeting, people: Iterable[Attendance], *, now: datetime) -> list[User]:
    """All who were called or were there; and in a network its leader, members and universities, called or not."""
    found = {row.person_id: row.person for row in people if row.is_called or row.is_present}
    if meeting.network is not None:
        for user in queries.people_of_network(meeting.network, now=now):
            found.setdefault(user.pk, user)
    return [user for user in found.values() if user.is_active]


def _decide(item: AgendaItem, verb: str, *, by: User, now: datetime, comment: str = "", **texts: str) -> None:
    fields = {"decided_at": now, "recorded_by": by, "version": item.version + 1, **texts}
    move(item, verb, by=by, moves=ITEM_MOVES, now=now, comment=comment, fields=fields)


def _write(meeting: Meeting, items: list[AgendaItem], merged: Merged) -> None:
    meeting.minutes_text = merged.changed.get("minutes_text", meeting.minutes_text)
    meeting.version += 1
    meeting.save(update_fields=["minutes_text", "version"])
    for item in items:
        changed = {name: merged.changed.get(f"{name}_{item.pk}") for name in OF_ITEM}
        for name, text in changed.items():
            if text is not None:
                setattr(item, name, text)
    AgendaItem.objects.bulk_update(items, OF_ITEM)
