"""Reads of a case with what its page and its votes need: declarations, attendance, ballots."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from common.sorting import norwegian
from networks.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Declaration,
    Meeting,
    MeetingPaper,
    Seat,
    User,
    Vote,
)
from networks.queries.meetings import meetings_visible_to
from networks.rules import votes as rules
from networks.states import VoteChoice


@dataclass(frozen=True)
class Voter:
    """Somebody who has a vote in a ballot, and the vote they have given, if any."""

    person: User
    seat: Seat
    vote: Vote | None = None

    @property
    def has_voted_alone(self) -> bool:
        """Whether the person has cast the vote, and nobody for them."""
        return self.vote is not None and self.vote.cast_by_id == self.person.pk


@dataclass(frozen=True)
class Tally:
    """How a ballot went: the votes by what was chosen, and whether it carried."""

    votes_for: list[Vote]
    votes_against: list[Vote]
    abstained: list[Vote]

    @property
    def is_carried(self) -> bool:
        """Whether there are more for than against."""
        return rules.is_carried(len(self.votes_for), len(self.votes_against))

    @property
    def is_tie(self) -> bool:
        """Whether as many are for as against."""
        return len(self.votes_for) == len(self.votes_against)


def _seats_in_order() -> QuerySet[Seat]:
    return Seat.objects.select_related("substitute_for").order_by("valid_from", "pk")


def cases() -> QuerySet[AgendaItem]:
    """Cases with their meeting, declarations, attendance, ballots and votes, in a fixed number of reads."""
    # Seats are kept on the person as roles.seats_of keeps them, so that asking about many costs one read.
    seats = Prefetch("person__seats", _seats_in_order(), to_attr="_seats")
    attendance = Attendance.objects.select_related("person").prefetch_related(seats)
    declarations = Declaration.objects.select_related("person", "declared_by", "decided_by")
    votes = Vote.objects.select_related("person", "seat", "cast_by").order_by(norwegian("person__name"), "pk")
    return AgendaItem.objects.select_related(
        "meeting__forum__county",
        "meeting__network__county",
        "meeting__round",
        "meeting__chair",
        "recorded_by",
    ).prefetch_related(
        Prefetch("meeting__attendance", attendance.order_by(norwegian("person__name"), "pk")),
        Prefetch("declarations", declarations),
        Prefetch("ballots", Ballot.objects.select_related("opened_by", "closed_by")),
        Prefetch("ballots__votes", votes),
    )


def case_of(user: User, pk: int, *, now: datetime) -> AgendaItem | None:
    """A case of a meeting that the person may see, or None."""
    return (
        cases().filter(pk=pk, meeting__in=meetings_visible_to(user, now=now).order_by().values("pk")).first()
    )


def locked_case(pk: int) -> AgendaItem:
    """The case as it stands now, held until the transaction ends, so that votes come one after the other."""
    list(Meeting.objects.select_for_update(of=("self",)).filter(items=pk).order_by().values("pk"))
    list(AgendaItem.objects.select_for_update().filter(pk=pk).order_by().values("pk"))
    return cases().get(pk=pk)


def case_with_ballot(pk: int) -> AgendaItem | None:
    """The case of a ballot, whoever asks; for refusing a vote by its reason."""
    return cases().filter(ballots=pk).first()


def case_with_declaration(user: User, pk: int, *, now: datetime) -> AgendaItem | None:
    """The case of a declaration, in a meeting that the person may see."""
    visible = meetings_visible_to(user, now=now).order_by().values("pk")
    return cases().filter(declarations=pk, meeting__in=visible).first()


def ballot_in(item: AgendaItem, pk: int) -> Ballot:
    """One ballot of a loaded case, tied to it. Raises StopIteration when it is another case's."""
    found = next(row for row in item.ballots.all() if row.pk == pk)
    found.item = item
    return found


def declaration_in(item: AgendaItem, pk: int) -> Declaration:
    """One declaration of a loaded case, tied to it. Raises StopIteration when it is another case's."""
    found = next(row for row in item.declarations.all() if row.pk == pk)
    found.item = item
    return found


def open_ballot_of(item: AgendaItem) -> Ballot | None:
    """The ballot that is open in a loaded case, or None."""
    found = next((row for row in item.ballots.all() if row.closed_at is None), None)
    return found and ballot_in(item, found.pk)


def deciding_ballot(item: AgendaItem) -> Ballot | None:
    """The last closed ballot on the whole case since it was recorded that there is no consensus, or None."""
    since = item.decided_at
    found = [
        ballot
        for ballot in item.ballots.all()
        if ballot.closed_at and not ballot.line and since is not None and ballot.opened_at >= since
    ]
    return found[-1] if found else None


def voters_in(item: AgendaItem, line: str, *, now: datetime, votes: Iterable[Vote] = ()) -> list[Voter]:
    """Who has a vote in this line of a loaded case, by name, with the votes that are given."""
    given = {vote.person_id: vote for vote in votes}
    found = []
    for row in item.meeting.attendance.all():
        if rules.why_no_vote(row.person, item, line, now=now) is None:
            seat = rules.voting_seat(row.person, item, now=now)
            if seat is not None:
                found.append(Voter(row.person, seat, given.get(row.person_id)))
    return found


def tally_of(ballot: Ballot) -> Tally:
    """The votes of a loaded ballot."""
    by_choice: dict[str, list[Vote]] = {choice: [] for choice in VoteChoice}
    for vote in ballot.votes.all():
        by_choice[vote.choice].append(vote)
    return Tally(by_choice[VoteChoice.FOR], by_choice[VoteChoice.AGAINST], by_choice[VoteChoice.ABSTAIN])


def papers_of_case(item: AgendaItem) -> QuerySet[MeetingPaper]:
    """The papers of one case, without the files' contents."""
    rows = MeetingPaper.objects.filter(item=item).select_related("attachment", "document")
    return rows.defer("attachment__content", "document__content").order_by("added_at", "pk")
