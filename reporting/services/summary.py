"""What the office does with the county's summary: make it, write in it, freeze it, open it again, lay it before the
forum.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from common.drafts import Saved, Shown, merge
from common.history import note_change
from common.models import Document
from common.moves import move
from common.refusals import MovedOn, NotNow
from common.versions import check_version
from grants.queries import is_issued
from networks.models import MeetingPaper, Round, User
from networks.services.meeting_agenda import add_paper
from reporting.models import CountySummary, SummaryJob, SummarySection
from reporting.queries import summary as queries
from reporting.rules import summary as rules
from reporting.states import SUMMARY_MOVES, JobKind, JobState
from reporting.summary_parts import OWN, is_own

logger = logging.getLogger(__name__)

BELL = "rekom.tasks.make_summaries"
STEPS = ("parts", "numbers", "before", "answers", "texts", "money")
"""The steps of a making, in their order; `services.summary_jobs` says what each does."""
FREEZE_STEPS = ("document", "workbook", "text_document", "keep")
"""The steps of a freezing, in their order; `services.summary_freeze` says what each does."""
MOST_SECTIONS = 60
TEXTS = ("title", "text")


@transaction.atomic
def make_summary(*, round: Round, by: User, now: datetime) -> SummaryJob:
    """Ask for the summary to be made, or made again, in the background.

    What the office has written stays. Asked for twice it is one making. Raises NotAllowed, NotNow.
    """
    summary = _locked_of(round)
    rules.check_may_make_summary(
        by,
        round,
        summary,
        is_issued=is_issued(round),
        is_being_frozen=queries.is_being_frozen(round),
        now=now,
    )
    if summary is None:
        CountySummary.objects.bulk_create(
            [CountySummary(round=round, made_at=now, made_by=by)], ignore_conflicts=True
        )
    return _begin(JobKind.MAKE, round, len(STEPS), by=by, now=now)


def ring_for_summaries() -> None:
    """Ask a worker to make and freeze what waits. A broker that does not answer is no matter: the tick finds it."""
    try:
        current_app.send_task(BELL)
    except OperationalError:
        logger.warning("The broker does not answer; the tick rings for the summaries later.")


@transaction.atomic
def save_section(
    *, section: SummarySection, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime
) -> Saved:
    """Save a part's title and text, field by field; what two have changed is given back.

    An empty title keeps the old one. Raises NotAllowed, NotNow.
    """
    summary, fresh = _locked_section(section)
    frozen = queries.is_being_frozen(summary.round)
    rules.check_may_save_summary(by, summary, is_being_frozen=frozen, now=now)
    merged = merge(shown=shown, typed=typed, stored=values_of(fresh))
    changed = {key: value for key, value in merged.changed.items() if value or key != "title"}
    if changed:
        for name, value in changed.items():
            setattr(fresh, name, value)
        fresh.version, fresh.saved_by, fresh.saved_at = fresh.version + 1, by, now
        fresh.save(update_fields=[*changed, "version", "saved_by", "saved_at"])
        _content_changed(summary)
    return Saved(fresh.version, values_of(fresh), merged.conflicts)


def values_of(section: SummarySection) -> dict[str, Any]:
    """What can be written in a part, by field."""
    return {name: getattr(section, name) for name in TEXTS}


@transaction.atomic
def add_section(
    *, summary: CountySummary, title: str, after: str | None = None, by: User, now: datetime
) -> SummarySection:
    """Add a part of the office's own: after the part with the key `after`, first where that is empty; else last."""
    summary = _locked_draft(summary.pk, by=by, now=now)
    rows = queries.sections_of(summary)
    if len(rows) >= MOST_SECTIONS:
        raise NotNow(_("A summary can have 60 parts at most."))
    own = [int(row.key.removeprefix(OWN)) for row in rows if is_own(row.key)]
    made = SummarySection.objects.create(
        summary=summary, key=f"{OWN}{max(own, default=0) + 1}", title=title, saved_by=by, saved_at=now
    )
    rows.insert(_place_after([row.key for row in rows], after), made)
    _number(rows)
    note_change(summary, "add", "", made.key, by=by, now=now, comment=title)
    _content_changed(summary)
    return made


@transaction.atomic
def order_sections(*, summary: CountySummary, order: Sequence[int], by: User, now: datetime) -> None:
    """Put the parts in this order of keys; those that are not named come last, as they stood.

    The order stands when the summary is made again, and is the order of what is frozen. Raises NotAllowed, NotNow.
    """
    summary = _locked_draft(summary.pk, by=by, now=now)
    before = queries.sections_of(summary)
    rows = {row.pk: row for row in before}
    named = [rows.pop(key) for key in dict.fromkeys(order) if key in rows]
    after = [*named, *rows.values()]
    if after == before:
        return
    _number(after)
    note_change(summary, "order", "", "", by=by, now=now)
    _content_changed(summary)


