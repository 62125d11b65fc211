"""Who has a vote in a case of the cooperation forum, who opens and closes a ballot, and what carries.

Consensus first: a ballot belongs to a case in which the chair has recorded that there is none. The county
governor never votes. Source: mandate of the cooperation forum (udir.no), decision by consensus, else by vote.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.refusals import NotAllowed, NotNow, Refused
from networks.models import AgendaItem, Ballot, Seat, User
from networks.roles import Interest, Role, is_staff_of, seats_of
from networks.rules.impartiality import check_nothing_waits, standing
from networks.rules.meetings import check_may_record
from networks.states import ImpartialityState, ItemState, MeetingState


class NoVote(StrEnum):
    """Why somebody has no vote, as the log names it."""

    NOT_MEMBER = "not_member"
    GOVERNOR = "governor"
    NOT_CALLED = "not_called"
    RECUSED = "recused"
    WAITS = "impartiality_not_decided"
    NOT_PRESENT = "not_present"
    STANDS_BY = "the_other_of_the_pair_votes"
    CLOSED = "closed"
    CAST_THEMSELVES = "cast_themselves"
    FOR_OTHERS = "for_others"


SENTENCES: dict[NoVote, Any] = {
    NoVote.NOT_MEMBER: gettext_lazy("Only members of the cooperation forum vote."),
    NoVote.GOVERNOR: gettext_lazy("The County Governor has no vote in the cooperation forum."),
    NoVote.NOT_CALLED: gettext_lazy("Only those who are called to the meeting vote."),
    NoVote.RECUSED: gettext_lazy("The meeting has decided that you are disqualified here. You have no vote."),
    NoVote.WAITS: gettext_lazy("The meeting decides first on your impartiality."),
    NoVote.NOT_PRESENT: gettext_lazy(
        "You are not noted as present. Tell the chair or the secretary, and vote afterwards."
    ),
    NoVote.STANDS_BY: gettext_lazy(
        "A member and the substitute have one vote together. The other one is there, or has voted."
    ),
    NoVote.CLOSED: gettext_lazy("The vote is closed."),
    NoVote.CAST_THEMSELVES: gettext_lazy("Whoever has voted themselves changes their vote themselves."),
    NoVote.FOR_OTHERS: gettext_lazy("Only the chair or the secretary of the meeting can do this."),
}
FOR_NOW = (NoVote.WAITS, NoVote.NOT_PRESENT, NoVote.STANDS_BY, NoVote.CLOSED, NoVote.CAST_THEMSELVES)
"""The reasons that may pass, or that came with time; the others hold for good."""


class VoteRefused(Refused):
    """A vote that is not taken, with the reason that the log names."""

    reason: NoVote


class VoteNotAllowed(NotAllowed, VoteRefused):
    """This person has no vote here."""


class VoteNotNow(NotNow, VoteRefused):
    """This person's vote is not taken now."""


def refused(reason: NoVote) -> VoteRefused:
    """The refusal, with its sentence."""
    kind = VoteNotNow if reason in FOR_NOW else VoteNotAllowed
    refusal = kind(SENTENCES[reason])
    refusal.reason = reason
    return refusal


def voting_seat(person: User, item: AgendaItem, *, now: datetime) -> Seat | None:
    """The seat that the person votes by, or None: the first in this forum that is not the county governor's, and a
    seat of their own before one in which they are a substitute.
    """
    forum = item.meeting.forum_id
    found = [
        seat
        for seat in seats_of(person, now=now)
        if seat.role == Role.FORUM_MEMBER
        and forum is not None
        and seat.forum_id == forum
        and seat.interest != Interest.GOVERNOR
    ]
    return min(found, key=lambda seat: seat.substitute_for_id is not None, default=None)


def why_no_vote(person: User, item: AgendaItem, line: str, *, now: datetime) -> NoVote | None:
    """Why the person has no vote in this line of the case, or None when they have one. It asks who before when."""
    if speaks_for_governor(person, item, now=now):
        return NoVote.GOVERNOR
    seat = voting_seat(person, item, now=now)
    if seat is None:
        return NoVote.NOT_MEMBER
    row = next((row for row in item.meeting.attendance.all() if row.person_id == person.pk), None)
    if row is None or not row.is_called:
        return NoVote.NOT_CALLED
    if standing(person, item, line, ImpartialityState.RECUSED):
        return NoVote.RECUSED
    if standing(person, item, line, ImpartialityState.DECLARED):
        return NoVote.WAITS
    if not row.is_present:
        return NoVote.NOT_PRESENT
    return NoVote.STANDS_BY if _stands_by(seat, item, line) else None


def _stands_by(seat: Seat, item: AgendaItem, line: str) -> bool:
    """Whether a substitute leaves the vote to the one they stand in for, who is there and not disqualified."""
    if seat.substitute_for is None:
        return False
    member = seat.substitute_for.user_id
    there = any(row.person_id == member and row.is_present for row in item.meeting.attendance.all())
    return there and not any(
        row.person_id == member and row.line in ("", line) and row.state == ImpartialityState.RECUSED
        for row in item.declarations.all()
    )


