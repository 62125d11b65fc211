"""The home page's word to those who follow up: something is overdue. It reads nothing itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks import deadlines
from networks.models import Round, Seat
from networks.roles import LEADERS, Role
from networks.states import Duty
from rekom.cards import Card
from rekom.cards.card import is_shown
from rekom.progress import Step, missing_of

Missing = Mapping[Duty, int]


def overdue_cards(
    seat: Seat,
    rounds: Iterable[Any],
    networks: Mapping[int, list[Any]],
    progress: Iterable[Step],
    shown: Round | None,
    *,
    now: datetime,
) -> list[Card]:
    """One card for each round in which others are overdue: in the leader's network, or in the officer's county.

    `rounds` are as `queries.rounds_with_states` has them, `networks` are each round's as read for the person, and
    `progress` is that of the round `shown`.
    """
    if seat.role == Role.CASE_OFFICER:
        steps = {step.duty: step.total - step.done for step in progress}
        mine = [
            (round, steps if round == shown else {Duty.REPORT: round.reports_owed})
            for round in rounds
            if round.county_id == seat.county_id
        ]
    elif seat.role in LEADERS:
        mine = [
            (round, missing_of(row for row in networks.get(round.pk, []) if row.pk == seat.network_id))
            for round in rounds
        ]
    else:
        mine = []
    return [card for round, missing in mine if (card := _card(round, missing, now=now)) is not None]


def _card(round: Round, missing: Missing, *, now: datetime) -> Card | None:
    late = {duty: number for duty, number in missing.items() if number > 0 and _counts(duty, round, now=now)}
    if not late:
        return None
    number = sum(late.values())
    return Card(
        title=_("Overdue in the round %(year)s") % {"year": round.grant_year},
        text=ngettext("%(n)s has not answered: %(duties)s.", "%(n)s have not answered: %(duties)s.", number)
        % {"n": number, "duties": ", ".join(str(duty.label).lower() for duty in late)},
        state="overdue",
        state_label=_("Overdue"),
        url=reverse("follow_up_overview", kwargs={"year": round.grant_year}),
        button=_("See who it is"),
        variant="secondary",
        is_todo=False,
    )


def _counts(duty: Duty, round: Round, *, now: datetime) -> bool:
    """What never closes is overdue until it is done; what has closed, for the two weeks in which it is shown.

    An assessment is of use until the needs reports have closed.
    """
    try:
        answer = deadlines.answer(duty, round, now=now)
        until = deadlines.answer(Duty.NEEDS_REPORT, round, now=now) if duty == Duty.ASSESSMENT else answer
    except LookupError:
        return False
    is_wanted = not until.is_past if duty == Duty.ASSESSMENT else not answer.closes
    return answer.is_past and (is_wanted or is_shown(answer))
