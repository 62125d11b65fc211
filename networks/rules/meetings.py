"""Who may see, prepare, call, hold and minute a meeting of the cooperation forum, and when.

The county governor's office is the forum's secretary: a case officer prepares and calls the meeting; in the meeting
the chair or a case officer records. Source: "Langsiktig plan", Roller og ansvar.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import day, oslo_date
from common.refusals import NotAllowed, NotNow
from networks.models import AgendaItem, Forum, Meeting, User
from networks.roles import STAFF, Role, bodies, holds
from networks.states import ItemState, MeetingState

PREPARED_IN = (MeetingState.DRAFT, MeetingState.CALLED)


def check_may_plan_meeting(user: User, forum: Forum, *, now: datetime) -> None:
    """A case officer plans the meetings of the county's forum."""
    _check_is_secretary(user, forum.county_id, now=now)


def check_may_see_meeting(user: User, meeting: Meeting, *, now: datetime) -> None:
    """The forum's members see a meeting once it is called; the county governor's office sees drafts too."""
    if meeting.county.pk in bodies(user, STAFF, now=now):
        return
    is_member = meeting.forum is not None and holds(user, Role.FORUM_MEMBER, meeting.forum, now=now)
    if not is_member or meeting.state == MeetingState.DRAFT:
        raise NotAllowed(_("This meeting is for others."))


def check_may_prepare_meeting(user: User, meeting: Meeting, *, now: datetime) -> None:
    """A case officer of the county prepares the meeting, whatever its state."""
    _check_is_secretary(user, meeting.county.pk, now=now)


def check_may_save_meeting(user: User, meeting: Meeting, *, now: datetime) -> None:
    """Time and place of a draft are simply saved; once it is called they are changed, and all are told."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state != MeetingState.DRAFT:
        raise NotNow(_("The meeting is called, or over. Change it, so that those who are called are told."))


def check_may_save_item(user: User, meeting: Meeting, *, now: datetime) -> None:
    """Cases and papers are prepared until the meeting opens; in the meeting those who record may add to them."""
    if meeting.state == MeetingState.HELD:
        check_may_record(user, meeting, now=now)
        return
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state not in PREPARED_IN:
        raise NotNow(_("The meeting is over. Its agenda can no longer be changed."))


def check_may_order_items(user: User, meeting: Meeting, *, now: datetime) -> None:
    """The order of the cases, and which there are, is settled before the meeting opens."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state not in PREPARED_IN:
        raise NotNow(_("The meeting has begun. Cases can no longer be moved or taken out."))


def check_may_remove_item(user: User, item: AgendaItem, *, is_used: bool, now: datetime) -> None:
    """A case is taken out as long as nobody has declared anything about it (`is_used`)."""
    check_may_order_items(user, item.meeting, now=now)
    if is_used:
        raise NotNow(
            _("Somebody has declared a question of impartiality in this case. It cannot be taken out.")
        )


def check_may_remove_paper(user: User, meeting: Meeting, *, now: datetime) -> None:
    """A paper is taken out before the meeting opens: what the meeting has had before it stays."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state not in PREPARED_IN:
        raise NotNow(_("The meeting has begun. What it has had before it stays."))


def check_may_call_meeting(user: User, meeting: Meeting, *, members: int, cases: int, now: datetime) -> None:
    """Called once, with an agenda, to members, for a time that lies ahead."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state != MeetingState.DRAFT:
        raise NotNow(_("The meeting is called already, or is cancelled."))
    if meeting.starts_at <= now:
        raise NotNow(_("The meeting must lie ahead."))
    if not members:
        raise NotNow(_("Nobody has a seat in the cooperation forum that day. Invite members first."))
    if not cases:
        raise NotNow(_("The agenda is empty. Add a case first."))


