"""Making the letters of a batch, one at a time, by as many workers as there are.

A letter is claimed with a lock that lives with the worker's connection to the database: no transaction is held while
the PDF is made, and a worker that dies leaves its letter free for the next at once. Each try is counted before it
begins, so that a letter which kills its worker is not tried for ever.
"""

import logging
import time
from datetime import datetime

from django.db import OperationalError, connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.moves import move
from common.refusals import MovedOn, NotNow
from grants.letters import LANGUAGE
from grants.models import LetterBatch, LetterJob
from grants.services.letter_batch import finish_letters, waiting_jobs
from grants.services.letter_pdf import letter_pdf
from grants.states import BATCH_MOVES, BatchState

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
LOCKS = 5_070
"""The space of our locks in the database, so that they meet no others."""


def make_next_letters(*, batch: LetterBatch, seconds: float, now: datetime) -> bool:
    """Make waiting letters of the batch for about so many seconds, one at least; whoever finds all made issues them.

    A letter that cannot be made is tried three times; then the batch stops with a sentence and nothing is issued.
    Returns whether there is more to do for whoever asks again.
    """
    ends = time.monotonic() + seconds
    while job := _claimed(batch):
        try:
            _make(job, now=now)
        finally:
            _unlock(job.pk)
        if time.monotonic() >= ends:
            return True
    return _settle(batch, now=now)


def store_letter(job: LetterJob, pdf: bytes, *, now: datetime) -> None:
    """Keep a finished letter until all are issued."""
    LetterJob.objects.filter(pk=job.pk, made_at__isnull=True).update(pdf=pdf, made_at=now, fault="")


def _make(job: LetterJob, *, now: datetime) -> None:
    try:
        pdf = letter_pdf(job.content)
    except Exception as trouble:
        logger.exception("Letter %s could not be made.", job.number)
        fault = f"{type(trouble).__name__}: {trouble}"[:500]
        LetterJob.objects.filter(pk=job.pk, made_at__isnull=True).update(fault=fault)
    else:
        store_letter(job, pdf, now=now)


def _claimed(batch: LetterBatch) -> LetterJob | None:
    """A waiting letter that is now this worker's own, or None when there is none to take."""
    for pk in _untried(batch).values_list("pk", flat=True):
        if not _lock(pk):
            continue
        job = _untried(batch).filter(pk=pk).first()
        if job and _untried(batch).filter(pk=pk).update(attempts=F("attempts") + 1):
            return job
        _unlock(pk)
    return None


def _untried(batch: LetterBatch) -> QuerySet[LetterJob]:
    """The letters that wait and have tries left, those with fewest tries first."""
    return waiting_jobs(batch).filter(attempts__lt=MOST_ATTEMPTS).order_by("attempts", "pk")


def _settle(batch: LetterBatch, *, now: datetime) -> bool:
    """Issue the letters when all are made; stop the batch when one cannot be. Returns whether to come back."""
    waiting = list(waiting_jobs(batch).defer("content"))
    if not waiting:
        _finish(batch, now=now)
        return False
    for job in waiting:
        if job.attempts >= MOST_ATTEMPTS and _is_given_up(job):
            _fail(batch, _cannot_be_made(job), now=now)
            return False
    return False  # the others are in other workers' hands; the last of them comes here


def _finish(batch: LetterBatch, *, now: datetime) -> None:
    try:
        finish_letters(batch=batch, now=now)
    except NotNow as refusal:
        _fail(batch, refusal.sentence, now=now)
    except OperationalError:
        raise  # the database could not be reached; the next ring tries again
    except Exception as trouble:
        logger.exception("The letters of batch %s could not be issued.", batch.pk)
        with override(LANGUAGE):
            _fail(
                batch,
                _("The letters could not be issued: %(fault)s.") % {"fault": type(trouble).__name__},
                now=now,
            )


def _fail(batch: LetterBatch, fault: str, *, now: datetime) -> None:
    """Stop the batch, saying why. Nothing of it is issued."""
    found = LetterBatch.objects.select_related("started_by").get(pk=batch.pk)
    if found.state != BatchState.MAKING:
        return
    try:
        move(
            found,
            "fail",
            by=found.started_by,
            moves=BATCH_MOVES,
            now=now,
            comment=fault,
            fields={"fault": fault, "ended_at": now},
        )
    except MovedOn:
        logger.info("Batch %s was ended by another worker.", batch.pk)


def _is_given_up(job: LetterJob) -> bool:
    """Whether nobody is at the last try of a letter, and it is not made."""
    if not _lock(job.pk):
        return False
    try:
        return LetterJob.objects.filter(pk=job.pk, made_at__isnull=True).exists()
    finally:
        _unlock(job.pk)


def _cannot_be_made(job: LetterJob) -> str:
    with override(LANGUAGE):
        return _("Letter %(number)s could not be made: %(fault)s") % {
            "number": job.number,
            "fault": job.fault or _("the worker stopped each time."),
        }


def _lock(pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, pk])
        return bool(cursor.fetchone()[0])


def _unlock(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, pk])
