"""What is done to a whole long-term plan: approve, withdraw, adopt, revise, say that it holds. Writing it:
`plan_draft.py`.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from common.kept import keep_version
from common.models import ContentVersion, Document
from common.moves import move
from common.refusals import NotNow
from common.versions import check_version
from networks.deadlines import deadline
from networks.emails import plans as emails
from networks.models import (
    AgendaItem,
    LongTermPlan,
    Network,
    Organisation,
    PlanApproval,
    PlanRevision,
    Round,
    User,
)
from networks.plan_documents import issue_plan
from networks.queries import plans as queries
from networks.rules import plans as rules
from networks.services.completion import note_done
from networks.services.plan_draft import content_of
from networks.states import PLAN_MOVES, Duty


@transaction.atomic
def approve_plan(
    *, plan: LongTermPlan, university_id: int | None, version: int, by: User, now: datetime
) -> PlanApproval:
    """Approve the plan for one side (None: the network's, or the office that lays it before the forum).

    `version` is what the one who approves has read. What is approved is kept, so that a later change can say what it
    changed. Raises NotNow when the plan has changed since it was read.
    """
    fresh = queries.locked_plan(plan.pk)
    check_version(fresh.version, version)
    partners = _partners(fresh, now=now)
    rules.check_may_approve_plan(by, fresh, university_id, partners, now=now)
    approval = PlanApproval.objects.create(
        plan=fresh, university_id=university_id, approved_by=by, approved_at=now
    )
    keep_version(approval, "approve", content_of(fresh), by=by, now=now)
    fresh = queries.locked_plan(plan.pk)
    side = next(side for side in rules.sides(fresh, partners) if side.university_id == university_id)
    emails.plan_approved(fresh, approval, side=side, left=rules.sides_missing(fresh, partners), now=now)
    return approval


@transaction.atomic
def withdraw_plan_approval(
    *, plan: LongTermPlan, university_id: int | None, by: User, now: datetime
) -> LongTermPlan:
    """Take one side's approval back, before the plan is adopted."""
    fresh = queries.locked_plan(plan.pk)
    rules.check_may_withdraw_plan_approval(by, fresh, university_id, now=now)
    standing = PlanApproval.objects.filter(plan=fresh, university=university_id, withdrawn_at__isnull=True)
    standing.update(withdrawn_at=now)
    return queries.locked_plan(plan.pk)


@transaction.atomic
def adopt_plan(*, plan: LongTermPlan, version: int, by: User, now: datetime) -> LongTermPlan:
    """Adopt a network's plan that all sides have approved. It is issued as a PDF that never changes, and is public.

    It is this September's revision too, where that is not done.
    """
    fresh = queries.locked_plan(plan.pk)
    check_version(fresh.version, version)
    partners = _partners(fresh, now=now)
    rules.check_may_adopt_plan(by, fresh, partners, now=now)
    _adopt(fresh, by=by, now=now)
    round = queries.round_to_revise(fresh.county, now=now)
    if round is not None and fresh.network is not None:
        _note_revision(fresh, fresh.network, round, is_unchanged=False, note="", by=by, now=now)
    return fresh


@transaction.atomic
def record_plan_adoption(
    *, plan: LongTermPlan, item: AgendaItem | None, version: int, comment: str = "", by: User, now: datetime
) -> LongTermPlan:
    """Note that the forum has adopted the county's plan in a case of its meeting."""
    fresh = queries.locked_plan(plan.pk)
    check_version(fresh.version, version)
    rules.check_may_record_adoption(by, fresh, item, comment=comment, now=now)
    _adopt(fresh, item=item, comment=comment.strip(), by=by, now=now)
    return fresh


def _adopt(
    plan: LongTermPlan, *, item: AgendaItem | None = None, comment: str = "", by: User, now: datetime
) -> None:
    kept = keep_version(plan, "adopt", content_of(plan), by=by, now=now)
    document = _issue(plan, kept, item, now=now)
    fields = {"adopted_at": now, "document": document, "adopted_in": item}
    move(plan, "adopt", by=by, moves=PLAN_MOVES, now=now, comment=comment, fields=fields)
    plan.goals.filter(removed_at__isnull=True).update(adopted_title=F("title"))
    emails.plan_adopted(plan, document, by=by, now=now)


def _issue(plan: LongTermPlan, kept: ContentVersion, item: AgendaItem | None, *, now: datetime) -> Document:
    approvals = [row for row in plan.approvals.all() if row.withdrawn_at is None]
    return issue_plan(plan, kept, approvals, item, now=now)


@transaction.atomic
def revise_plan(*, plan: LongTermPlan, by: User, now: datetime) -> LongTermPlan:
    """Open a draft of an adopted plan. What was adopted stays public until it is adopted anew."""
    fresh = queries.locked_plan(plan.pk)
    rules.check_may_revise_plan(by, fresh, now=now)
    standing = PlanApproval.objects.filter(plan=fresh, withdrawn_at__isnull=True)
    standing.update(withdrawn_at=now)  # they were given to what is adopted
    move(fresh, "revise", by=by, moves=PLAN_MOVES, now=now)
    return queries.locked_plan(plan.pk)


@transaction.atomic
def keep_plan(*, plan: LongTermPlan, note: str, by: User, now: datetime) -> PlanRevision:
    """Say that the network has gone through its plan, and that it holds unchanged. The revision is done with that."""
    fresh = queries.locked_plan(plan.pk)
    round = queries.round_to_revise(fresh.county, now=now)
    is_revised = bool(round and fresh.network and queries.is_revised(fresh.network, round))
    rules.check_may_keep_plan(by, fresh, round, is_revised=is_revised, now=now)
    if round is None or fresh.network is None:
        raise NotNow
    return _note_revision(fresh, fresh.network, round, is_unchanged=True, note=note, by=by, now=now)


def _note_revision(  # noqa: PLR0913 -- one note: which plan and round, what was found, by whom
    plan: LongTermPlan,
    network: Network,
    round: Round,
    *,
    is_unchanged: bool,
    note: str,
    by: User,
    now: datetime,
) -> PlanRevision:
    """Note the revision in the round, and mark its duty as done for the network."""
    values = {
        "is_unchanged": is_unchanged,
        "note": note.strip(),
        "document": plan.document,
        "done_by": by,
        "done_at": now,
    }
    revision, _is_new = PlanRevision.objects.update_or_create(plan=plan, round=round, defaults=values)
    note_done(
        deadline=deadline(Duty.PLAN_REVISION, round), network=network, note=note.strip(), by=by, now=now
    )
    return revision


def _partners(plan: LongTermPlan, *, now: datetime) -> list[Organisation]:
    return queries.partners_now(plan.network, now=now) if plan.network else []
