"""What others do next."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from grants.states import DecisionState
from needs.states import (
    BASIS_FINAL,
    NEEDS_REPORT_FINAL,
    AssessmentState,
    NeedsReportState,
)
from networks import deadlines
from networks.models import Seat
from networks.states import Duty
from rekom.cards.card import Reads, Waiting


def waiting_for(seat: Seat, reads: Reads, *, now: datetime) -> list[Waiting]:
    """What others do next, for the rounds in which this seat has done its part."""
    found: list[Waiting] = []
    for round in reads.rounds:
        for row in reads.kindergartens.get(round.pk, []):
            found += _after_own(seat, row, round, now)
        for network in reads.networks.get(round.pk, []):
            if network.pk == seat.network_id and network.basis_state in BASIS_FINAL:
                found += _decision_awaited(round, now)
    return found


def _after_own(seat: Seat, row: dict[str, Any], round: Any, now: datetime) -> list[Waiting]:
    report = deadlines.answer(Duty.NEEDS_REPORT, round, now=now)
    basis = deadlines.answer(Duty.DECISION_BASIS, round, now=now)
    is_head = row["pk"] == seat.kindergarten_id and row["assessment_state"] == AssessmentState.SHARED
    if (
        is_head
        and not row["is_answered"]
        and row["report_state"] not in NEEDS_REPORT_FINAL
        and not report.is_past
    ):
        return [Waiting(what=_("Needs report"), who=row["owner_name"], due=report.due_at)]
    is_owner = row["owner_id"] == seat.organisation_id and row["report_state"] == NeedsReportState.SUBMITTED
    if is_owner and not basis.is_past:
        return [Waiting(what=_("Decision basis"), who=row["network_name"], due=basis.due_at)]
    return _decision_awaited(round, now) if is_owner else []


def _decision_awaited(round: Any, now: datetime) -> list[Waiting]:
    if round.decision_state == DecisionState.ISSUED:
        return []
    due_at = deadlines.answer(Duty.DECISION, round, now=now).due_at
    return [Waiting(what=_("Decision and grant letters"), who=round.county.office_name, due=due_at)]
