"""What can be done to the decision: build, save, prepare, send back, approve."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import day
from common.moves import move
from common.refusals import MovedOn
from common.versions import check_version
from grants.emails import decision as emails
from grants.letters import LANGUAGE
from grants.models import AllocationRun, Decision, Grant, GrantLine, Recommendation
from grants.queries.decision import decision_of
from grants.queries.recommendation import adopted_recommendation
from grants.rules import decision as rules
from grants.services.lines import drafts_of, stored_line
from grants.states import DECISION_MOVES
from networks.models import Round, User


@transaction.atomic
def build_decision(*, round: Round, by: User, now: datetime) -> Decision:
    """Make the grants and their lines from the adopted recommendation's run; a draft is built anew.

    Reasons that are written already stay. The sums are those of the run, to the krone. Raises NotAllowed, NotNow
    (no adopted recommendation) and MovedOn (the decision is prepared already).
    """
    recommendation = adopted_recommendation(round)
    rules.check_may_build_decision(by, round, recommendation, decision_of(round), now=now)
    if recommendation is None or recommendation.run is None:  # the rule has answered this already
        raise MovedOn
    decision = _locked_draft(round, recommendation, recommendation.run)
    rules.check_may_save_decision(by, decision, now=now)
    _remove_grants(decision)
    decision.recommendation, decision.run = recommendation, recommendation.run
    decision.reasons = decision.reasons or _proposed_reasons(recommendation)
    decision.version += 1
    decision.save(update_fields=["recommendation", "run", "reasons", "version"])
    _make_grants(decision, round)
    return decision


@transaction.atomic
def save_decision(*, decision: Decision, reasons: str, version: int, by: User, now: datetime) -> Decision:
    """Save the reasons of a draft. Raises NotNow when somebody else has saved since `version`."""
    decision = _locked(decision)
    rules.check_may_save_decision(by, decision, now=now)
    check_version(decision.version, version)
    decision.reasons, decision.version = reasons, version + 1
    decision.save(update_fields=["reasons", "version"])
    return decision


@transaction.atomic
def prepare_decision(*, decision: Decision, by: User, now: datetime) -> Decision:
    """Hand the decision to the approver. After this nobody changes it, unless it is sent back."""
    decision = _locked(decision)
    rules.check_may_prepare_decision(by, decision, missing=_missing(decision), now=now)
    fields = {"prepared_by": by, "prepared_at": now}
    move(decision, "prepare", by=by, moves=DECISION_MOVES, now=now, fields=fields)
    emails.decision_prepared(decision, now=now)
    return decision


@transaction.atomic
def send_back_decision(*, decision: Decision, comment: str, by: User, now: datetime) -> Decision:
    """Send a prepared decision back to the case officer, saying why."""
    rules.check_may_send_back_decision(by, decision, comment=comment, now=now)
    move(decision, "send_back", by=by, moves=DECISION_MOVES, now=now, comment=comment)
    emails.decision_sent_back(decision, comment=comment, by=by, now=now)
    return decision


@transaction.atomic
def approve_decision(*, decision: Decision, by: User, now: datetime) -> Decision:
    """Approve what another person has prepared. Letters can be issued from now on."""
    decision = _locked(decision)
    rules.check_may_approve_decision(by, decision, missing=_missing(decision), now=now)
    fields = {"approved_by": by, "approved_at": now}
    move(decision, "approve", by=by, moves=DECISION_MOVES, now=now, fields=fields)
    emails.decision_approved(decision, by=by, now=now)
    return decision


def _missing(decision: Decision) -> list[str]:
    has_grants = Grant.objects.filter(decision=decision).exists()
    return rules.missing_in_decision(decision, adopted_recommendation(decision.round), has_grants=has_grants)


def _locked_draft(round: Round, recommendation: Recommendation, run: AllocationRun) -> Decision:
    row = Decision(round=round, recommendation=recommendation, run=run, version=0)
    Decision.objects.bulk_create([row], ignore_conflicts=True)
    return _locked(Decision.objects.get(round=round))


def _locked(decision: Decision) -> Decision:
    """The decision as it stands now, locked."""
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("round__county", "recommendation", "run", "prepared_by", "approved_by")
        .get(pk=decision.pk)
    )


def _proposed_reasons(recommendation: Recommendation) -> str:
    with override(LANGUAGE):
        return _(
            "The County Governor follows the cooperation forum's recommendation no. %(number)s of %(day)s. The forum "
            "has assessed the networks' decision bases, and the money is shared by the key that is recorded for the "
            "round."
        ) % {
            "number": recommendation.number,
            "day": day(recommendation.adopted_at) if recommendation.adopted_at else "",
        }


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
