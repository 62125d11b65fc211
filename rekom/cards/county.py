"""The cards of the forum and of the county governor's office."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.states import DecisionState, RecommendationState
from networks import deadlines
from networks.models import Seat
from networks.states import Duty
from rekom.calendar import BY_DUTY
from rekom.cards.card import Card, Reads, button_of, is_shown, label_of, make_card
from rekom.cards.summary import summary_cards


def forum_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """The forum adopts the recommendation."""
    for round in reads.rounds:
        yield from _recommendation_card(round, now)


def _recommendation_card(round: Any, now: datetime) -> Iterable[Card]:
    answer = deadlines.answer(Duty.RECOMMENDATION, round, now=now)
    is_done = round.recommendation_state == RecommendationState.ADOPTED
    if not is_done or is_shown(answer):
        yield make_card(
            Duty.RECOMMENDATION,
            round,
            answer,
            body=f"county-{round.county_id}",
            text="" if is_done else str(BY_DUTY[Duty.RECOMMENDATION].ask),
            state=round.recommendation_state or "planned",
            state_label=label_of(RecommendationState, round.recommendation_state),
            url=BY_DUTY[Duty.RECOMMENDATION].path(round),
            button=button_of(round.recommendation_state, is_done=is_done),
            variant="tertiary" if is_done else "",
            is_done=is_done,
        )


def officer_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """The case officer sees to recommendation and decision, and answers reports."""
    for round in reads.rounds:
        yield from _budget_card(round, now)
        yield from _recommendation_card(round, now)
        yield from _decision_card(round, now, states=("", DecisionState.DRAFT, DecisionState.APPROVED))
        yield from _answer_card(round, now)
        yield from summary_cards(round, now)


def _budget_card(round: Any, now: datetime) -> Iterable[Card]:
    """In January the frame and the key are recorded, so that the networks see what they can expect."""
    basis = deadlines.answer(Duty.DECISION_BASIS, round, now=now)
    if basis.has_opened and not round.has_budget:
        yield Card(
            title=_("Frame and allocation key for %(year)s") % {"year": round.grant_year},
            text=_("Record them in January, so that networks and universities see what they can expect."),
            when=_("In January"),
            url=reverse("grants:budget_detail", kwargs={"year": round.grant_year}),
            button=_("Record"),
        )


def approver_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """The approver approves what another person has prepared."""
    for round in reads.rounds:
        yield from _decision_card(round, now, states=(DecisionState.PREPARED,))


def _decision_card(round: Any, now: datetime, *, states: tuple[str, ...]) -> Iterable[Card]:
    """The decision is a thing to do for those whose turn it is; once begun, the others can open it."""
    answer = deadlines.answer(Duty.DECISION, round, now=now)
    state = round.decision_state
    is_done, is_mine = state == DecisionState.ISSUED, state in states
    has_begun = answer.has_opened or bool(state)
    if (is_done and not is_shown(answer)) or not (is_mine or is_done or state):
        return
    yield make_card(
        Duty.DECISION,
        round,
        answer,
        body=f"county-{round.county_id}",
        is_ahead=not has_begun,
        text=_decision_text(state),
        state=state or "planned",
        state_label=label_of(DecisionState, state),
        url=BY_DUTY[Duty.DECISION].path(round),
        button=_("Approve")
        if is_mine and state == DecisionState.PREPARED
        else button_of(state, is_done=not is_mine),
        variant="" if is_mine else "tertiary",
        is_done=is_done,
        is_todo=is_mine,
    )


def _decision_text(state: str) -> str:
    texts = {
        "": _("Prepare the decision from the recommendation."),
        DecisionState.DRAFT: _("Write the reasons and have another person approve it."),
        DecisionState.PREPARED: _("It waits for another person's approval."),
        DecisionState.APPROVED: _("Approved. The letters can be sent."),
        DecisionState.ISSUED: _("The letters are sent."),
    }
    return texts[state]


def _answer_card(round: Any, now: datetime) -> Iterable[Card]:
    if round.reports_waiting:
        yield Card(
            title=_("Reports for %(year)s to read") % {"year": round.grant_year},
            text=ngettext(
                "%(n)s report waits for approval.", "%(n)s reports wait for approval.", round.reports_waiting
            )
            % {"n": round.reports_waiting},
            url=BY_DUTY[Duty.REPORT].path(round),
            button=_("Read"),
        )
