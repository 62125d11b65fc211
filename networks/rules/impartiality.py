"""Who is disqualified in a case or a line of it, who may declare it, and who decides.

Source: forvaltningsloven § 6 and § 8. The rules read the case's declarations and the meeting's attendance, so a page
that asks many of them loads both at once.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.refusals import NotAllowed, NotNow
from networks.models import AgendaItem, Declaration, Meeting, User
from networks.roles import Role, holds
from networks.rules.meetings import check_may_record, check_may_see_meeting
from networks.states import ImpartialityState, ItemState, MeetingState

UNDECIDED_CASE = (ItemState.OPEN, ItemState.DIVIDED)


def standing(user: User, item: AgendaItem, line: str, state: ImpartialityState) -> Declaration | None:
    """The person's declaration in this state that holds for the line: for the line itself, or the whole case."""
    rows = [row for row in item.declarations.all() if row.person_id == user.pk and row.state == state]
    return next((row for row in rows if row.line in ("", line)), None)


def check_takes_part(user: User, item: AgendaItem, *, line: str = "", now: datetime) -> None:
    """Whoever is disqualified in the case, or in this line of it, takes no part in deciding it."""
    found = standing(user, item, line, ImpartialityState.RECUSED)
    if found is None:
        return
    if found.line:
        raise NotAllowed(
            _("The meeting has decided that you are disqualified here: %(line)s.")
            % {"line": found.line_label}
        )
    raise NotAllowed(_("The meeting has decided that you are disqualified in this case."))


def takes_part_in_meeting(user: User, meeting: Meeting, *, now: datetime) -> bool:
    """Whether the person is called to the meeting, or has a seat in its forum."""
    is_called = any(row.person_id == user.pk and row.is_called for row in meeting.attendance.all())
    return is_called or (meeting.forum is not None and holds(user, Role.FORUM_MEMBER, meeting.forum, now=now))


def check_may_declare(user: User, item: AgendaItem, *, person: User, now: datetime) -> None:
    """From when the meeting is called, until the case is decided: for oneself, or recorded for somebody there."""
    check_may_see_meeting(user, item.meeting, now=now)
    if item.meeting.forum_id is None:
        raise NotAllowed(
            _("Impartiality is decided in the cooperation forum. Here it is written in the minutes.")
        )
    if not takes_part_in_meeting(person, item.meeting, now=now):
        raise NotAllowed(_("Only those who take part in the meeting can be partial in its cases."))
    if user.pk != person.pk:
        check_may_record(user, item.meeting, now=now)
    if item.meeting.state not in (MeetingState.CALLED, MeetingState.HELD):
        raise NotNow(_("Impartiality is declared from when the meeting is called until it is over."))
    _check_case_is_undecided(item)


def check_is_declared_once(user: User, item: AgendaItem, *, line: str) -> None:
    """One question for each person and line at a time."""
    asked = (row for row in item.declarations.all() if row.state != ImpartialityState.WITHDRAWN)
    if any(row.person_id == user.pk and row.line == line for row in asked):
        raise NotNow(_("This is declared already."))


def check_may_withdraw_declaration(user: User, declaration: Declaration, *, now: datetime) -> None:
    """Whoever it is about, or has recorded it, takes it back until the meeting has decided."""
    if user.pk not in (declaration.person_id, declaration.declared_by_id):
        raise NotAllowed(_("Only the one it is about can take a declaration back."))
    check_may_see_meeting(user, declaration.item.meeting, now=now)
    if declaration.state != ImpartialityState.DECLARED:
        raise NotNow(_("The meeting has decided this. It can no longer be taken back."))
    _check_case_is_undecided(declaration.item)


def check_may_decide_declaration(user: User, declaration: Declaration, *, now: datetime) -> None:
    """The meeting decides, without the one it is about; the chair or the secretary records it."""
    _check_records_for_others(user, declaration, now=now)
    if declaration.state != ImpartialityState.DECLARED:
        raise NotNow(_("The meeting has decided this already, or it is taken back."))
    _check_case_is_undecided(declaration.item)


def check_may_reconsider_declaration(user: User, declaration: Declaration, *, now: datetime) -> None:
    """What is decided can be taken up again as long as the case is not."""
    _check_records_for_others(user, declaration, now=now)
    if declaration.state not in (ImpartialityState.RECUSED, ImpartialityState.CLEARED):
        raise NotNow(_("There is no decision to reconsider."))
    _check_case_is_undecided(declaration.item)


def check_nothing_waits(item: AgendaItem) -> None:
    """A case goes on when the meeting has decided on every declaration in it."""
    waiting = sum(row.state == ImpartialityState.DECLARED for row in item.declarations.all())
    if waiting:
        raise NotNow(
            ngettext(
                "The meeting decides first on %(n)s question of impartiality.",
                "The meeting decides first on %(n)s questions of impartiality.",
                waiting,
            )
            % {"n": waiting}
        )


def _check_records_for_others(user: User, declaration: Declaration, *, now: datetime) -> None:
    if declaration.person_id == user.pk:
        raise NotAllowed(
            _("You cannot record the decision on your own impartiality. Ask the other one who records.")
        )
    check_may_record(user, declaration.item.meeting, now=now)


def _check_case_is_undecided(item: AgendaItem) -> None:
    if item.state not in UNDECIDED_CASE:
        raise NotNow(_("The case is decided or postponed. Take it up again first."))
