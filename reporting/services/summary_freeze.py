"""Freezing a summary in the background: its three documents are made one by one, and then it is frozen at once.

Nothing is kept before all three are there, so that a worker that is killed leaves no half frozen summary and no
document without one; the next worker begins with the first document again. Meanwhile nobody can write in it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from common.kept import keep_version
from common.models import Document
from common.moves import move
from common.refusals import MovedOn
from common.versions import check_version
from networks.models import MeetingPaper, User
from networks.services.meeting_agenda import add_paper, remove_paper
from reporting.models import CountySummary, SummaryJob, SummarySection
from reporting.queries import summary as queries
from reporting.services.summary import FREEZE_STEPS
from reporting.states import JOB_MOVES, SUMMARY_MOVES, SummaryState
from reporting.summary_content import summary_content
from reporting.summary_documents import issue_summary, number_for, summary_facts, summary_pdf
from reporting.summary_parts import LANGUAGE
from reporting.summary_word import summary_word
from reporting.summary_workbook import summary_workbook

MAKERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "document": summary_pdf,
    "workbook": summary_workbook,
    "text_document": summary_word,
}
"""What makes each of the summary's files, by its field, in the order of the steps."""


def freeze_now(job: SummaryJob, *, now: datetime) -> None:
    """Make the files, noting each as it is done; then freeze the summary with them, in one transaction.

    It is frozen as of the moment when the freezing was asked for: the text could not change since. Raises Refused.
    """
    summary = queries.summary_of(job.round)
    if summary is None or summary.state != SummaryState.DRAFT:
        raise MovedOn
    sections, number = queries.sections_of(summary), number_for(summary)
    _note(job, 0)
    files = {}
    with override(LANGUAGE):
        facts = summary_facts(summary, sections, number=number, now=job.started_at)
        for field in FREEZE_STEPS[: len(MAKERS)]:
            files[field] = MAKERS[field](facts)
            _note(job, job.done + 1)
        _freeze(job, summary.version, sections, files, number=number, now=now)


@transaction.atomic
def _freeze(
    job: SummaryJob,
    version: int,
    sections: list[SummarySection],
    files: dict[str, bytes],
    *,
    number: str,
    now: datetime,
) -> None:
    """Keep what the summary says as a version, issue the files, and move summary and job on.

    Where an earlier version lies before a meeting of the forum that has not begun, this one takes its place.
    """
    summary, by, asked = _locked(job), job.started_by, job.started_at
    check_version(summary.version, version)
    papers = queries.papers_with(summary)
    keep_version(summary, "freeze", summary_content(summary, sections, number=number), by=by, now=asked)
    issued = issue_summary(summary, files, number=number, now=asked)
    fields = {"frozen_at": asked, "frozen_by": by, **issued, "version": summary.version + 1}
    move(summary, "freeze", by=by, moves=SUMMARY_MOVES, now=asked, fields=fields)
    for paper in papers:
        _replace(paper, issued["document"], by=by, now=now)
    _note(job, len(FREEZE_STEPS))
    move(job, "finish", by=by, moves=JOB_MOVES, now=now, fields={"ended_at": now})


def _locked(job: SummaryJob) -> CountySummary:
    found = queries.summary_of(job.round)
    if found is None:
        raise MovedOn
    return queries.locked_summary(found.pk)


def _note(job: SummaryJob, done: int) -> None:
    job.done = done
    job.save(update_fields=["done"])


def _replace(paper: MeetingPaper, document: Document, *, by: User, now: datetime) -> None:
    """The newer version takes the older one's place among the papers."""
    item, meeting = paper.item, paper.meeting
    remove_paper(paper=paper, by=by, now=now)
    add_paper(meeting=meeting, item=item, title=document.title[:200], document=document, by=by, now=now)
