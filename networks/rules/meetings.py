"""Who may see, prepare, call, hold and minute a meeting of the cooperation forum or of a network, and when.

The county governor's office is the forum's secretary: a case officer prepares and calls the meeting; in the meeting
the chair or a case officer records. Source: "Langsiktig plan", Roller og ansvar.

In a network its leader or coordinator and its universities' coordinators prepare as equals, each university what is
its own or the whole network's; what a municipality arranges itself, its kindergarten authority may prepare too.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import day, oslo_date
from common.refusals import NotAllowed, NotNow
from networks.belonging import INSIDE, Tie, ties
from networks.models import AgendaItem, Arena, Forum, Meeting, Municipality, Network, Seat, User
from networks.roles import STAFF, Interest, Role, bodies, holds, seats_of
from networks.states import ArenaKind, ItemState, MeetingState

PREPARED_IN = (MeetingState.DRAFT, MeetingState.CALLED)
MUNICIPAL = (ArenaKind.MUNICIPAL_HEADS, ArenaKind.BETWEEN)
"""The arenas that a municipality arranges itself."""


def check_may_plan_meeting(
    user: User,
    body: Forum | Network,
    *,
    arena: Arena | None = None,
    municipality: Municipality | None = None,
    now: datetime,
) -> None:
    """A case officer plans the forum's meetings; in a network those plan who prepare."""
    if isinstance(body, Forum):
        _check_is_secretary(user, body.county_id, now=now)
    elif not prepares(user, body, arena=arena, municipality=municipality, now=now):
        raise NotAllowed(_("Only the network's leader and its universities plan meetings here."))


def prepares(
    user: User,
    network: Network,
    *,
    arena: Arena | None = None,
    municipality: Municipality | None = None,
    now: datetime,
) -> bool:
    """Whether the person prepares this meeting of the network."""
    held = ties(user, network, now=now)
    own = arena.university_id if arena else None
    if Tie.LEADER in held:
        return True
    if Tie.UNIVERSITY in held and (own is None or own in bodies(user, Role.UH_COORDINATOR, now=now)):
        return True
    place = municipality.pk if municipality else None
    return (
        arena is not None
        and place is not None
        and arena.kind in MUNICIPAL
        and any(
            seat.network_id == network.pk and seat.municipality_id == place
            for seat in authority_seats(user, now=now)
        )
    )


def authority_seats(user: User, *, now: datetime) -> list[Seat]:
    """The person's seats in networks for the kindergarten authority of a municipality."""
    return [
        seat
        for seat in seats_of(user, now=now)
        if seat.role == Role.NETWORK_MEMBER
        and seat.interest == Interest.AUTHORITY
        and seat.municipality_id is not None
    ]


def check_may_see_meeting(user: User, meeting: Meeting, *, now: datetime) -> None:
    """The forum's members see a meeting once it is called; the county governor's office sees drafts too.

    A network's meeting is seen by those who do its work, by staff and by those who are called, once it is called; its
    draft by those who prepare it.
    """
    if meeting.network is not None:
        if not _sees_networks(user, meeting, meeting.network, now=now):
            raise NotAllowed(_("This meeting is for others."))
        return
    if meeting.county.pk in bodies(user, STAFF, now=now):
        return
    is_member = meeting.forum is not None and holds(user, Role.FORUM_MEMBER, meeting.forum, now=now)
    if not is_member or meeting.state == MeetingState.DRAFT:
        raise NotAllowed(_("This meeting is for others."))


def _sees_networks(user: User, meeting: Meeting, network: Network, *, now: datetime) -> bool:
    if meeting.state == MeetingState.DRAFT:
        return _prepares(user, meeting, now=now)
    if ties(user, network, now=now) & (INSIDE | {Tie.STAFF}):
        return True
    today = oslo_date(now)
    mine = (row for row in meeting.attendance.all() if row.person_id == user.pk)
    return any(
        (row.is_called or row.is_present)
        and row.seat is not None
        and (row.seat.valid_to is None or row.seat.valid_to > today)
        for row in mine
    )


