"""What is done to a needs report while it is written: texts, needs, their order. A save is merged by field."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.drafts import Saved, Shown, merge
from common.refusals import MovedOn, NotNow
from needs.models import Need, NeedsReport
from needs.queries.drafts import need_values, report_values
from needs.queries.needs_report import needs_of, needs_report_of, needs_with_parts
from needs.rules import needs_report as rules
from networks.models import Network, Organisation, Round, User


@transaction.atomic
def save_report_texts(
    *,
    round: Round,
    owner: Organisation,
    network: Network,
    typed: Mapping[str, Any],
    shown: Shown,
    by: User,
    now: datetime,
) -> Saved:
    """Save some of REPORT_FIELDS, with gaps if need be. What two have changed is given back, not stored.

    A leader who records a report names first how it was received. Raises NotAllowed, NotNow.
    """
    report = locked_draft(round, owner, network, by=by, now=now)
    if not rules.writes(by, report, now=now):
        _check_received(report, typed)
    merged = merge(shown=shown, typed=typed, stored=report_values(report))
    write_report(report, merged.changed, by=by, now=now)
    return Saved(report.version, report_values(report), merged.conflicts)


@transaction.atomic
def add_need(
    *,
    round: Round,
    owner: Organisation,
    network: Network,
    typed: Mapping[str, Any],
    by: User,
    now: datetime,
    continues: Need | None = None,
) -> Need:
    """Add a need at the end of the order; `typed` are some of NEED_FIELDS. `continues` is last year's need."""
    report = locked_draft(round, owner, network, by=by, now=now)
    need = Need(report=report, continues=continues, priority=len(needs_of(report)) + 1)
    write_need(need, typed)
    touch(report, by=by, now=now)
    return need


@transaction.atomic
def save_need(
    *,
    report: NeedsReport,
    pk: int,
    typed: Mapping[str, Any],
    shown: Shown,
    by: User,
    now: datetime,
) -> Saved:
    """Save some of NEED_FIELDS of one need. Raises MovedOn when somebody has removed it."""
    fresh = locked_draft(report.round, report.owner, report.network, by=by, now=now)
    need = _known(fresh, pk)
    merged = merge(shown=shown, typed=typed, stored=need_values(need))
    if merged.changed:
        write_need(need, merged.changed)
        touch(fresh, by=by, now=now)
    return Saved(fresh.version, need_values(_known(fresh, pk)), merged.conflicts)


@transaction.atomic
def remove_need(*, report: NeedsReport, pk: int, by: User, now: datetime) -> None:
    """Remove a need; those after it move up. One that the network has made a measure of stays."""
    fresh = locked_draft(report.round, report.owner, report.network, by=by, now=now)
    need = _known(fresh, pk)
    if need.measures.exists():
        raise NotNow(_("The network has already made a measure of this need, so it cannot be removed."))
    need.delete()
    place_needs([row.pk for row in needs_of(fresh) if row.pk != pk])
    touch(fresh, by=by, now=now)


@transaction.atomic
def order_needs(*, report: NeedsReport, order: Sequence[int], by: User, now: datetime) -> None:
    """Put the needs in this order of keys: the first is the most important.

    Raises NotNow when a need is missing or named twice: somebody has added or removed one meanwhile.
    """
    fresh = locked_draft(report.round, report.owner, report.network, by=by, now=now)
    if sorted(order) != sorted(need.pk for need in needs_of(fresh)):
        raise NotNow(_("The list of needs has been changed since you opened the page. Look again first."))
    place_needs(order)
    touch(fresh, by=by, now=now)


def locked_draft(
    round: Round, owner: Organisation, network: Network, *, by: User, now: datetime
) -> NeedsReport:
    """The draft, begun when it is not, locked for this transaction, when the person may change it now."""
    rules.check_may_draft_needs_report(
        by, NeedsReport(round=round, owner=owner, network=network, version=0), now=now
    )
    NeedsReport.objects.bulk_create(
        [NeedsReport(round=round, owner=owner, network=network, version=0)], ignore_conflicts=True
    )
    NeedsReport.objects.select_for_update().get(round=round, owner=owner, network=network)
    report = needs_report_of(owner, network, round)
    rules.check_may_draft_needs_report(by, report, now=now)
    return report


def write_report(report: NeedsReport, values: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """Store these of REPORT_FIELDS. Without any, the report is begun but not counted as changed."""
    for name, value in values.items():
        setattr(report, name, value)
    if values or not report.version:
        report.save(update_fields=list(values) or None)
        touch(report, by=by, now=now)


def write_need(need: Need, values: Mapping[str, Any]) -> None:
    """Store these of NEED_FIELDS; `theme` and `kindergartens` are objects or keys."""
    plain = {name: value for name, value in values.items() if name not in ("theme", "kindergartens")}
    for name, value in plain.items():
        setattr(need, name, value)
    if "theme" in values:
        need.theme_id = getattr(values["theme"], "pk", values["theme"])
    need.save()
    if "kindergartens" in values:
        need.kindergartens.set(values["kindergartens"])


def place_needs(order: Sequence[int]) -> None:
    """Number the needs 1, 2, 3 … in this order of keys."""
    for priority, pk in enumerate(order, start=1):
        Need.objects.filter(pk=pk).update(priority=priority)


def touch(report: NeedsReport, *, by: User, now: datetime) -> None:
    """Count the change, and note whose it was."""
    report.version, report.saved_by, report.saved_at = report.version + 1, by, now
    report.save(update_fields=["version", "saved_by", "saved_at"])


def _known(report: NeedsReport, pk: int) -> Need:
    need = needs_with_parts().filter(report=report, pk=pk).first()
    if need is None:
        raise MovedOn
    return need


def _check_received(report: NeedsReport, typed: Mapping[str, Any]) -> None:
    how = typed.get("received_how", report.received_how)
    if not str(how).strip():
        raise NotNow(_("Write how the report was received."))
