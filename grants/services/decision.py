"""What can be done to the decision: build, save, prepare, send back, approve."""

from datetime import datetime

from django.db import transaction

from common.moves import move
from common.refusals import MovedOn
from common.versions import check_version
from grants.decided import deviates
from grants.decision_reasons import proposed_reasons
from grants.emails import decision as emails
from grants.models import AllocationRun, Decision, Grant, GrantLine, Recommendation
from grants.queries.decision import decision_of, lines_of_decision
from grants.queries.recommendation import adopted_recommendation
from grants.queries.recusal import is_recused
from grants.rules import decision as rules
from grants.services.lines import drafts_of, stored_line
from grants.states import DECISION_MOVES, DecisionState
from networks.models import Round, User


@transaction.atomic
def build_decision(*, round: Round, lost: int = 0, by: User, now: datetime) -> Decision:
    """Make the grants and their lines from the adopted recommendation's run; a draft is built anew.

    Reasons that somebody has written stay. The sums are those of the run, to the krone. `lost` is how many changed
    amounts the person knows are lost. Raises NotAllowed, NotNow (no adopted recommendation, or changed amounts that
    the person has not seen) and MovedOn (the decision is prepared already).
    """
    recommendation, recused = adopted_recommendation(round), is_recused(by, round)
    rules.check_may_build_decision(by, round, recommendation, decision_of(round), is_recused=recused, now=now)
    if recommendation is None or recommendation.run is None:  # the rule has answered this already
        raise MovedOn
    decision = _locked_draft(round, recommendation, recommendation.run)
    rules.check_may_save_decision(by, decision, is_recused=recused, now=now)
    before = lines_of_decision(decision)
    rules.check_knows_what_is_lost(sum(map(deviates, before)), lost)
    is_own_text = decision.reasons not in ("", proposed_reasons(decision.recommendation, before))
    _remove_grants(decision)
    decision.recommendation, decision.run = recommendation, recommendation.run
    decision.reasons = decision.reasons if is_own_text else proposed_reasons(recommendation, [])
    decision.version += 1
    decision.save(update_fields=["recommendation", "run", "reasons", "version"])
    _make_grants(decision, round)
    return decision


@transaction.atomic
def save_decision(*, decision: Decision, reasons: str, version: int, by: User, now: datetime) -> Decision:
    """Save the reasons of a draft. Raises NotNow when somebody else has saved since `version`."""
    decision = locked_decision(decision)
    rules.check_may_save_decision(by, decision, is_recused=is_recused(by, decision.round), now=now)
    check_version(decision.version, version)
    decision.reasons, decision.version = reasons, version + 1
    decision.save(update_fields=["reasons", "version"])
    return decision


@transaction.atomic
def prepare_decision(*, decision: Decision, by: User, now: datetime) -> Decision:
    """Hand the decision to the approver. After this nobody changes it, unless it is sent back."""
    decision = locked_decision(decision)
    rules.check_may_prepare_decision(
        by, decision, missing=_missing(decision), is_recused=is_recused(by, decision.round), now=now
    )
    fields = {"prepared_by": by, "prepared_at": now, "version": decision.version + 1}
    move(decision, "prepare", by=by, moves=DECISION_MOVES, now=now, fields=fields)
    emails.decision_prepared(decision, now=now)
    return decision


@transaction.atomic
def send_back_decision(*, decision: Decision, comment: str, by: User, now: datetime) -> Decision:
    """Send a prepared decision back to the case officer, saying why."""
    rules.check_may_send_back_decision(
        by, decision, comment=comment, is_recused=is_recused(by, decision.round), now=now
    )
    move(decision, "send_back", by=by, moves=DECISION_MOVES, now=now, comment=comment)
    emails.decision_sent_back(decision, comment=comment, by=by, now=now)
    return decision


@transaction.atomic
def approve_decision(*, decision: Decision, version: int | None = None, by: User, now: datetime) -> Decision:
    """Approve what another person has prepared. Letters can be issued from now on.

    `version` is that of the decision that the approver has read. Raises MovedOn when it has been prepared anew since.
    """
    decision = locked_decision(decision)
    rules.check_may_approve_decision(
        by, decision, missing=_missing(decision), is_recused=is_recused(by, decision.round), now=now
    )
    if version is not None and version != decision.version:
        raise MovedOn
    fields = {"approved_by": by, "approved_at": now}
    move(decision, "approve", by=by, moves=DECISION_MOVES, now=now, fields=fields)
    emails.decision_approved(decision, by=by, now=now)
    return decision


def _missing(decision: Decision) -> list[str]:
    preparer = decision.prepared_by if decision.state == DecisionState.PREPARED else None
    return rules.missing_in_decision(
        decision,
        adopted_recommendation(decision.round),
        lines_of_decision(decision),
        is_preparer_recused=preparer is not None and is_recused(preparer, decision.round),
    )


def _locked_draft(round: Round, recommendation: Recommendation, run: AllocationRun) -> Decision:
    row = Decision(round=round, recommendation=recommendation, run=run, version=0)
    Decision.objects.bulk_create([row], ignore_conflicts=True)
    return locked_decision(Decision.objects.get(round=round))


def locked_decision(decision: Decision) -> Decision:
    """The decision as it stands now, locked."""
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("round__county", "recommendation", "run", "prepared_by", "approved_by")
        .get(pk=decision.pk)
    )


def _remove_grants(decision: Decision) -> None:
    GrantLine.objects.filter(grant__decision=decision).delete()
    Grant.objects.filter(decision=decision).delete()


def _make_grants(decision: Decision, round: Round) -> None:
    for draft in drafts_of(decision.run, round):
        grant = Grant.objects.create(
            decision=decision,
            network_id=draft.network,
            university_id=draft.university,
            amount_nok=draft.amount_nok,
        )
        GrantLine.objects.bulk_create(
            [stored_line(grant, draft_line, order) for order, draft_line in enumerate(draft.lines, start=1)]
        )
