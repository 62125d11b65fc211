"""What is done with a summary in the background: making it step by step, and freezing it (`summary_freeze`).

Each step of a making is a transaction of its own, and the job says how many are done, so that the page shows it and
a new worker goes on where a killed one stopped. Who makes holds a lock that lives with the worker's connection to the
database.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.moves import move
from common.refusals import MovedOn, Refused
from networks.models import Round
from networks.queries import rounds
from reporting.models import CountySummary, SummaryJob, SummarySection
from reporting.queries import summary as queries
from reporting.queries.questions import questions_for
from reporting.queries.results import results_of
from reporting.services.summary import STEPS
from reporting.services.summary_freeze import freeze_now
from reporting.states import JOB_MOVES, Audience, JobKind, JobState, SummaryState
from reporting.summary_numbers import plain
from reporting.summary_parts import (
    CONTROL,
    DEVIATIONS,
    EXPERIENCES,
    INDIVIDUAL,
    LANGUAGE,
    QUESTION,
    SIGNS,
    marked,
    parts_of,
    question_key,
)

logger = logging.getLogger(__name__)

LOCKS = 5_071
"""The space of our locks in the database, so that they meet no others."""
LONGEST = timedelta(hours=1)
"""A making that is not ready by then is given up: its worker has stopped each time."""


@dataclass(frozen=True)
class Making:
    """What a step works on. `is_again`: the summary was ready once before, so that one can say what is new."""

    summary: CountySummary
    round: Round
    is_again: bool


def run_summary_job(*, job: SummaryJob, now: datetime) -> bool:
    """Make what is left of a summary, or freeze it. Returns False where another worker is at it, or it is done.

    A step that fails stops the job with a sentence; nothing that the office has written is lost.
    """
    if not _lock(job.pk):
        return False
    try:
        return _make(job, now=now)
    finally:
        _unlock(job.pk)


def _make(job: SummaryJob, *, now: datetime) -> bool:
    job.refresh_from_db(fields=["state", "done", "steps"])
    if job.state != JobState.MAKING:
        return False
    if now - job.started_at > LONGEST:
        with override(LANGUAGE):
            _stop(job, _("the worker stopped each time."), now=now)
        return True
    try:
        WORK[JobKind(job.kind)](job, now=now)
    except OperationalError:
        raise  # the database could not be reached; the next ring goes on from here
    except Refused as refusal:
        _stop(job, refusal.sentence, now=now)
    except Exception as trouble:
        logger.exception("The summary of %s could not be made or frozen.", job.round_id)
        _stop(job, f"{type(trouble).__name__}: {trouble}"[:500], now=now)
    return True


def _take_steps(job: SummaryJob, *, now: datetime) -> None:
    """The steps of a making that are not done yet."""
    for step in STEPS[job.done :]:
        _take(job, step, now=now)


@transaction.atomic
def _take(job: SummaryJob, step: str, *, now: datetime) -> None:
    """One step, and the count of those that are done, in one transaction. The last one ends the job."""
    summary = CountySummary.objects.select_for_update(of=("self",)).get(round=job.round_id)
    if summary.state != SummaryState.DRAFT:
        raise MovedOn
    summary.round = rounds().get(pk=job.round_id)
    is_again = SummaryJob.objects.filter(round=job.round_id, kind=JobKind.MAKE, state=JobState.READY).exists()
    STEP[step](Making(summary, summary.round, is_again))
    job.done += 1
    job.save(update_fields=["done"])
    if job.done == len(STEPS):
        CountySummary.objects.filter(pk=summary.pk).update(
            made_at=now, made_by=job.started_by, version=summary.version + 1
        )
        move(job, "finish", by=job.started_by, moves=JOB_MOVES, now=now, fields={"ended_at": now})


# --- The steps --------------------------------------------------------------------------------------------


def _parts(making: Making) -> None:
    """The parts that the scheme wants are there. What stands in a place keeps it, so that the office's own order
    stands; a part that is new comes after the one that the scheme has before it.
    """
    wanted = parts_of(making.round, questions_for(making.round, *Audience.values))
    rows = _still_asked(making.summary, {part.key for part in wanted})
    known = {row.key: row for row in rows}
    place = 0
    for part in wanted:
        row = known.get(part.key)
        if row is None:
            row = SummarySection(summary=making.summary, key=part.key)
            rows.insert(place, row)
        if row.saved_at is None:
            row.title, row.text = part.title[:300], part.text
        place = rows.index(row) + 1
    for order, row in enumerate(rows, start=1):
        row.order = order
        row.save()


def _still_asked(summary: CountySummary, wanted: set[str]) -> list[SummarySection]:
    """The parts that are there, in their order, without questions that are no longer asked and nobody wrote about."""
    found = []
    for row in queries.sections_of(summary):
        if row.key.startswith(QUESTION) and row.key not in wanted and row.saved_at is None:
            row.delete()
        else:
            found.append(row)
    return found


def _numbers(making: Making) -> None:
    """What came of the round."""
    _keep(making.summary, "this", making.round)


def _before(making: Making) -> None:
    """The same of the year before, where the county had a round."""
    _keep(making.summary, "before", queries.round_before(making.round))


def _keep(summary: CountySummary, key: str, round: Round | None) -> None:
    with override(LANGUAGE):
        found = plain(results_of(round)) if round else None
    summary.numbers = {**summary.numbers, key: found}
    summary.save(update_fields=["numbers"])


def _answers(making: Making) -> None:
    """What the reports answer to each question."""
    answers = queries.answers_by_question(making.round)
    for row in SummarySection.objects.filter(summary=making.summary, key__startswith=QUESTION):
        known = {question_key(key): said for key, said in answers.items()}
        _collect(making, row, known.get(row.key, []))


def _texts(making: Making) -> None:
    """What has changed, what was not done and why, individual measures, experiences."""
    signs, reasons = queries.facts_texts(making.round)
    found = {
        SIGNS: signs,
        DEVIATIONS: reasons,
        INDIVIDUAL: queries.individual_texts(making.round),
        EXPERIENCES: queries.report_texts(making.round),
    }
    for row in SummarySection.objects.filter(summary=making.summary, key__in=found):
        _collect(making, row, found[row.key])


def _money(making: Making) -> None:
    """What became of unused money."""
    with override(LANGUAGE):
        said = queries.settled_texts(making.round)
    for row in SummarySection.objects.filter(summary=making.summary, key=CONTROL):
        _collect(making, row, said)


def _collect(making: Making, row: SummarySection, said: list[queries.Collected]) -> None:
    row.collected = marked(said, row.collected if making.is_again else said)
    row.save(update_fields=["collected"])


STEP: dict[str, Callable[[Making], None]] = {
    "parts": _parts,
    "numbers": _numbers,
    "before": _before,
    "answers": _answers,
    "texts": _texts,
    "money": _money,
}


WORK: dict[JobKind, Callable[..., None]] = {JobKind.MAKE: _take_steps, JobKind.FREEZE: freeze_now}


# --- Around the steps -------------------------------------------------------------------------------------


def _stop(job: SummaryJob, fault: str, *, now: datetime) -> None:
    fresh = SummaryJob.objects.select_related("started_by").get(pk=job.pk)
    fields = {"fault": fault, "ended_at": now}
    try:
        move(fresh, "stop", by=fresh.started_by, moves=JOB_MOVES, now=now, comment=fault, fields=fields)
    except MovedOn:
        logger.info("The making %s was ended by another worker.", job.pk)


def _lock(pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, pk])
        return bool(cursor.fetchone()[0])


def _unlock(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, pk])
