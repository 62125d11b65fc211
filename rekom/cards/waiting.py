"""What others do next, for every seat."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.states import DecisionState, RecommendationState
from needs.states import (
    BASIS_FINAL,
    NEEDS_REPORT_FINAL,
    AssessmentState,
    NeedsReportState,
    NominationState,
)
from networks import deadlines
from networks.models import Round, Seat
from networks.roles import LEADERS, REPORTERS, Role
from networks.states import Duty
from rekom.cards.card import Reads, Waiting, is_shown
from reporting.states import ReportState


def waiting_for(seat: Seat, reads: Reads, *, now: datetime) -> list[Waiting]:
    """What others do next, for the rounds in which this seat has done its part, or has none."""
    makers: dict[str, Callable[[Seat, Reads, datetime], Iterable[Waiting]]] = {
        Role.HEAD: _of_kindergartens,
        **dict.fromkeys(REPORTERS, _of_kindergartens),
        **dict.fromkeys(LEADERS, _of_network),
        Role.NETWORK_MEMBER: _of_network,
        Role.UH_COORDINATOR: _of_network,
        Role.FORUM_MEMBER: _of_forum,
        Role.CASE_OFFICER: _of_officer,
        Role.APPROVER: _of_approver,
    }
    return [*makers[seat.role](seat, reads, now), *_of_recipient(seat, reads)]


def _of_kindergartens(seat: Seat, reads: Reads, now: datetime) -> Iterable[Waiting]:
    for round in reads.rounds:
        for row in reads.kindergartens.get(round.pk, []):
            yield from _after_own(seat, row, round, now)
        if seat.role == Role.HEAD:
            yield from _proposals(seat, reads, round, now)


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
    is_sent = row["report_state"] == NeedsReportState.SUBMITTED
    concerned = is_sent and (is_head or row["owner_id"] == seat.organisation_id)
    if concerned and not basis.is_past:
        return [Waiting(what=_("Decision basis"), who=row["network_name"], due=basis.due_at)]
    return _decision_awaited(round, now) if concerned else []


def _proposals(seat: Seat, reads: Reads, round: Round, now: datetime) -> Iterable[Waiting]:
    """What the head has proposed is confirmed by the owner."""
    rows = [
        row
        for row in reads.nominations.get(round.pk, [])
        if row["kindergarten_id"] == seat.kindergarten_id and row["state"] == NominationState.PROPOSED
    ]
    answer = deadlines.answer(Duty.NOMINATION, round, now=now)
    if rows and answer.is_open and seat.kindergarten is not None:
        owner = str(seat.kindergarten.owner)
        yield Waiting(what=_("Confirmation of the nomination"), who=owner, due=answer.due_at)


def _of_network(seat: Seat, reads: Reads, now: datetime) -> Iterable[Waiting]:
    """Leaders, members and universities: each other's approval, then the decision."""
    for round in reads.rounds:
        for network in reads.networks.get(round.pk, []):
            is_mine = network.pk == seat.network_id or (
                seat.role == Role.UH_COORDINATOR and network.is_partner
            )
            if is_mine:
                yield from _after_basis(seat, network, round, now)


def _after_basis(seat: Seat, network: Any, round: Round, now: datetime) -> Iterable[Waiting]:
    if network.basis_state in BASIS_FINAL:
        yield from _decision_awaited(round, now)
        return
    answer = deadlines.answer(Duty.DECISION_BASIS, round, now=now, network=network)
    if answer.is_past or not answer.has_opened:
        return
    if seat.role == Role.NETWORK_MEMBER:
        yield Waiting(what=_("Decision basis"), who=str(network), due=answer.due_at)
    elif network.is_approved_by_me:
        what = _("Approval of the decision basis, %(network)s") % {"network": network}
        yield Waiting(what=what, who=_("The other side of the partnership"), due=answer.due_at)


def _of_forum(seat: Seat, reads: Reads, now: datetime) -> Iterable[Waiting]:
    """The forum waits for the networks, then for the governor."""
    for round in reads.rounds:
        basis = deadlines.answer(Duty.DECISION_BASIS, round, now=now)
        if round.recommendation_state == RecommendationState.ADOPTED:  # type: ignore[attr-defined]  # -- annotated by rounds_with_states
            yield from _decision_awaited(round, now)
        elif basis.has_opened and not basis.is_past:
            yield Waiting(what=_("Decision bases"), who=_("The networks"), due=basis.due_at)


def _of_officer(seat: Seat, reads: Reads, now: datetime) -> Iterable[Waiting]:
    """The office waits for networks, forum, approver and recipients."""
    for round in reads.rounds:
        yield from _bases_and_forum(round, now)
        report = deadlines.answer(Duty.REPORT, round, now=now)
        owed = getattr(round, "reports_owed", 0)
        if owed and is_shown(report):
            who = ngettext("%(n)s recipient", "%(n)s recipients", owed) % {"n": owed}
            what = _("Reports for %(year)s") % {"year": round.grant_year}
            yield Waiting(what=what, who=who, due=report.due_at)


def _bases_and_forum(round: Any, now: datetime) -> Iterable[Waiting]:
    basis = deadlines.answer(Duty.DECISION_BASIS, round, now=now)
    if basis.has_opened and not basis.is_past:
        yield Waiting(what=_("Decision bases"), who=_("The networks"), due=basis.due_at)
    elif round.decision_state == DecisionState.PREPARED:
        due_at = deadlines.answer(Duty.DECISION, round, now=now).due_at
        yield Waiting(what=_("Approval of the decision"), who=_("The approver"), due=due_at)
    elif round.recommendation_state == RecommendationState.DRAFT:
        due_at = deadlines.answer(Duty.RECOMMENDATION, round, now=now).due_at
        yield Waiting(what=_("Recommendation"), who=_("The cooperation forum"), due=due_at)


def _of_approver(seat: Seat, reads: Reads, now: datetime) -> Iterable[Waiting]:
    """The approver waits until the decision is prepared."""
    for round in reads.rounds:
        state = round.decision_state  # type: ignore[attr-defined]  # -- annotated by rounds_with_states
        adopted = round.recommendation_state == RecommendationState.ADOPTED  # type: ignore[attr-defined]  # -- the same
        if state == DecisionState.DRAFT or (adopted and not state):
            due_at = deadlines.answer(Duty.DECISION, round, now=now).due_at
            yield Waiting(what=_("The decision, prepared"), who=_("The case officer"), due=due_at)


def _of_recipient(seat: Seat, reads: Reads) -> Iterable[Waiting]:
    """A report that is sent waits for the office."""
    offices = {round.pk: round.county.office_name for round in reads.rounds}
    for grant in reads.grants:
        report = getattr(grant, "report", None)
        if report is not None and report.state == ReportState.SUBMITTED and _receives(seat, grant):
            what = _("Approval of the report, %(recipient)s") % {
                "recipient": grant.network or grant.university
            }
            yield Waiting(what=what, who=offices.get(grant.decision.round_id, ""), due=None)


def _receives(seat: Seat, grant: Any) -> bool:
    if grant.university_id is not None:
        return seat.role == Role.UH_COORDINATOR and seat.organisation_id == grant.university_id
    if seat.role == Role.OWNER:
        return bool(grant.network.payee_id == seat.organisation_id)
    return seat.role in LEADERS and seat.network_id == grant.network_id


def _decision_awaited(round: Any, now: datetime) -> list[Waiting]:
    if round.decision_state == DecisionState.ISSUED:
        return []
    due_at = deadlines.answer(Duty.DECISION, round, now=now).due_at
    return [Waiting(what=_("Decision and grant letters"), who=round.county.office_name, due=due_at)]
