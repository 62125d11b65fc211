"""What leader and universities write together in a decision basis: texts, the order, why a need is not answered.

Every save is merged field by field. What is really changed takes the approvals away, and says what changed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from common.approvals import take_approvals_away
from common.drafts import Saved, Shown, merge
from common.refusals import NotNow
from needs.basis_content import basis_content, short_changes
from needs.emails import decision_basis as emails
from needs.models import DecisionBasis, Measure, UnansweredNeed
from needs.queries.decision_basis import basis_or_new, partner_ids
from needs.queries.drafts import basis_values, reason_values
from needs.rules import decision_basis as rules
from networks.models import Network, Round, User


@transaction.atomic
def save_decision_basis(
    *, round: Round, network: Network, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime
) -> Saved:
    """Save some of the basis' texts (BASIS_FIELDS), with gaps if need be. What two have changed is given back."""
    basis = locked_or_begun(round, network, by=by, now=now)
    merged = merge(shown=shown, typed=typed, stored=basis_values(basis))
    if merged.changed:
        for name, text in merged.changed.items():
            setattr(basis, name, text)
        basis.texts_version += 1
        basis.save(update_fields=[*merged.changed, "texts_version"])
        content_changed(basis, by=by, now=now)
    return Saved(basis.texts_version, basis_values(basis), merged.conflicts)


@transaction.atomic
def save_reasons(
    *, round: Round, network: Network, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime
) -> Saved:
    """Save why no measure answers a need: `reason_<need's key>` for some of the free needs.

    A need that has come into a measure meanwhile is passed over. The owners see the reasons when the basis is sent.
    """
    basis = locked_or_begun(round, network, by=by, now=now)
    merged = merge(shown=shown, typed=typed, stored=reason_values(basis))
    if merged.changed:
        UnansweredNeed.objects.bulk_create(
            [
                UnansweredNeed(basis=basis, need_id=int(key.removeprefix("reason_")), reason=reason.strip())
                for key, reason in merged.changed.items()
            ],
            update_conflicts=True,
            unique_fields=["basis", "need"],
            update_fields=["reason"],
        )
        basis = content_changed(basis, by=by, now=now)
    return Saved(basis.version, reason_values(basis), merged.conflicts)


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
        return content_changed(fresh, by=by, now=now)
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


def content_changed(basis: DecisionBasis, *, by: User, now: datetime) -> DecisionBasis:
    """Count the change, take away every approval that was given to the content as it was, and say what changed.

    All approvals fall, also that of the side that made the change: an approval is given to a content, not to an
    intention. `basis` is locked, with its measures as they were before. Returns the basis as it stands.
    """
    DecisionBasis.objects.filter(pk=basis.pk).update(version=basis.version + 1)
    fresh = basis_or_new(basis.network, basis.round)
    _take_approvals_away(basis, fresh, by=by, now=now)
    joined = {side.university_id for side in rules.sides(fresh)} - {
        side.university_id for side in rules.sides(basis)
    }
    emails.university_joined(fresh, sorted(key for key in joined if key), by=by, now=now)
    return fresh


def _take_approvals_away(before: DecisionBasis, after: DecisionBasis, *, by: User, now: datetime) -> None:
    falling = take_approvals_away(
        before.approvals.all(),
        content=lambda: basis_content(after),
        changes=short_changes,
        changed=gettext_noop("The decision basis has been changed."),
        now=now,
    )
    if falling:
        emails.approval_lost(after, falling, by=by, now=now)