def check_may_change_meeting(
    user: User, meeting: Meeting, *, starts_at: datetime | None = None, now: datetime
) -> None:
    """A meeting that is called is moved to a time that lies ahead."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state != MeetingState.CALLED:
        raise NotNow(_("Only a meeting that is called, and has not begun, can be changed here."))
    if starts_at is not None and starts_at != meeting.starts_at and starts_at <= now:
        raise NotNow(_("The meeting must lie ahead."))


def check_may_cancel_meeting(user: User, meeting: Meeting, *, now: datetime) -> None:
    """A meeting that has not begun is cancelled."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow(_("The meeting is cancelled already."))
    if meeting.state not in PREPARED_IN:
        raise NotNow(_("The meeting has begun. It can no longer be cancelled."))


def check_may_answer_invitation(user: User, meeting: Meeting, *, is_called: bool, now: datetime) -> None:
    """Who is called answers for themselves, until the meeting ends."""
    check_may_see_meeting(user, meeting, now=now)
    if not is_called:
        raise NotAllowed(_("You are not called to this meeting."))
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow(_("The meeting is cancelled. You need not answer."))
    if meeting.state != MeetingState.CALLED or meeting.ends_at <= now:
        raise NotNow(_("The meeting has begun. It is noted there who comes."))


def check_may_open_meeting(user: User, meeting: Meeting, *, now: datetime) -> None:
    """A case officer opens the meeting on its day, or later."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state != MeetingState.CALLED:
        raise NotNow(_("Only a meeting that is called can be opened."))
    if oslo_date(now) < oslo_date(meeting.starts_at):
        raise NotNow(_("The meeting can be opened on %(day)s.") % {"day": day(meeting.starts_at)})


def check_may_record(user: User, meeting: Meeting, *, now: datetime) -> None:
    """What the meeting does is recorded by its chair, or by a case officer as its secretary, while it is held."""
    check_is_recorder(user, meeting, now=now)
    if meeting.state != MeetingState.HELD:
        raise NotNow(_("This is recorded while the meeting is held."))


def check_is_recorder(user: User, meeting: Meeting, *, now: datetime) -> None:
    """The chair, as long as they see the meeting, and the county's case officers."""
    if holds(user, Role.CASE_OFFICER, meeting.county, now=now):
        return
    if meeting.chair_id is None or meeting.chair_id != user.pk:
        raise NotAllowed(_("Only the chair or the secretary of the meeting can do this."))
    check_may_see_meeting(user, meeting, now=now)


def check_may_take_up_again_item(user: User, item: AgendaItem, *, now: datetime) -> None:
    """A case is taken up again in the same meeting, not after its minutes have gone out."""
    check_may_record(user, item.meeting, now=now)
    if item.meeting.minutes_id is not None:
        raise NotNow(_("The minutes have been sent. Take the case up again in another meeting."))
    if item.state == ItemState.OPEN:
        raise NotNow(_("The case is open already."))


def check_may_send_minutes(
    user: User, meeting: Meeting, *, open_cases: int, unnoted: int, undecided: int, now: datetime
) -> None:
    """The minutes go out when each case is dealt with, all attendance is noted, and no impartiality is undecided.

    `open_cases`, `unnoted` and `undecided` are how many of each are left.
    """
    check_may_record(user, meeting, now=now)
    if open_cases:
        raise NotNow(
            ngettext(
                "%(n)s case is not dealt with. Record what came of it, or postpone it.",
                "%(n)s cases are not dealt with. Record what came of them, or postpone them.",
                open_cases,
            )
            % {"n": open_cases}
        )
    if undecided:
        raise NotNow(
            ngettext(
                "%(n)s question of impartiality is not decided.",
                "%(n)s questions of impartiality are not decided.",
                undecided,
            )
            % {"n": undecided}
        )
    if unnoted:
        raise NotNow(_("Note first who was there."))


def check_may_correct_minutes(user: User, meeting: Meeting, *, now: datetime) -> None:
    """Minutes that have been sent are corrected by new ones."""
    check_is_recorder(user, meeting, now=now)
    if meeting.state != MeetingState.MINUTED:
        raise NotNow(_("There are no minutes to correct."))


def _check_is_secretary(user: User, county: int, *, now: datetime) -> None:
    if county not in bodies(user, Role.CASE_OFFICER, now=now):
        raise NotAllowed(_("Only a case officer can do this."))
