"""The cards of what is done outside the portal: payments, the check in autumn, the look at the plan."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from networks import deadlines
from networks.models import Round, Seat
from networks.roles import LEADERS, Role
from networks.rules import DONE_OUTSIDE
from networks.states import Duty
from rekom.calendar import BY_DUTY
from rekom.cards.card import Card, Reads, is_shown, make_card
from rekom.completions import Mark, Outside

LATE_FOR = timedelta(days=90)


def is_outside_shown(round: Round, *, now: datetime, sees_ahead: bool) -> bool:
    """Whether one of the duties is open (or, seeing ahead, will be), or is late for less than 90 days."""
    rows = [row for row in round.deadlines.all() if row.duty in DONE_OUTSIDE]
    answers = [deadlines.answer(BY_DUTY[row.duty].duty, round, now=now) for row in rows]
    return any(
        (sees_ahead or answer.has_opened) and answer.now <= answer.due_at + LATE_FOR for answer in answers
    )


def outside_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """The leader marks what the network has done, the case officer what the office has."""
    for round in reads.rounds:
        for outside in reads.outside.get(round.pk, []):
            for mark in outside.marks:
                if _is_of(mark, seat) and _is_shown(mark, outside):
                    yield _card(mark, outside, round, now)


def _is_of(mark: Mark, seat: Seat) -> bool:
    if mark.network is None:
        return seat.role == Role.CASE_OFFICER
    return seat.role in LEADERS and mark.network.pk == seat.network_id


def _is_shown(mark: Mark, outside: Outside) -> bool:
    if mark.is_done:
        return is_shown(outside.answer)
    return outside.answer.now <= outside.answer.due_at + LATE_FOR


def _card(mark: Mark, outside: Outside, round: Round, now: datetime) -> Card:
    network = mark.network
    is_done, is_by_hand = mark.is_done, mark.left is None
    is_of_plan = outside.duty == Duty.PLAN_REVISION
    return make_card(
        outside.duty,
        round,
        deadlines.answer(outside.duty, round, now=now, network=network),
        body=f"network-{network.pk}" if network else f"county-{round.county_id}",
        title=f"{outside.title}, {mark.name}" if network else outside.title,
        text="" if is_done else outside.ask,
        state="done" if is_done else "planned",
        state_label=_("Done") if is_done else _("Not begun"),
        url=_url(mark, outside, round),
        button=_("Mark as done") if is_by_hand and not is_done and not is_of_plan else _("Open it"),
        variant="tertiary" if is_done else "",
        is_done=is_done,
    )


def _url(mark: Mark, outside: Outside, round: Round) -> str:
    """The payouts or payments where the portal plans them, and the plan; else where it is marked as done."""
    if outside.duty == Duty.PLAN_REVISION and mark.network is not None:
        return reverse("networks:plan_detail", kwargs={"network": mark.network.pk})
    if mark.left is not None and mark.network is None:
        return reverse("grants:payment_list", kwargs={"year": round.grant_year})
    if mark.left is not None and mark.network is not None:
        place = {"year": round.grant_year, "network": mark.network.pk}
        return reverse("grants:payout_list", kwargs=place)
    return f"{reverse('completion_list', kwargs={'year': round.grant_year})}#{outside.duty}"
