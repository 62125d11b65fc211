"""What is done to a needs report while it is written: texts, needs, their order. A save is merged by field."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Prefetch, Value, When, prefetch_related_objects
from django.utils.translation import gettext as _

from common.drafts import Saved, Shown, merge
from common.places import note_place
from common.refusals import MovedOn, NotNow
from needs.models import Need, NeedsReport
from needs.queries.drafts import need_values, report_values
from needs.queries.needs_report import needs_with_parts
from needs.queries.report_writing import about
from needs.rules import needs_report as rules
from networks.models import Network, Organisation, Round, User

MOST_NEEDS = 30
"""Needs in one report, at most: more than that nobody reads."""


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
    at: str = "",
) -> Saved:
    """Save some of REPORT_FIELDS, with gaps if need be. What two have changed is given back, not stored.

    A leader who records a report names first how it was received. `at` is the step at which the person goes on,
    remembered for coming back. Raises NotAllowed, NotNow.
    """
    report = locked_draft(round, owner, network, by=by, now=now, with_needs=False)
    _check_received(report, typed, by=by, now=now)
    merged = merge(shown=shown, typed=typed, stored=report_values(report))
    write_report(report, merged.changed, by=by, now=now)
    _note(report, at, by=by, now=now)
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
    """Add a need at the end of the order; `typed` are some of NEED_FIELDS. `continues` is last year's need.

    Raises NotAllowed, and NotNow when the report has MOST_NEEDS already.
    """
    report = locked_draft(round, owner, network, by=by, now=now, with_needs=False)
    _check_received(report, {}, by=by, now=now)
    order = _order_of(report)
    if len(order) >= MOST_NEEDS:
        raise NotNow(
            _("A needs report has at most %(count)s needs. Join some of them.") % {"count": MOST_NEEDS}
        )
    need = Need(report=report, continues=continues)
    write_need(need, typed)
    place_needs([*order, need.pk])
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
    at: str = "",
) -> Saved:
    """Save some of NEED_FIELDS of one need; `at` as above.

    Raises NotAllowed, NotNow, and MovedOn when somebody has removed it.
    """
    fresh = _fresh(report, by=by, now=now)
    need = _known(fresh, pk)
    stored = need_values(need)
    merged = merge(shown=shown, typed=typed, stored=stored)
    if merged.changed:
        write_need(need, merged.changed)
        touch(fresh, by=by, now=now)
    _note(fresh, at, by=by, now=now)
    return Saved(fresh.version, {**stored, **merged.changed}, merged.conflicts)


@transaction.atomic
def remove_need(*, report: NeedsReport, pk: int, by: User, now: datetime) -> None:
    """Remove a need; those after it move up. One that the network has made a measure of stays."""
    fresh = _fresh(report, by=by, now=now)
    need = _known(fresh, pk)
    if need.measures.exists():
        raise NotNow(_("The network has already made a measure of this need, so it cannot be removed."))
    need.delete()
    place_needs(_order_of(fresh))
    touch(fresh, by=by, now=now)


@transaction.atomic
def order_needs(*, report: NeedsReport, order: Sequence[int], by: User, now: datetime) -> None:
    """Put the needs in this order of keys: the first is the most important.

    Raises NotNow when a need is missing or named twice: somebody has added or removed one meanwhile.
    """
    fresh = _fresh(report, by=by, now=now)
    if sorted(order) != sorted(_order_of(fresh)):
        raise NotNow(_("The list of needs has been changed since you opened the page. Look again first."))
    place_needs(order)
    touch(fresh, by=by, now=now)


def locked_draft(
    round: Round,
    owner: Organisation,
    network: Network,
    *,
    by: User,
    now: datetime,
    with_needs: bool = True,
) -> NeedsReport:
    """The draft, begun when it is not, locked for this transaction, when the person may change it now.

    `with_needs`: with its needs and their parts loaded, for those who read or write all of them.
    Raises NotAllowed, NotNow.
    """
    begun = NeedsReport(round=round, owner=owner, network=network, version=0)
    rules.check_may_draft_needs_report(by, begun, now=now)
    one = NeedsReport.objects.filter(round=round, owner=owner, network=network).order_by()
    report = next(iter(one.select_for_update()), None)
    if report is None:
        NeedsReport.objects.bulk_create([begun], ignore_conflicts=True)
        report = one.select_for_update().get()
    report.round, report.owner, report.network = round, owner, network
    rules.check_may_draft_needs_report(by, report, now=now)
    if with_needs:
        prefetch_related_objects([report], Prefetch("needs", needs_with_parts()))
    return report


def write_report(report: NeedsReport, values: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """Store these of REPORT_FIELDS. Without any, a report that is begun is not counted as changed."""
    for name, value in values.items():
        setattr(report, name, value)
    if values or not report.version:
        touch(report, by=by, now=now, fields=values)


def write_need(need: Need, values: Mapping[str, Any]) -> None:
    """Store these of NEED_FIELDS; `theme` and `kindergartens` are objects or keys."""
    plain = {name: value for name, value in values.items() if name not in ("theme", "kindergartens")}
    for name, value in plain.items():
        setattr(need, name, value)
    if "theme" in values:
        need.theme_id = getattr(values["theme"], "pk", values["theme"])
    need.save(update_fields=None if need.pk is None else [name for name in values if name != "kindergartens"])
    if "kindergartens" in values:
        need.kindergartens.set(values["kindergartens"])


def place_needs(order: Sequence[int]) -> None:
    """Number the needs 1, 2, 3 … in this order of keys."""
    places = [When(pk=pk, then=Value(priority)) for priority, pk in enumerate(order, start=1)]
    if places:
        Need.objects.filter(pk__in=list(order)).update(priority=Case(*places))


def touch(report: NeedsReport, *, by: User, now: datetime, fields: Iterable[str] = ()) -> None:
    """Count the change, and note whose it was; `fields` are stored with it.

    What the owner changes is the owner's own from then on, also where the network's leader had begun to record it.
    """
    report.version, report.saved_by, report.saved_at = report.version + 1, by, now
    names = {*fields, "version", "saved_by", "saved_at"}
    if report.received_how and "received_how" not in names and rules.writes(by, report, now=now):
        report.received_how = ""
        names.add("received_how")
    report.save(update_fields=names)


def _fresh(report: NeedsReport, *, by: User, now: datetime) -> NeedsReport:
    return locked_draft(report.round, report.owner, report.network, by=by, now=now, with_needs=False)


def _note(report: NeedsReport, at: str, *, by: User, now: datetime) -> None:
    if at:
        note_place(by, about(report), at, now=now)


def _order_of(report: NeedsReport) -> list[int]:
    return list(Need.objects.filter(report=report).values_list("pk", flat=True))


def _known(report: NeedsReport, pk: int) -> Need:
    need = next(iter(Need.objects.filter(report=report, pk=pk).order_by()), None)
    if need is None:
        raise MovedOn(
            _("Somebody has removed this need. Copy what you want to keep, and add a new need for it.")
        )
    return need


def _check_received(report: NeedsReport, typed: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """Without a word on how it came, a record could not be told from the owner's own draft."""
    how = typed.get("received_how", report.received_how)
    if not rules.writes(by, report, now=now) and not str(how).strip():
        raise NotNow(_("Write how the report was received."))
