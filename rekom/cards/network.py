"""The cards of leaders and universities: the owners' reports, the basis, the list, the report on the grant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from needs.states import (
    BASIS_FINAL,
    BasisState,
    NominationListState,
)
from networks import deadlines
from networks.models import Round, Seat
from networks.states import Duty
from rekom.calendar import BY_DUTY
from rekom.cards.card import Card, Reads, button_of, is_not_over, is_shown, label_of, make_card
from rekom.cards.report import report_cards


def leader_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """The leader gathers the reports, makes the basis with the universities, ranks the list, and reports."""
    for round in reads.rounds:
        for network in reads.networks.get(round.pk, []):
            if network.pk == seat.network_id:
                yield from _network_cards(network, round, now)
    yield from report_cards([g for g in reads.grants if g.network_id == seat.network_id], reads, now)


def _network_cards(network: Any, round: Round, now: datetime) -> Iterable[Card]:
    needs_reports = deadlines.answer(Duty.NEEDS_REPORT, round, now=now)
    basis = deadlines.answer(Duty.DECISION_BASIS, round, now=now, network=network)
    ranking = deadlines.answer(Duty.NOMINATION_LIST, round, now=now, network=network)
    if is_shown(needs_reports):
        yield _gathering_card(network, round, needs_reports)
    if is_not_over(basis):
        yield _basis_card(network, round, basis, is_signed=bool(network.is_approved_by_me))
    if is_not_over(ranking) and network.nominations:
        yield _list_card(network, round, ranking)


def _gathering_card(network: Any, round: Round, answer: deadlines.Answer) -> Card:
    return make_card(
        Duty.NEEDS_REPORT,
        round,
        answer,
        body=f"network-{network.pk}",
        title=_("The owners' needs reports for %(year)s") % {"year": round.grant_year},
        text=_(
            "%(met)s of %(pairs)s owners have answered. %(shared)s of %(total)s kindergartens have shared."
        )
        % {
            "met": network.met,
            "pairs": network.pairs,
            "shared": network.shared,
            "total": network.kindergartens,
        },
        url=BY_DUTY[Duty.NEEDS_REPORT].path(round),
        button=_("See who is missing") if network.met < network.pairs else _("Open it"),
        variant="secondary",
        is_todo=False,
    )


def _basis_card(network: Any, round: Round, answer: deadlines.Answer, *, is_signed: bool) -> Card:
    state = network.basis_state
    is_done = state in BASIS_FINAL
    if state == BasisState.ACCEPTED:
        text = _("The county governor has accepted it.")
    elif is_done:
        text = _("The county governor has it.")
    elif not answer.is_open:
        text = _("It has closed. Ask the case officer for a new deadline.")
    elif is_signed:
        text = _("You have approved it. It is not submitted yet.")
    else:
        text = str(BY_DUTY[Duty.DECISION_BASIS].ask)
    return make_card(
        Duty.DECISION_BASIS,
        round,
        answer,
        body=f"network-{network.pk}",
        title=_("Decision basis for %(year)s, %(network)s") % {"year": round.grant_year, "network": network},
        text=text,
        state=state or "planned",
        state_label=label_of(BasisState, state),
        url=reverse("needs:decision_basis_detail", kwargs={"network": network.pk, "year": round.grant_year}),
        button=button_of(state, is_done=is_done, is_closed=not answer.is_open),
        variant="tertiary" if is_done else "",
        is_done=is_done,
    )


def _list_card(network: Any, round: Round, answer: deadlines.Answer) -> Card:
    is_done = network.list_state == NominationListState.SUBMITTED
    return make_card(
        Duty.NOMINATION_LIST,
        round,
        answer,
        body=f"network-{network.pk}",
        text=ngettext("%(n)s nomination.", "%(n)s nominations.", network.nominations)
        % {"n": network.nominations},
        state=network.list_state or "planned",
        state_label=label_of(NominationListState, network.list_state),
        url=reverse("needs:nomination_list_detail", kwargs={"network": network.pk, "year": round.grant_year}),
        button=button_of(network.list_state, is_done=is_done, is_closed=not answer.is_open),
        variant="tertiary" if is_done else "",
        is_done=is_done,
    )


def university_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """The university makes each basis together with the network, approves its part, and reports."""
    for round in reads.rounds:
        for network in reads.networks.get(round.pk, []):
            answer = deadlines.answer(Duty.DECISION_BASIS, round, now=now, network=network)
            if network.is_partner and is_not_over(answer):
                yield _basis_card(network, round, answer, is_signed=network.is_approved_by_me)
    mine = [grant for grant in reads.grants if grant.university_id == seat.organisation_id]
    yield from report_cards(mine, reads, now)
