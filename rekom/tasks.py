"""The doorbells: beat rings the tick every five minutes, the mail every minute, forgetting every day. Whoever issues
letters rings for the workers that make them.

No rule lives here.
"""

import logging
from typing import Any

from celery import shared_task, signals
from django.conf import settings

from common import clock, outbox
from common.heartbeats import note_heartbeat
from grants.queries.letter_batch import unfinished_batches
from grants.services.letter_batch import ring_for_letters
from grants.services.letter_jobs import make_next_letters
from grants.services.money_check import check_money
from grants.services.payout_forget import forget_payout_words
from needs.services.anonymise import anonymise_nominations
from needs.services.workbook import forget_old_uploads
from rekom.happening import let_happen
from rekom.planning.still_due import STILL_DUE
from rekom.pulse import MAIL, MONEY, TICK
from reporting.queries.summary import unfinished_jobs
from reporting.services.summary import ring_for_summaries
from reporting.services.summary_jobs import run_summary_job
from reporting.services.trace_check import check_chains

logger = logging.getLogger(__name__)

LETTER_SECONDS = 20
"""So long a worker makes letters at a time, before it looks whether something else waits."""


@shared_task
def tick() -> None:
    """Ring for letters that wait to be made, open and close what is due and plan the letters of the year; then note
    that the tick is alive.

    A tick that could not plan everything is not noted: staff see that the calendar stands still.
    """
    if unfinished_batches().exists():
        ring_for_letters()
    if unfinished_jobs().exists():
        ring_for_summaries()
    let_happen(now=clock.now())
    note_heartbeat(TICK)


@shared_task
def deliver_mail() -> None:
    """Send the letters that are due for about twenty seconds; ring again at once when there are more."""
    batch = outbox.send_batch(now=clock.now(), still_due=STILL_DUE)
    note_heartbeat(MAIL)
    if batch.has_more:
        deliver_mail.apply_async(expires=settings.MAIL_SECONDS)


@shared_task
def make_letters() -> None:
    """Make grant letters that wait for about twenty seconds; ring again at once when there are more."""
    waits = [
        make_next_letters(batch=batch, seconds=LETTER_SECONDS, now=clock.now())
        for batch in unfinished_batches()
    ]
    if any(waits):
        ring_for_letters(bells=1)


@shared_task
def make_summaries() -> None:
    """Make the county summaries that wait; a worker that died leaves its own to the next ring."""
    for job in unfinished_jobs():
        run_summary_job(job=job, now=clock.now())


@shared_task
def anonymise() -> None:
    """Forget the students of rounds that are long over; the log says how many, never who."""
    logger.info("Anonymised %s nominations.", anonymise_nominations(now=clock.now()))
    logger.info("Forgot the reasons of %s payouts.", forget_payout_words())
    logger.info("Threw away %s uploaded workbooks.", forget_old_uploads(now=clock.now()))


@shared_task
def check_all_money() -> None:
    """Hold ledger, letters, lines and payments against each other, and follow each amount's chain; the check notes
    that it has run.

    What does not add up stands where the staff see it.
    """
    now = clock.now()
    faults = [*check_money(now=now), *check_chains(now=now)]
    note_heartbeat(MONEY)
    if faults:
        logger.error("The money does not add up: %s faults.", len(faults))


@signals.worker_ready.connect
def ring_at_start(**kwargs: Any) -> None:
    """A worker that comes back does not wait for the next ring."""
    tick.delay()
    deliver_mail.delay()
