"""The page of one case of a meeting: what is proposed, who is impartial, how it was voted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from common.refusals import Refused, may
from common.views import KnownPage, or_404, person
from networks.law import IMPARTIALITY
from networks.minutes import speaks_for
from networks.models import AgendaItem, Ballot, Declaration
from networks.queries import meetings as meeting_queries
from networks.queries import votes as queries
from networks.queries.lines import lines_of, own_lines
from networks.roles import LEADERS, Interest, Role, holds, seats_of
from networks.rules import impartiality
from networks.rules import meetings as meeting_rules
from networks.rules import votes as vote_rules
from networks.states import ImpartialityState, ItemState, VoteChoice

PARTIES = (Interest.MUNICIPAL_OWNER, Interest.PRIVATE_OWNER, Interest.UNIVERSITY, Interest.KS, Interest.PBL)
PARTY_ROLES = (Role.OWNER, Role.UH_COORDINATOR, Role.NETWORK_MEMBER, *LEADERS)


class CasePage(KnownPage):
    """A page about one case of a meeting that the person may see."""

    item: AgendaItem

    def find(self, pk: int) -> None:
        self.item = or_404(queries.case_of(person(self.request), pk, now=self.now))

    def home(self) -> str:
        """The case's own page."""
        return home_of(self.item)


def home_of(item: AgendaItem) -> str:
    """The address of a case's own page."""
    return reverse("networks:meeting_item_detail", kwargs={"pk": item.pk})


class MeetingItemDetail(CasePage):
    """One case, for everybody who sees the meeting."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return case_page(self)


def case_page(page: CasePage, *, refusal: Refused | None = None, status: int = 200) -> HttpResponse:
    """The page of the case, with why a vote was not taken where that is so."""
    user, item, now = person(page.request), page.item, page.now
    records = may(meeting_rules.check_may_record, user, item.meeting, now=now) is None
    context = {
        "item": item,
        "meeting": item.meeting,
        "refusal": refusal,
        "is_decided": item.state in (ItemState.AGREED, ItemState.VOTED, ItemState.POSTPONED),
        "records": records,
        "is_forums": item.meeting.forum_id is not None,
        **_papers(page),
        **_impartiality(page),
        **_votes(page),
        **_record(page, records=records),
    }
    return render(page.request, "networks/meeting_item_detail.html", context, status=status)


def _papers(page: CasePage) -> dict[str, Any]:
    hidden = meeting_queries.items_hidden_from(person(page.request), page.item.meeting)
    is_hidden = page.item.pk in hidden
    return {"papers": [] if is_hidden else queries.papers_of_case(page.item), "papers_hidden": is_hidden}


def _impartiality(page: CasePage) -> dict[str, Any]:
    user, item, now = person(page.request), page.item, page.now
    may_declare = may(impartiality.check_may_declare, user, item, person=user, now=now) is None
    kept = [row for row in item.declarations.all() if row.state != ImpartialityState.WITHDRAWN]
    declared = {row.line for row in kept if row.person_id == user.pk}
    mine = own_lines(user, now=now) - declared
    hints = [line for line in lines_of(item, now=now) if line.key in mine] if may_declare and mine else []
    return {
        "declarations": [_row(page, row) for row in kept],
        "may_declare": may_declare,
        "speaks_for_party": may_declare and _speaks_for_party(page),
        "law": IMPARTIALITY,
        "hints": hints,
        "is_recused": impartiality.standing(user, item, "", ImpartialityState.RECUSED) is not None,
    }


def _row(page: CasePage, row: Declaration) -> dict[str, Any]:
    user, now = person(page.request), page.now
    row.item = page.item
    return {
        "row": row,
        "may_decide": may(impartiality.check_may_decide_declaration, user, row, now=now) is None,
        "may_withdraw": may(impartiality.check_may_withdraw_declaration, user, row, now=now) is None,
        "may_reconsider": may(impartiality.check_may_reconsider_declaration, user, row, now=now) is None,
        "is_recused": row.state == ImpartialityState.RECUSED,
        "is_own": row.person_id == user.pk,
    }


def _speaks_for_party(page: CasePage) -> bool:
    """Whether the person represents somebody whom the cases concern: they are told what that means."""
    user = person(page.request)
    seats = seats_of(user, now=page.now)
    return holds(user, PARTY_ROLES, now=page.now) or any(seat.interest in PARTIES for seat in seats)


def _votes(page: CasePage) -> dict[str, Any]:
    ballot = queries.open_ballot_of(page.item)
    closed = [row for row in page.item.ballots.all() if row.closed_at]
    return {
        "ballot": ballot,
        "results": [result_of(row) for row in closed],
        **(_open_ballot(page, ballot) if ballot else {}),
    }


def _open_ballot(page: CasePage, ballot: Ballot) -> dict[str, Any]:
    user, item, now = person(page.request), page.item, page.now
    votes = list(ballot.votes.all())
    own = next((vote for vote in votes if vote.person_id == user.pk), None)
    voters = queries.voters_in(item, ballot.line, now=now, votes=votes)
    chosen = own.choice if own else ""
    return {
        "own_vote": own,
        "no_vote": may(vote_rules.check_may_vote, user, ballot, now=now),
        "choices": [(choice.value, choice.label, choice.value == chosen) for choice in VoteChoice],
        "entitled": len(voters),
        "voted": sum(voter.vote is not None for voter in voters),
        "is_in_forum": vote_rules.voting_seat(user, item, now=now) is not None,
        "may_close": may(vote_rules.check_may_close_ballot, user, ballot, now=now) is None,
    }


def result_of(ballot: Ballot) -> dict[str, Any]:
    """How a closed ballot went, ready to show: the counts, and who voted what."""
    tally = queries.tally_of(ballot)
    groups = (
        (VoteChoice.FOR.label, tally.votes_for),
        (VoteChoice.AGAINST.label, tally.votes_against),
        (VoteChoice.ABSTAIN.label, tally.abstained),
    )
    return {
        "ballot": ballot,
        "tally": tally,
        "groups": [
            {
                "label": label,
                "count": len(votes),
                "people": [(vote.person, speaks_for(vote.seat)) for vote in votes],
            }
            for label, votes in groups
        ],
    }


def _record(page: CasePage, *, records: bool) -> dict[str, Any]:
    """What the chair and the secretary can do now."""
    user, item, now = person(page.request), page.item, page.now
    if not records:
        return {"may_open_ballot": False, "may_settle": False, "is_open_case": False, "is_divided": False}
    settling = may(
        vote_rules.check_may_settle_item, user, item, ballot=queries.deciding_ballot(item), now=now
    )
    opening = may(vote_rules.check_may_open_ballot, user, item, voters=1, now=now)
    return {
        "may_open_ballot": opening is None,
        "may_settle": settling is None,
        "is_open_case": item.state == ItemState.OPEN,
        "is_divided": item.state == ItemState.DIVIDED,
    }
