"""What the office does with the county's summary: make it, write in it, freeze it, open it again, lay it before the
forum.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from common.drafts import Saved, Shown, merge
from common.kept import keep_version
from common.models import Document
from common.moves import move
from common.refusals import MovedOn, NotNow
from common.versions import check_version
from grants.queries import is_issued
from networks.models import MeetingPaper, Round, User
from networks.services.meeting_agenda import add_paper, remove_paper
from reporting.models import CountySummary, SummaryJob, SummarySection
from reporting.queries import summary as queries
from reporting.rules import summary as rules
from reporting.states import SUMMARY_MOVES, JobState
from reporting.summary_content import summary_content
from reporting.summary_documents import issue_summary, number_for
from reporting.summary_parts import OWN

logger = logging.getLogger(__name__)

BELL = "rekom.tasks.make_summaries"
STEPS = ("parts", "numbers", "before", "answers", "texts", "money")
"""The steps of a making, in their order; `services.summary_jobs` says what each does."""
MOST_SECTIONS = 60
TEXTS = ("title", "text")


@transaction.atomic
def make_summary(*, round: Round, by: User, now: datetime) -> SummaryJob:
    """Ask for the summary to be made, or made again, in the background.

    What the office has written stays. Asked for twice it is one making. Raises NotAllowed, NotNow.
    """
    summary = _locked_of(round)
    rules.check_may_make_summary(by, round, summary, is_issued=is_issued(round), now=now)
    if summary is None:
        CountySummary.objects.bulk_create(
            [CountySummary(round=round, made_at=now, made_by=by)], ignore_conflicts=True
        )
    SummaryJob.objects.bulk_create(
        [SummaryJob(round=round, steps=len(STEPS), started_by=by, started_at=now)], ignore_conflicts=True
    )
    transaction.on_commit(ring_for_summaries)
    return SummaryJob.objects.select_related("round__county", "started_by").get(
        round=round, state=JobState.MAKING
    )


def ring_for_summaries() -> None:
    """Ask a worker to make what waits. A broker that does not answer is no matter: the tick finds it."""
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
    rules.check_may_save_summary(by, summary, now=now)
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
def add_section(*, summary: CountySummary, title: str, by: User, now: datetime) -> SummarySection:
    """Add a part of the office's own, last in the summary."""
    summary = queries.locked_summary(summary.pk)
    rules.check_may_save_summary(by, summary, now=now)
    rows = SummarySection.objects.filter(summary=summary)
    if rows.count() >= MOST_SECTIONS:
        raise NotNow(_("A summary can have 60 parts at most."))
    own = [
        int(key.removeprefix(OWN)) for key in rows.filter(key__startswith=OWN).values_list("key", flat=True)
    ]
    last = rows.aggregate(last=Max("order"))["last"] or 0
    _content_changed(summary)
    return SummarySection.objects.create(
        summary=summary,
        key=f"{OWN}{max(own, default=0) + 1}",
        title=title,
        order=last + 1,
        saved_by=by,
        saved_at=now,
    )


@transaction.atomic
def remove_section(*, section: SummarySection, by: User, now: datetime) -> None:
    """Take a part of the office's own away again."""
    summary, fresh = _locked_section(section)
    rules.check_may_remove_section(by, fresh, now=now)
    fresh.delete()
    _content_changed(summary)


@transaction.atomic
def freeze_summary(*, summary: CountySummary, version: int, by: User, now: datetime) -> CountySummary:
    """Freeze the summary: keep what it says as a version, and issue it as PDF, workbook and Word document.

    `version` is what the page showed. The files name those they replace. Where an earlier version lies before a
    meeting of the forum that has not begun, this one takes its place. Raises NotAllowed, NotNow.
    """
    summary = queries.locked_summary(summary.pk)
    making = queries.is_being_made(summary.round)
    rules.check_may_freeze_summary(by, summary, is_being_made=making, now=now)
    check_version(summary.version, version)
    sections, number = queries.sections_of(summary), number_for(summary)
    papers = queries.papers_with(summary)
    keep_version(summary, "freeze", summary_content(summary, sections, number=number), by=by, now=now)
    files = issue_summary(summary, sections, number=number, now=now)
    move(
        summary,
        "freeze",
        by=by,
        moves=SUMMARY_MOVES,
        now=now,
        fields={"frozen_at": now, "frozen_by": by, **files, "version": summary.version + 1},
    )
    for paper in papers:
        _replace(paper, files["document"], by=by, now=now)
    return summary


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


def _lay(document: Document, item: Any, *, by: User, now: datetime) -> MeetingPaper:
    return add_paper(
        meeting=item.meeting, item=item, title=document.title[:200], document=document, by=by, now=now
    )


def _replace(paper: MeetingPaper, document: Document, *, by: User, now: datetime) -> None:
    """The newer version takes the older one's place among the papers."""
    item, meeting = paper.item, paper.meeting
    remove_paper(paper=paper, by=by, now=now)
    add_paper(meeting=meeting, item=item, title=document.title[:200], document=document, by=by, now=now)


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


def _content_changed(summary: CountySummary) -> None:
    CountySummary.objects.filter(pk=summary.pk).update(version=F("version") + 1)