def _prepares(user: User, meeting: Meeting, *, now: datetime) -> bool:
    network = meeting.network
    if network is None:
        return meeting.county.pk in bodies(user, Role.CASE_OFFICER, now=now)
    return prepares(user, network, arena=meeting.arena, municipality=meeting.municipality, now=now)


def check_may_prepare_meeting(user: User, meeting: Meeting, *, now: datetime) -> None:
    """A case officer of the county prepares the forum's meeting, the two sides a network's, whatever its state."""
    if meeting.network is None:
        _check_is_secretary(user, meeting.county.pk, now=now)
    elif not _prepares(user, meeting, now=now):
        raise NotAllowed(_("Only those who plan the meeting can do this."))


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
    """Called once, to somebody, for a time that lies ahead; the forum always with an agenda."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state != MeetingState.DRAFT:
        raise NotNow(_("The meeting is called already, or is cancelled."))
    if meeting.starts_at <= now:
        raise NotNow(_("The meeting must lie ahead."))
    check_somebody_is_called(meeting, members=members)
    if not cases and meeting.forum_id is not None:
        raise NotNow(_("The agenda is empty. Add a case first."))


def check_somebody_is_called(meeting: Meeting, *, members: int) -> None:
    """A meeting has somebody to meet."""
    if not members and meeting.forum_id is not None:
        raise NotNow(_("Nobody has a seat in the cooperation forum that day. Invite members first."))
    if not members:
        raise NotNow(_("Nobody is left to call. Put somebody on the list first."))


def check_may_take_off_meeting(user: User, meeting: Meeting, *, now: datetime) -> None:
    """Who is called is settled before the meeting opens."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state not in PREPARED_IN:
        raise NotNow(_("The meeting has begun, or is over. Nobody can be taken off the list any more."))


def check_may_add_to_meeting(user: User, meeting: Meeting, *, now: datetime) -> None:
    """People are called by name until the meeting opens; in the meeting those who record may still write them up."""
    if meeting.state == MeetingState.HELD:
        check_may_record(user, meeting, now=now)
        return
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state not in PREPARED_IN:
        raise NotNow(_("The meeting is over. Nobody more can be called to it."))


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
    """Who prepares the meeting opens it, on its day or later."""
    check_may_prepare_meeting(user, meeting, now=now)
    if meeting.state != MeetingState.CALLED:
        raise NotNow(_("Only a meeting that is called can be opened."))
    if oslo_date(now) < oslo_date(meeting.starts_at):
        raise NotNow(_("The meeting can be opened on %(day)s.") % {"day": day(meeting.starts_at)})


def check_may_record(user: User, meeting: Meeting, *, now: datetime) -> None:
    """What the meeting does is recorded by its chair, or by those who prepare it, while it is held."""
    check_is_recorder(user, meeting, now=now)
    if meeting.state != MeetingState.HELD:
        raise NotNow(_("This is recorded while the meeting is held."))


def check_is_recorder(user: User, meeting: Meeting, *, now: datetime) -> None:
    """The chair, as long as they see the meeting, and those who prepare it: in the forum the case officers."""
    if _prepares(user, meeting, now=now):
        return
    if meeting.chair_id is None or meeting.chair_id != user.pk:
        raise NotAllowed(_("Only the chair or the secretary of the meeting can do this."))
    check_may_see_meeting(user, meeting, now=now)


def check_may_divide_item(user: User, item: AgendaItem, *, now: datetime) -> None:
    """That there is no consensus leads to a vote: in the cooperation forum alone. A network agrees, or postpones."""
    check_may_record(user, item.meeting, now=now)
    if item.meeting.forum_id is None:
        raise NotNow(
            _("Votes are for the cooperation forum. Write down who has another view, or postpone the case.")
        )


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
