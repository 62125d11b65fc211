"""The cards around a report: the shared facts of the measures, and questions from the office."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks import deadlines
from networks.models import Round, Seat
from networks.roles import LEADERS, Role
from networks.states import Duty
from rekom.cards.card import Card, Reads, is_shown, make_card
from reporting.states import FactsState

WRITE_FACTS = frozenset({*LEADERS, Role.UH_COORDINATOR})
ANSWER_QUESTIONS = frozenset({*LEADERS, Role.OWNER, Role.UH_COORDINATOR})


def is_time_for_facts(round: Round, now: datetime) -> bool:
    """Whether the round's grants are to be reported on, or were so lately."""
    return any(row.duty == Duty.REPORT for row in round.deadlines.all()) and is_reporting(
        deadlines.answer(Duty.REPORT, round, now=now)
    )


def is_reporting(answer: deadlines.Answer) -> bool:
    """Open, or late by less than half a year."""
    return answer.has_opened and (answer.now - answer.due_at).days < 183


def facts_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """Network and universities write the facts of their measures together, and each approves them."""
    rounds = {round.pk: round for round in reads.rounds}
    for row in reads.facts:
        round = rounds.get(row["round"])
        if round is not None and _is_of(row, seat):
            card = _facts_card(row, round, now)
            if card is not None:
                yield card


def _is_of(row: dict[str, Any], seat: Seat) -> bool:
    if seat.role in LEADERS:
        return row["university"] is None and row["network"] == seat.network_id
    return seat.role == Role.UH_COORDINATOR and row["university"] == seat.organisation_id


def _facts_card(row: dict[str, Any], round: Round, now: datetime) -> Card | None:
    answer = deadlines.answer(Duty.REPORT, round, now=now)
    is_agreed, is_done = row["agreed"] == row["total"], row["mine"] == row["total"]
    if is_agreed and not is_shown(answer):
        return None
    side = f"university-{row['university']}" if row["university"] else "leader"
    return make_card(
        Duty.REPORT,
        round,
        answer,
        body=f"facts-{row['network']}-{side}",
        title=_("Shared facts about the measures of %(year)s, %(network)s")
        % {"year": round.grant_year, "network": row["network_name"]},
        text=_facts_text(row),
        state=_state(row),
        state_label=_state_label(row),
        url=reverse("reporting:facts_list", kwargs={"network": row["network"], "year": round.grant_year}),
        button=_("Approve") if row["others"] else _("Open it") if is_done else _button(row),
        variant="tertiary" if is_done else "",
        is_done=is_done,
    )


def _state(row: dict[str, Any]) -> str:
    if row["agreed"] == row["total"]:
        return str(FactsState.AGREED)
    return str(FactsState.DRAFT) if row["begun"] else "planned"


def _state_label(row: dict[str, Any]) -> str:
    state = _state(row)
    return _("Not begun") if state == "planned" else str(FactsState(state).label)


def _button(row: dict[str, Any]) -> str:
    return _("Continue") if row["begun"] else _("Begin")


def _facts_text(row: dict[str, Any]) -> str:
    if row["agreed"] == row["total"]:
        return _("All sides have approved.")
    if row["agreed"] + row["reopened"] == row["total"]:
        return _("All sides have approved. A report is returned, so you can still change it.")
    if row["mine"] == row["total"]:
        return _("You have approved. The other side has not approved all of it yet.")
    if row["others"]:
        return ngettext(
            "The other side has approved %(n)s measure. Read it, and approve it or change it.",
            "The other side has approved %(n)s measures. Read them, and approve them or change them.",
            row["others"],
        ) % {"n": row["others"]}
    return _(
        "You and the other side write what came of each measure together. %(mine)s of %(total)s approved."
    ) % {
        "mine": row["mine"],
        "total": row["total"],
    }


def question_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """A question from the office about a report is answered by those who report."""
    for question in reads.questions:
        grant = question.report.grant
        if _reports_on(seat, grant):
            yield Card(
                title=_("Question about the report for %(year)s, %(recipient)s")
                % {"year": grant.decision.round.grant_year, "recipient": grant.network or grant.university},
                text=question.text if len(question.text) <= 200 else f"{question.text[:197]}…",
                url=reverse("reporting:report_detail", kwargs={"pk": grant.pk}),
                button=_("Answer"),
                when=_("From the County Governor"),
            )


def _reports_on(seat: Seat, grant: Any) -> bool:
    if grant.university_id is not None:
        return seat.role == Role.UH_COORDINATOR and seat.organisation_id == grant.university_id
    if seat.role == Role.OWNER:
        return bool(grant.network.payee_id == seat.organisation_id)
    return seat.role in LEADERS and seat.network_id == grant.network_id
