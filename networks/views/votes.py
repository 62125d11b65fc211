"""The pages of votes: open a ballot, vote, record a show of hands, close it, settle the case."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.forms import PortalForm
from common.refusals import NotAllowed, Refused, may
from common.views import VerbPage, hidden_unless_allowed, or_404, person
from networks.forms.votes import OpenBallotForm, RecordVotesForm, SettleForm
from networks.minutes import speaks_for
from networks.models import AgendaItem, Ballot, Vote
from networks.queries import votes as queries
from networks.queries.lines import lines_of
from networks.rules import meetings as meeting_rules
from networks.rules import votes as rules
from networks.services import votes as services
from networks.states import VoteChoice
from networks.views.meeting_case import CasePage, case_page, home_of, result_of


class BallotOpen(VerbPage):
    """Ask the members to vote."""

    template_name = "networks/ballot_form.html"
    primary_label = gettext_lazy("Open the vote")
    done = gettext_lazy("The vote is open. Members vote on their own, or you record a show of hands.")
    item: AgendaItem

    def find(self, pk: int) -> None:
        user = person(self.request)
        self.item = or_404(queries.case_of(user, pk, now=self.now))
        self.voters = queries.voters_in(self.item, "", now=self.now)
        self.closed = hidden_unless_allowed(
            rules.check_may_open_ballot, user, self.item, voters=len(self.voters), now=self.now
        )

    def home(self) -> str:
        return home_of(self.item)

    def refusal(self) -> Refused | None:
        return self.closed

    def initial(self) -> dict[str, Any]:
        return {"question": self.item.proposal}

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        return OpenBallotForm(data, lines=lines_of(self.item, now=self.now), **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        services.open_ballot(item=self.item, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        voters = [(voter.person, speaks_for(voter.seat)) for voter in self.voters]
        return {"item": self.item, "voters": voters}


class BallotVote(CasePage):
    """A member's own vote. Whoever has none is refused by the service, which logs it, also without a page."""

    ballot: Ballot

    def find(self, pk: int) -> None:
        self.item = or_404(queries.case_with_ballot(pk))
        self.ballot = queries.ballot_in(self.item, pk)
        user = person(self.request)
        self.sees = may(meeting_rules.check_may_see_meeting, user, self.item.meeting, now=self.now) is None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.sees:
            raise Http404
        return redirect(self.home())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        choice = request.POST.get("choice", "")
        if choice not in VoteChoice.values:
            if not self.sees:
                raise Http404
            messages.error(request, _("Choose for, against or abstain."))
            return redirect(self.home())
        try:
            vote = services.cast_vote(
                ballot=self.ballot, choice=VoteChoice(choice), by=person(request), now=self.now
            )
        except rules.VoteNotAllowed:
            if not self.sees:
                raise Http404 from None
            raise
        except rules.VoteNotNow as refusal:
            self.item = or_404(queries.case_with_ballot(pk))
            return case_page(self, refusal=refusal, status=409)
        messages.success(request, _("Your vote: %(choice)s.") % {"choice": vote.get_choice_display()})
        return redirect(self.home())


class BallotVerb(VerbPage):
    """One verb of those who record, on one ballot."""

    ballot: Ballot

    def find(self, pk: int) -> None:
        item = or_404(queries.case_with_ballot(pk))
        self.ballot, self.item = queries.ballot_in(item, pk), item
        user, meeting = person(self.request), item.meeting
        if may(meeting_rules.check_may_see_meeting, user, meeting, now=self.now) is not None:
            self.turn_out()
        self.closed = may(meeting_rules.check_may_record, user, meeting, now=self.now)
        if isinstance(self.closed, NotAllowed):
            self.turn_out()

    def turn_out(self) -> None:
        """Nothing is here for this person. Raises Http404."""
        raise Http404

    def home(self) -> str:
        return home_of(self.item)

    def context(self) -> dict[str, Any]:
        return {"item": self.item, "ballot": self.ballot}


class BallotRecord(BallotVerb):
    """A show of hands, as one form."""

    template_name = "networks/ballot_record.html"
    primary_label = gettext_lazy("Record the votes")
    done = gettext_lazy("The votes are recorded.")

    def turn_out(self) -> None:
        if self.request.method == "POST":
            services.log_refused_vote(
                ballot=self.ballot.pk, by=person(self.request), reason=rules.NoVote.FOR_OTHERS
            )
        raise Http404

    def refusal(self) -> Refused | None:
        return may(rules.check_may_record_votes, person(self.request), self.ballot, now=self.now)

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        voters = queries.voters_in(self.item, self.ballot.line, now=self.now, votes=self.ballot.votes.all())
        self.alone = [voter.person for voter in voters if voter.has_voted_alone]
        self.form = RecordVotesForm(
            data, voters=[voter for voter in voters if not voter.has_voted_alone], **kwargs
        )
        return self.form

    def serve(self, typed: dict[str, Any]) -> None:
        services.record_votes(
            ballot=self.ballot, choices=self.form.choices, by=person(self.request), now=self.now
        )

    def context(self) -> dict[str, Any]:
        return super().context() | {"alone": self.alone, "has_voters": bool(self.form.people)}


class BallotClose(BallotVerb):
    """No more votes: the result stands."""

    template_name = "networks/ballot_confirm_close.html"
    primary_label = gettext_lazy("Close the vote")
    done = gettext_lazy("The vote is closed.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_close_ballot, person(self.request), self.ballot, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.close_ballot(ballot=self.ballot, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        votes = list(self.ballot.votes.all())
        voters = queries.voters_in(self.item, self.ballot.line, now=self.now, votes=votes)
        missing = [voter.person for voter in voters if voter.vote is None]
        return super().context() | {"voted": len(votes), "missing": missing}


class MeetingItemSettle(VerbPage):
    """What the vote has decided."""

    template_name = "networks/meeting_item_settle.html"
    form_class = SettleForm
    primary_label = gettext_lazy("Record the decision")
    done = gettext_lazy("The case is decided by vote.")
    item: AgendaItem

    def find(self, pk: int) -> None:
        user = person(self.request)
        self.item = or_404(queries.case_of(user, pk, now=self.now))
        self.ballot = queries.deciding_ballot(self.item)
        self.closed = hidden_unless_allowed(
            rules.check_may_settle_item, user, self.item, ballot=self.ballot, now=self.now
        )

    def home(self) -> str:
        return home_of(self.item)

    def refusal(self) -> Refused | None:
        return self.closed

    def initial(self) -> dict[str, Any]:
        return proposed_texts(self.ballot) if self.ballot else {}

    def serve(self, typed: dict[str, Any]) -> None:
        services.settle_item(item=self.item, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return {"item": self.item, "result": result_of(self.ballot) if self.ballot else None}


def proposed_texts(ballot: Ballot) -> dict[str, str]:
    """What can stand in the minutes, proposed from the votes. In bokmål, whoever reads: the minutes are."""
    tally = queries.tally_of(ballot)
    with override("nb"):
        if tally.is_carried:
            resolution = ballot.question
        else:
            resolution = _("The proposal was voted down: %(proposal)s") % {"proposal": ballot.question}
        lost = tally.votes_against if tally.is_carried else tally.votes_for
        if not lost:
            return {"resolution": resolution, "dissent": ""}
        words = _("Voted against: %(names)s.") if tally.is_carried else _("Voted for: %(names)s.")
        return {"resolution": resolution, "dissent": words % {"names": _names(lost)}}


def _names(votes: list[Vote]) -> str:
    return ", ".join(
        f"{vote.person} ({word})" if (word := speaks_for(vote.seat)) else str(vote.person) for vote in votes
    )