@transaction.atomic
def remove_section(*, section: SummarySection, by: User, now: datetime) -> None:
    """Take a part of the office's own away again."""
    summary, fresh = _locked_section(section)
    frozen = queries.is_being_frozen(summary.round)
    rules.check_may_remove_section(by, fresh, is_being_frozen=frozen, now=now)
    fresh.delete()
    note_change(summary, "remove", fresh.key, "", by=by, now=now, comment=fresh.title)
    _content_changed(summary)


@transaction.atomic
def freeze_summary(*, summary: CountySummary, version: int, by: User, now: datetime) -> SummaryJob:
    """Ask for the summary to be frozen. Its PDF, workbook and Word document are made in the background; until they
    are there nobody changes it, and then it is frozen as of `now` (`services.summary_freeze`).

    `version` is what the page showed. Raises NotAllowed, NotNow.
    """
    summary = queries.locked_summary(summary.pk)
    kind = queries.work_under_way(summary.round)
    making, freezing = kind == JobKind.MAKE, kind == JobKind.FREEZE
    rules.check_may_freeze_summary(by, summary, is_being_made=making, is_being_frozen=freezing, now=now)
    check_version(summary.version, version)
    return _begin(JobKind.FREEZE, summary.round, len(FREEZE_STEPS), by=by, now=now)


@transaction.atomic
def reopen_summary(*, summary: CountySummary, comment: str, by: User, now: datetime) -> CountySummary:
    """Open a frozen summary for changes; what was frozen stays to be read, and the next version names it."""
    summary = queries.locked_summary(summary.pk)
    rules.check_may_reopen_summary(by, summary, now=now)
    fields = {"frozen_at": None, "frozen_by": None, "version": summary.version + 1}
    move(summary, "reopen", by=by, moves=SUMMARY_MOVES, now=now, comment=comment, fields=fields)
    return summary


@transaction.atomic
def lay_summary(*, summary: CountySummary, by: User, now: datetime) -> MeetingPaper:
    """Lay the frozen summary before the forum's next meeting about the findings of the reports.

    Done again it is the same paper. Raises NotAllowed, NotNow.
    """
    summary = queries.locked_summary(summary.pk)
    item = queries.findings_case(summary.round.county, now=now)
    rules.check_may_lay_summary(by, summary, item, now=now)
    if item is None or summary.document is None:  # the rule has refused; said again for the types
        raise MovedOn
    laid = MeetingPaper.objects.filter(item=item, document=summary.document).first()
    return laid or _lay(summary.document, item, by=by, now=now)


def _begin(kind: JobKind, round: Round, steps: int, *, by: User, now: datetime) -> SummaryJob:
    """The round's job in the background: a new one, or the one of this kind that is under way. The bell is rung."""
    job = SummaryJob(round=round, kind=kind, steps=steps, started_by=by, started_at=now)
    SummaryJob.objects.bulk_create([job], ignore_conflicts=True)
    transaction.on_commit(ring_for_summaries)
    rows = SummaryJob.objects.select_related("round__county", "started_by")
    found = rows.filter(round=round, kind=kind, state=JobState.MAKING).first()
    if found is None:
        raise MovedOn
    return found


def _lay(document: Document, item: Any, *, by: User, now: datetime) -> MeetingPaper:
    return add_paper(
        meeting=item.meeting, item=item, title=document.title[:200], document=document, by=by, now=now
    )


def _locked_of(round: Round) -> CountySummary | None:
    found = CountySummary.objects.filter(round=round).values_list("pk", flat=True).first()
    return queries.locked_summary(found) if found else None


def _locked_section(section: SummarySection) -> tuple[CountySummary, SummarySection]:
    summary = queries.locked_summary(section.summary_id)
    fresh = SummarySection.objects.select_for_update(of=("self",)).filter(pk=section.pk).first()
    if fresh is None:
        raise MovedOn
    fresh.summary = summary
    return summary, fresh


def _locked_draft(pk: int, *, by: User, now: datetime) -> CountySummary:
    """The summary, held, when the person writes in it now."""
    summary = queries.locked_summary(pk)
    frozen = queries.is_being_frozen(summary.round)
    rules.check_may_save_summary(by, summary, is_being_frozen=frozen, now=now)
    return summary


def _place_after(keys: list[str], after: str | None) -> int:
    """The place behind the part with this key; the first for an empty one, the last for one that is not there."""
    if after == "":
        return 0
    return keys.index(after) + 1 if after in keys else len(keys)


def _number(rows: list[SummarySection]) -> None:
    """Number the parts 1, 2, 3 … as they stand in the list."""
    for place, row in enumerate(rows, start=1):
        row.order = place
    SummarySection.objects.bulk_update(rows, ["order"])


def _content_changed(summary: CountySummary) -> None:
    CountySummary.objects.filter(pk=summary.pk).update(version=F("version") + 1)
