"""What is done to a whole decision basis: approve, withdraw, submit, accept, return. Writing it: `basis_draft.py`,
`measure.py`.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.kept import keep_version
from common.moves import move
from needs.basis_content import basis_content
from needs.basis_documents import issue_documents
from needs.emails import decision_basis as emails
from needs.models import BasisApproval, DecisionBasis
from needs.queries.decision_basis import partner_ids
from needs.rules import decision_basis as rules
from needs.services.basis_draft import check_unchanged, locked
from needs.states import BASIS_MOVES
from networks.deadlines import deadline
from networks.models import User
from networks.services import grant_dispensation
from networks.states import Duty


@transaction.atomic
def approve_decision_basis(
    *, basis: DecisionBasis, university_id: int | None, version: int, by: User, now: datetime
) -> BasisApproval:
    """Approve the basis for one side (None: the network's). `version` is what the one who approves has read.

    What is approved is kept, so that a later change can say what it changed. Raises NotNow when the content has
    changed since it was read: nobody approves what they have not seen.
    """
    fresh = locked(basis)
    check_unchanged(fresh, version)
    rules.check_may_approve_decision_basis(by, fresh, university_id, now=now)
    side = next(side for side in rules.sides(fresh) if side.university_id == university_id)
    approval = BasisApproval.objects.create(
        basis=fresh, university_id=university_id, approved_by=by, approved_at=now
    )
    keep_version(approval, "approve", basis_content(fresh), by=by, now=now)
    emails.decision_basis_approved(locked(basis), approval, side=side, by=by, now=now)
    return approval


@transaction.atomic
def withdraw_approval(
    *, basis: DecisionBasis, university_id: int | None, by: User, now: datetime
) -> DecisionBasis:
    """Take one side's approval back, before the basis is sent."""
    fresh = locked(basis)
    rules.check_may_withdraw_approval(by, fresh, university_id, now=now)
    standing = BasisApproval.objects.filter(basis=fresh, university=university_id, withdrawn_at__isnull=True)
    standing.update(withdrawn_at=now)
    return locked(basis)


@transaction.atomic
def submit_decision_basis(
    *, basis: DecisionBasis, version: int, by: User, now: datetime, silent_reason: str = ""
) -> DecisionBasis:
    """Send the basis to the county. Where a side is silent, `silent_reason` says why it is sent without.

    The reason is kept only when a side is missing; the basis is then marked, and the approval may follow. What is
    sent is kept as a version, and issued as a PDF and a workbook that never change.
    """
    fresh = locked(basis)
    check_unchanged(fresh, version)
    partners = partner_ids(fresh.network, fresh.round)
    rules.check_may_submit_decision_basis(by, fresh, partners, silent_reason=silent_reason, now=now)
    missing = rules.sides_missing(fresh)
    fresh.silent_reason = silent_reason.strip() if missing else ""
    comment = ""
    if missing:
        names = ", ".join(side.name for side in missing)
        comment = _("Without the approval of %(sides)s: %(reason)s") % {
            "sides": names,
            "reason": fresh.silent_reason,
        }
    kept = keep_version(fresh, "submit", basis_content(fresh), by=by, now=now)
    document, workbook = issue_documents(fresh, kept, now=now)
    fields = {
        "submitted_at": now,
        "silent_reason": fresh.silent_reason,
        "dispensation": rules.check_basis_open(fresh, now=now).let_in_by,
        "document": document,
        "workbook": workbook,
    }
    move(fresh, "submit", by=by, moves=BASIS_MOVES, now=now, comment=comment, fields=fields)
    emails.decision_basis_submitted(fresh, by=by, now=now)
    return fresh


@transaction.atomic
def accept_decision_basis(
    *, basis: DecisionBasis, by: User, now: datetime, comment: str = ""
) -> DecisionBasis:
    """The case officer accepts what was sent. After this nothing in it changes."""
    fresh = locked(basis)
    rules.check_may_accept_decision_basis(by, fresh, now=now)
    move(fresh, "accept", by=by, moves=BASIS_MOVES, now=now, comment=comment.strip())
    emails.decision_basis_accepted(fresh, comment=comment.strip(), now=now)
    return fresh


@transaction.atomic
def return_decision_basis(
    *, basis: DecisionBasis, comment: str, due_at: datetime, by: User, now: datetime
) -> DecisionBasis:
    """Return a submitted basis with a comment and a new instant, also after the closing.

    What was sent stays in its documents and its version.
    """
    fresh = locked(basis)
    rules.check_may_return_decision_basis(by, fresh, comment=comment, due_at=due_at, now=now)
    fields = {"submitted_at": None, "silent_reason": "", "dispensation": None}
    move(fresh, "return", by=by, moves=BASIS_MOVES, now=now, comment=comment, fields=fields)
    grant_dispensation(
        deadline=deadline(Duty.DECISION_BASIS, fresh.round),
        due_at=due_at,
        reason=comment,
        by=by,
        now=now,
        network=fresh.network,
    )
    emails.decision_basis_returned(fresh, comment=comment, due_at=due_at, now=now)
    return fresh
