"""The year, from top to bottom: each duty, who owes it, who is told, and the page on which it is done.

When a duty opens and is due, whether it closes, and on which days one is reminded, stands in the scheme and, for each
round, in its deadlines. `rekom.planning.reminders` plans the letters; `rekom.tasks` rings every five minutes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from networks.models import Round
from networks.states import Duty
from rekom.planning import forms_of_debts as forms
from rekom.planning import owing, owing_outside
from rekom.planning.debts import Debt


class Owing(Protocol):
    """A read that names the bodies that owe something in a round."""

    def __call__(self, round: Round, *, now: datetime) -> list[Debt]: ...


@dataclass(frozen=True, kw_only=True)
class YearDuty:
    """One duty of the year. `title` and `ask` are what the letters and the home page say about it."""

    duty: Duty
    title: Promise
    ask: Promise
    owed_by: Owing
    url: str
    url_to_follow: str = ""
    has_year_in_path: bool = False
    told_at_opening: Owing | None = None
    form: Callable[[Debt, Round], str] | None = None
    decline: Callable[[Debt, Round], str] | None = None

    def title_for(self, round: Round) -> str:
        """What the duty is called in the round, in the active language."""
        return str(self.title) % {"year": round.grant_year}

    def path(self, round: Round) -> str:
        """The page on which the duty is done."""
        if self.has_year_in_path:
            return reverse(self.url, kwargs={"year": round.grant_year})
        return f"{reverse(self.url)}?aar={round.grant_year}"

    def path_to_follow(self, round: Round) -> str:
        """The page on which networks and the governor follow the duty: mostly the one on which it is done."""
        if not self.url_to_follow:
            return self.path(round)
        return f"{reverse(self.url_to_follow)}?aar={round.grant_year}"

    def debts(self, round: Round, *, is_opening: bool, now: datetime) -> list[Debt]:
        """The bodies to write to: when it opens, or later on."""
        if is_opening and self.told_at_opening is not None:
            return self.told_at_opening(round, now=now)
        return self.owed_by(round, now=now)

    def path_for(self, debts: list[Debt], round: Round) -> str:
        """The form itself for one body; the list for several."""
        return self.form(debts[0], round) if self.form and len(debts) == 1 else self.path(round)

    def path_to_decline(self, debts: list[Debt], round: Round) -> str:
        """Where one says that nothing is wanted this year; '' where the duty knows no such answer."""
        if self.decline is None:
            return ""
        return self.decline(debts[0], round) if len(debts) == 1 else self.path(round)


YEAR: tuple[YearDuty, ...] = (
    # August to November: each kindergarten looks at itself. Never closes; marked late.
    YearDuty(
        duty=Duty.ASSESSMENT,
        title=_("The kindergarten's own assessment for %(year)s"),
        ask=_("Write what the kindergarten needs, together with the staff, and share it with the owner."),
        owed_by=owing.assessments,
        form=forms.assessment,
        url="needs:assessment_list",
    ),
    # September to 1 December: each owner tells each network what it needs. Closes.
    YearDuty(
        duty=Duty.NEEDS_REPORT,
        title=_("Needs report for %(year)s"),
        ask=_("Tell the network what your kindergartens need. No new needs? Say so in the same place."),
        owed_by=owing.needs_reports,
        form=forms.needs_report,
        decline=forms.no_needs,
        url="needs:needs_report_list",
    ),
    # November to 1 February: employees who study. Voluntary, so only those who have begun are reminded. Closes.
    YearDuty(
        duty=Duty.NOMINATION,
        title=_("Employees who study in %(year)s"),
        ask=_("Nominate employees who study, so that the network can put them on its list."),
        owed_by=owing.nominations,
        told_at_opening=owing.owners_to_tell,
        url="needs:nomination_list",
        url_to_follow="needs:nomination_list_overview",
    ),
    # December to 1 February: the network and its universities put the needs together. Closes.
    YearDuty(
        duty=Duty.DECISION_BASIS,
        title=_("Decision basis for %(year)s"),
        ask=_("Make measures out of the needs, agree with the university, and submit."),
        owed_by=owing.decision_bases,
        form=forms.decision_basis,
        url="needs:decision_basis_list",
    ),
    # February: the network ranks its nominations. Closes 1 March.
    YearDuty(
        duty=Duty.NOMINATION_LIST,
        title=_("The network's list of students for %(year)s"),
        ask=_("Put the nominations in the order that the network proposes, and submit the list."),
        owed_by=owing.nomination_lists,
        form=forms.nomination_list,
        url="needs:nomination_list_overview",
    ),
    # By 15 March: the county's forum recommends. Never closes; marked late.
    YearDuty(
        duty=Duty.RECOMMENDATION,
        title=_("Recommendation for %(year)s"),
        ask=_("Run the allocation, rank the nominations where needed, and adopt the recommendation."),
        owed_by=owing.recommendation,
        url="grants:recommendation_detail",
        has_year_in_path=True,
    ),
    # By 15 April: the county governor decides and sends the letters. Never closes; marked late.
    YearDuty(
        duty=Duty.DECISION,
        title=_("Decision and grant letters for %(year)s"),
        ask=_("Prepare the decision, have it approved by another person, and send the letters."),
        owed_by=owing.decision,
        url="grants:decision_detail",
        has_year_in_path=True,
    ),
    # By 30 April: the governor's office pays the recipients. Done when no payment that is due is left.
    YearDuty(
        duty=Duty.PAYMENT,
        title=_("Payment to the networks for %(year)s"),
        ask=_("Put what the letters say in a payment basis, and mark it as paid."),
        owed_by=owing_outside.payment,
        url="grants:payment_list",
        has_year_in_path=True,
    ),
    # May: each network with money for individual measures pays the owners. Done when nothing is left to be paid.
    YearDuty(
        duty=Duty.SPRING_PAYOUT,
        title=_("Spring payout for %(year)s to those who study"),
        ask=_("Pay the owners the first half of the money for those who study, and mark it as done."),
        owed_by=owing_outside.spring_payout,
        form=forms.payouts,
        url="grants:payout_overview",
        has_year_in_path=True,
    ),
    # September: who is still studying, and the second half. Rounds without payouts in the portal are marked by hand.
    YearDuty(
        duty=Duty.STILL_STUDYING,
        title=_("Who is still studying in %(year)s"),
        ask=_("See who has said that the study goes on, and decide about the others."),
        owed_by=owing_outside.still_studying,
        form=forms.payouts,
        url="grants:payout_overview",
        has_year_in_path=True,
    ),
    YearDuty(
        duty=Duty.AUTUMN_PAYOUT,
        title=_("Autumn payout for %(year)s to those who study"),
        ask=_("Pay the owners the second half for those who are still studying, and mark it as done."),
        owed_by=owing_outside.autumn_payout,
        form=forms.payouts,
        url="grants:payout_overview",
        has_year_in_path=True,
    ),
    # September: each network looks over its long-term plan. Done when it is adopted anew, or found to hold unchanged.
    YearDuty(
        duty=Duty.PLAN_REVISION,
        title=_("Revision of the long-term plan in %(year)s"),
        ask=_("Look over the long-term plan together. Adopt it anew, or say that it holds unchanged."),
        owed_by=owing_outside.plan_revision,
        form=forms.plan,
        url="completion_list",
        has_year_in_path=True,
    ),
    # By 15 June the year after: each recipient reports. Never closes; marked late.
    YearDuty(
        duty=Duty.REPORT,
        title=_("Report on the grant for %(year)s"),
        ask=_("Tell how the money was used, what was done, and how far you came."),
        owed_by=owing.reports,
        url="reporting:report_list",
    ),
)
BY_DUTY: Mapping[str, YearDuty] = {entry.duty.value: entry for entry in YEAR}
