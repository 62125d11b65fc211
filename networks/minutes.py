"""The minutes of a meeting as a document that never changes (PDF/UA), and what they say."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.calendars import when
from common.dates import instant, oslo_date
from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.models import Document
from networks.models import Attendance, Ballot, Declaration, Meeting, Seat, User
from networks.queries.minutes import CaseRows, MinutesRows
from networks.roles import LEADERS, STAFF, Role
from networks.states import ImpartialityState, ItemState, VoteChoice

LANGUAGE = "nb"
"""Minutes are written in bokmål, whoever sends them: they go to many."""
KIND = "minutes"


def issue_minutes(rows: MinutesRows, *, by: User, reason: str, now: datetime) -> Document:
    """Make and store the minutes; after a correction (`reason`) they name those that they replace.

    The meeting is held by a lock. Raises IntegrityError when the number is taken.
    """
    meeting = rows.meeting
    with override(LANGUAGE):
        facts = minutes_facts(rows, number=number_for(meeting), by=by, reason=reason, now=now)
        return issue(
            kind=KIND,
            number=facts["number"],
            title=facts["title"],
            filename=f"referat-{facts['number']}.pdf",
            content=minutes_pdf(facts),
            now=now,
            replaces=meeting.minutes,
        )


def number_for(meeting: Meeting) -> str:
    """The number of the next minutes: M-<year>-<county>-<number of that year>-1, and -2, -3 … for corrections.

    A network has a row of its own: MN-<year>-<network>-….
    """
    if meeting.minutes is not None:
        stem, _dash, turn = meeting.minutes.number.rpartition("-")
        return f"{stem}-{int(turn) + 1}"
    whose = f"M-{{year}}-{meeting.county.number}" if meeting.forum_id else f"MN-{{year}}-{meeting.network_id}"
    stem = whose.format(year=oslo_date(meeting.starts_at).year)
    first_ones = Document.objects.filter(kind=KIND, number__startswith=f"{stem}-", replaces__isnull=True)
    return f"{stem}-{first_ones.count() + 1}-1"


def minutes_pdf(facts: dict[str, Any]) -> bytes:
    """The minutes as PDF/UA. The same facts give the same bytes."""
    html = render_to_string("documents/minutes.html", {"minutes": facts})
    return make_pdf(html, css="kept", identifier=facts["number"].encode())


def minutes_facts(
    rows: MinutesRows, *, number: str, by: User, reason: str = "", now: datetime
) -> dict[str, Any]:
    """All that the minutes say, as plain text in the language of now."""
    meeting = rows.meeting
    there = [row for row in rows.attendance if row.is_present]
    away = [row for row in rows.attendance if row.is_present is False and row.is_called]
    return {
        "language": LANGUAGE,
        "number": number,
        "title": _("Minutes: %(title)s") % {"title": meeting.title},
        "body": meeting.who_meets,
        "when": when(meeting.starts_at, meeting.ends_at),
        "place": " · ".join(part for part in (meeting.place, meeting.link and _("video")) if part),
        "chair": meeting.chair.name if meeting.chair else "",
        "recorder": by.name,
        "written_at": instant(now),
        "written_at_iso": localtime(now).isoformat(timespec="seconds"),
        "present": [_person(row) for row in there],
        "absent": [_person(row) for row in away],
        "taken_off": _taken_off(rows.attendance),
        "excused": _excused(rows.cases),
        "text": meeting.minutes_text,
        "cases": [_case(place, case) for place, case in enumerate(rows.cases, start=1)],
        "replaces": meeting.minutes.number if meeting.minutes else "",
        "reason": reason,
    }


def speaks_for(seat: Seat | None) -> str:
    """Whom somebody in a meeting speaks for: what the seat says, else its interest, its body or its role."""
    if seat is None:
        return ""
    said = seat.represents or (str(seat.get_interest_display()) if seat.interest else "")
    if seat.role in (Role.FORUM_MEMBER, Role.NETWORK_MEMBER):
        return said
    if seat.role in STAFF:
        return _("The County Governor, secretary")
    if seat.role in LEADERS:
        return str(seat.get_role_display())
    return f"{seat.get_role_display()}, {seat.body}"


def _person(row: Attendance) -> dict[str, str]:
    stands = _("in place of %(name)s") % {"name": row.stands_in_for.name} if row.stands_in_for else ""
    told = ", ".join(part for part in (speaks_for(row.seat), stands) if part)
    return {"name": row.person.name, "for": told, "note": row.note}


def _taken_off(rows: Iterable[Attendance]) -> list[str]:
    """Who was not called, and why."""
    return [
        _("%(name)s, because: %(reason)s") % {"name": row.person.name, "reason": row.taken_off_because}
        for row in rows
        if row.taken_off_by_id is not None
    ]


def _excused(cases: Iterable[CaseRows]) -> list[str]:
    """Who was disqualified, and in what."""
    return [
        _("%(name)s in case %(case)s") % {"name": row.person.name, "case": _place(place, row)}
        for place, case in enumerate(cases, start=1)
        for row in case.declarations
        if row.state == ImpartialityState.RECUSED
    ]


def _place(place: int, row: Declaration) -> str:
    return f"{place} ({row.line_label})" if row.line_label else str(place)


def _case(place: int, case: CaseRows) -> dict[str, Any]:
    item = case.item
    return {
        "number": place,
        "title": item.title,
        "background": item.background,
        "proposal": item.proposal,
        "text": item.minutes_text,
        "impartiality": [_declared(row) for row in case.declarations],
        "resolution": "" if item.state == ItemState.POSTPONED else item.resolution,
        "how": _how(case),
        "ballots": [_ballot(ballot) for ballot in case.ballots],
        "dissent": item.dissent,
    }


def _declared(row: Declaration) -> dict[str, str]:
    outcomes = {
        ImpartialityState.RECUSED: _("The meeting decided: disqualified."),
        ImpartialityState.CLEARED: _("The meeting decided: impartial."),
        ImpartialityState.DECLARED: _("Not decided."),
    }
    parts = [outcomes[ImpartialityState(row.state)], row.decision_reason]
    if row.state == ImpartialityState.RECUSED and not row.sees_papers:
        parts.append(_("Does not see the papers of the case."))
    return {
        "name": row.person.name,
        "about": row.line_label or _("The whole case"),
        "reason": row.reason,
        "decided": " ".join(part for part in parts if part),
    }


def _how(case: CaseRows) -> str:
    item = case.item
    if item.state == ItemState.VOTED:
        return _("Carried by vote.") if item.is_carried else _("Voted down.")
    words = {
        ItemState.AGREED: _("The meeting agreed."),
        ItemState.POSTPONED: f"{_('The case was postponed.')} {item.resolution}".strip(),
        ItemState.DIVIDED: _("The meeting did not agree."),
        ItemState.OPEN: _("Not dealt with yet."),
    }
    return words[ItemState(item.state)]


def _ballot(ballot: Ballot) -> dict[str, Any]:
    place = {choice.value: number for number, choice in enumerate(VoteChoice)}
    votes = sorted(ballot.votes.all(), key=lambda vote: (place[vote.choice], vote.person.name))
    counts = Counter(vote.choice for vote in votes)
    numbers = {choice.value: counts[choice] for choice in VoteChoice}
    return {
        "question": ballot.question,
        "about": ballot.line_label,
        "numbers": _("For: %(for)s. Against: %(against)s. Abstained: %(abstain)s.") % numbers,
        "votes": [
            {
                "name": vote.person.name,
                "for": speaks_for(vote.seat),
                "choice": str(VoteChoice(vote.choice).label),
            }
            for vote in votes
        ],
    }
