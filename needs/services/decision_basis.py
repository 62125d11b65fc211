"""What can be done to a decision basis: write, order, approve, withdraw, submit, return. Measures: `measure.py`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.moves import move
from common.refusals import NotNow
from common.versions import check_version
from needs.emails import decision_basis as emails
from needs.models import BasisApproval, DecisionBasis, Measure
from needs.queries.decision_basis import basis_or_new, partner_ids
from needs.rules import decision_basis as rules
from needs.states import BASIS_MOVES
from networks.deadlines import deadline
from networks.models import Network, Round, User
from networks.services import grant_dispensation
from networks.states import Duty

TEXTS = ("overview", "sami_perspectives", "ppt_involvement")


@transaction.atomic
def save_decision_basis(
    *, round: Round, network: Network, texts: Mapping[str, str], version: int, by: User, now: datetime
) -> DecisionBasis:
    """Save the texts of the basis itself, with gaps if need be. `texts` holds some of TEXTS.

    `version` is the texts' version that the page showed (0: not begun). Raises NotNow when somebody else has saved
    since. What is really changed takes the approvals away.
    """
    basis = locked_or_begun(round, network, by=by, now=now)
    check_version(basis.texts_version, version)
    changed = {name: text for name, text in texts.items() if getattr(basis, name) != text}
    basis.texts_version = version + 1
    for name, text in changed.items():
        setattr(basis, name, text)
    basis.save(update_fields=[*changed, "texts_version"])
    if changed:
        content_changed(basis, by=by, now=now)
    return basis_or_new(network, round)


@transaction.atomic
def order_measures(
    *, basis: DecisionBasis, order: Sequence[int], version: int, by: User, now: datetime
) -> DecisionBasis:
    """Put the measures in this order of keys: priority 1 first. `version` is the basis' version that the page showed.

    Raises NotNow when a measure is missing or named twice. A new order takes the approvals away.
    """
    fresh = locked_or_begun(basis.round, basis.network, by=by, now=now)
    check_unchanged(fresh, version)
    before = [measure.pk for measure in fresh.measures.all()]
    if sorted(before) != sorted(order):
        raise NotNow(_("Give each measure its own place in the order."))
    if before != list(order):
        place_measures(order)
        content_changed(fresh, by=by, now=now)
    return basis_or_new(basis.network, basis.round)


@transaction.atomic
def approve_decision_basis(
    *, basis: DecisionBasis, university_id: int | None, version: int, by: User, now: datetime
) -> BasisApproval:
    """Approve the basis for one side (None: the network's). `version` is what the one who approves has read.

    Raises NotNow when the content has changed since: nobody approves what they have not seen.
    """
    fresh = locked(basis)
    check_unchanged(fresh, version)
    rules.check_may_approve_decision_basis(by, fresh, university_id, now=now)
    side = next(side for side in rules.sides(fresh) if side.university_id == university_id)
    approval = BasisApproval.objects.create(
        basis=fresh, university_id=university_id, approved_by=by, approved_at=now
    )
    emails.decision_basis_approved(locked(basis), approval, side=side, by=by, now=now)
    return approval


@transaction.atomic
def withdraw_approval(
    *, basis: DecisionBasis, university_id: int | None, by: User, now: datetime
) -> DecisionBasis:
    """Take one side's approval back, before the basis is sent."""
    fresh = locked(basis)
    rules.check_may_withdraw_approval(by, fresh, university_id, now=now)
    fresh.approvals.filter(university=university_id, withdrawn_at__isnull=True).update(withdrawn_at=now)
    return locked(basis)


@transaction.atomic
def submit_decision_basis(
    *, basis: DecisionBasis, version: int, by: User, now: datetime, silent_reason: str = ""
) -> DecisionBasis:
    """Send the basis to the county. Where a side is silent, `silent_reason` says why it is sent without.

    The reason is kept only when a side is missing; the basis is then marked, and the approval may follow.
    """
    fresh = locked(basis)
    check_unchanged(fresh, version)
    partners = partner_ids(fresh.network, fresh.round)
    rules.check_may_submit_decision_basis(by, fresh, partners, silent_reason=silent_reason, now=now)
    missing = rules.sides_missing(fresh)
    reason = silent_reason.strip() if missing else ""
    comment = ""
    if missing:
        names = ", ".join(side.name for side in missing)
        comment = _("Without the approval of %(sides)s: %(reason)s") % {"sides": names, "reason": reason}
    let_in_by = rules.check_basis_open(fresh, now=now).let_in_by
    fields = {"submitted_at": now, "silent_reason": reason, "dispensation": let_in_by}
    move(fresh, "submit", by=by, moves=BASIS_MOVES, now=now, comment=comment, fields=fields)
    emails.decision_basis_submitted(fresh, by=by, now=now)
    return fresh


@transaction.atomic
def return_decision_basis(
    *, basis: DecisionBasis, comment: str, due_at: datetime, by: User, now: datetime
) -> DecisionBasis:
    """Return a submitted basis with a comment and a new instant, also after the closing."""
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


def locked_or_begun(round: Round, network: Network, *, by: User, now: datetime) -> DecisionBasis:
    """The network's basis, begun when it is not, locked for this transaction, when the person may change it now."""
    partners = partner_ids(network, round)
    rules.check_may_save_decision_basis(by, DecisionBasis(round=round, network=network), partners, now=now)
    DecisionBasis.objects.bulk_create(
        [DecisionBasis(round=round, network=network, version=0, texts_version=0)], ignore_conflicts=True
    )
    DecisionBasis.objects.select_for_update().get(round=round, network=network)
    basis = basis_or_new(network, round)
    rules.check_may_save_decision_basis(by, basis, partners, now=now)
    return basis


def locked(basis: DecisionBasis) -> DecisionBasis:
    """The basis as it stands now, locked for this transaction."""
    DecisionBasis.objects.select_for_update().get(pk=basis.pk)
    return basis_or_new(basis.network, basis.round)


def check_unchanged(basis: DecisionBasis, version: int) -> None:
    """Raises NotNow when the content is not what the page showed."""
    if basis.version != version:
        raise NotNow(
            _("Somebody has changed the decision basis since you opened the page. Look again first.")
        )


def place_measures(order: Sequence[int]) -> None:
    """Number the measures 1, 2, 3 … in this order of keys."""
    for priority, pk in enumerate(order, start=1):
        Measure.objects.filter(pk=pk).update(priority=priority)


def content_changed(basis: DecisionBasis, *, by: User, now: datetime) -> None:
    """Count the change, and take away every approval that was given to the content as it was."""
    DecisionBasis.objects.filter(pk=basis.pk).update(version=basis.version + 1)
    standing = list(BasisApproval.objects.filter(basis=basis, withdrawn_at__isnull=True))
    BasisApproval.objects.filter(pk__in=[approval.pk for approval in standing]).update(withdrawn_at=now)
    emails.approval_lost(basis, standing, by=by, now=now)