def _other_has_voted(person: User, ballot: Ballot, *, now: datetime) -> bool:
    """Whether the one with whom the person has one vote together has given it."""
    seat = voting_seat(person, ballot.item, now=now)
    if seat is None:
        return False
    pair = seat.substitute_for_id or seat.pk
    return any(
        vote.person_id != person.pk and pair in (vote.seat_id, vote.seat.substitute_for_id)
        for vote in ballot.votes.all()
    )


def speaks_for_governor(person: User, item: AgendaItem, *, now: datetime) -> bool:
    """Whether the person works at the county governor's office, or has its seat in the forum."""
    meeting = item.meeting
    if is_staff_of(person, meeting.county, now=now):
        return True
    seats = seats_of(person, now=now)
    mine = [seat for seat in seats if seat.role == Role.FORUM_MEMBER and seat.forum_id == meeting.forum_id]
    return any(seat.interest == Interest.GOVERNOR for seat in mine)


def check_may_vote(person: User, ballot: Ballot, *, now: datetime) -> None:
    """Members who are called, present and not disqualified have one vote each, until the ballot is closed.

    A member and the substitute have one together.
    """
    reason = why_no_vote(person, ballot.item, ballot.line, now=now)
    if reason is None and _other_has_voted(person, ballot, now=now):
        reason = NoVote.STANDS_BY
    is_over = ballot.closed_at is not None or ballot.item.state != ItemState.DIVIDED
    if is_over or ballot.item.meeting.state != MeetingState.HELD:
        reason = reason if reason is not None and reason not in FOR_NOW else NoVote.CLOSED
    if reason is not None:
        raise refused(reason)


def check_may_record_vote(user: User, person: User, ballot: Ballot, *, now: datetime) -> None:
    """A show of hands is recorded by the chair or the secretary, not over what somebody has voted themselves."""
    _check_records(user, ballot, now=now)
    try:
        check_may_vote(person, ballot, now=now)
    except VoteRefused as refusal:
        raise _of_another(person, refusal.reason) from None
    own = next((vote for vote in ballot.votes.all() if vote.person_id == person.pk), None)
    if own is not None and own.cast_by_id == person.pk and user.pk != person.pk:
        raise refused(NoVote.CAST_THEMSELVES)


def check_may_record_votes(user: User, ballot: Ballot, *, now: datetime) -> None:
    """The chair or the secretary records a show of hands as long as the ballot is open."""
    _check_records(user, ballot, now=now)
    if ballot.closed_at is not None:
        raise refused(NoVote.CLOSED)


def check_may_open_ballot(user: User, item: AgendaItem, *, voters: int, now: datetime) -> None:
    """One ballot at a time, in a case without consensus, when impartiality is decided and somebody has a vote."""
    check_may_record(user, item.meeting, now=now)
    if item.state != ItemState.DIVIDED:
        raise NotNow(
            _("Look for consensus first. A vote can be held when it is recorded that there is none.")
        )
    check_nothing_waits(item)
    check_no_open_ballot(item)
    if not voters:
        raise NotNow(_("Nobody who is present has a vote here. Note first who is present."))


def check_may_close_ballot(user: User, ballot: Ballot, *, now: datetime) -> None:
    """Closed once, by the chair or the secretary, when impartiality is decided."""
    check_may_record(user, ballot.item.meeting, now=now)
    if ballot.closed_at is not None:
        raise NotNow(SENTENCES[NoVote.CLOSED])
    check_nothing_waits(ballot.item)


def check_may_settle_item(user: User, item: AgendaItem, *, ballot: Ballot | None, now: datetime) -> None:
    """A case is decided by the last vote on the whole of it since the disagreement was recorded: `ballot`."""
    check_may_record(user, item.meeting, now=now)
    if item.state != ItemState.DIVIDED:
        raise NotNow(_("Only a case without consensus is decided by vote."))
    check_nothing_waits(item)
    check_no_open_ballot(item)
    if ballot is None:
        raise NotNow(_("Vote on the whole case first."))
    if any(standing(vote.person, item, "", ImpartialityState.RECUSED) for vote in ballot.votes.all()):
        raise NotNow(_("Somebody who voted has been disqualified since. Vote again."))


def check_no_open_ballot(item: AgendaItem) -> None:
    """A case stays where it is while people vote."""
    if any(ballot.closed_at is None for ballot in item.ballots.all()):
        raise NotNow(_("Close the vote first."))


def is_carried(votes_for: int, votes_against: int) -> bool:
    """More for than against carries. Abstentions do not count; a tie does not carry.

    Who breaks a tie is not said in the sources we have (unverified), so nobody does.
    """
    return votes_for > votes_against


def _of_another(person: User, reason: NoVote) -> VoteRefused:
    """The refusal as the one who records reads it."""
    refusal = VoteNotNow(_("%(who)s has no vote here now. Nothing is recorded.") % {"who": person})
    refusal.reason = reason
    return refusal


def _check_records(user: User, ballot: Ballot, *, now: datetime) -> None:
    try:
        check_may_record(user, ballot.item.meeting, now=now)
    except NotAllowed:
        raise refused(NoVote.FOR_OTHERS) from None
