"""The letters of a decision as one batch: begun together, issued together, or not at all."""

import logging
from collections.abc import Sequence
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from common.documents.issue import issue
from common.moves import move
from common.refusals import MovedOn, NotNow
from grants.emails import letter as emails
from grants.letter_content import letter_content
from grants.letter_lacks import missing_for_letter
from grants.models import Decision, Grant, GrantLetter, LetterBatch, LetterJob
from grants.queries.decision import grants_for_letters
from grants.queries.letter import letters_of
from grants.queries.letter_template import Wording, wording_of
from grants.rules import decision as rules
from grants.services.issued import after_issue
from grants.states import BATCH_MOVES, DECISION_MOVES, BatchState
from networks.models import Round, User
from networks.queries import rounds

logger = logging.getLogger(__name__)

BELL = "rekom.tasks.make_letters"
BELLS = 4
"""So many workers share the letters of a batch, where there are so many."""


@transaction.atomic
def begin_letters(*, decision: Decision, by: User, now: datetime) -> LetterBatch:
    """Freeze what each letter says, with its number, and ask the workers to make them.

    Begun twice it is one batch: whoever comes second gets the first one's. Raises NotAllowed, and NotNow when the
    decision is not approved or when a letter would lack something: then every gap is named and nothing is begun.
    """
    decision = _locked(decision)
    begun = LetterBatch.objects.filter(decision=decision, state=BatchState.MAKING).first()
    if begun is not None:
        rules.check_may_issue_letters(by, decision, now=now)
        return begun
    batch = freeze_letters(decision, by=by, now=now)
    transaction.on_commit(ring_for_letters)
    return batch


def freeze_letters(decision: Decision, *, by: User, now: datetime) -> LetterBatch:
    """The batch with a waiting letter for each grant. `decision` is locked; called inside a transaction."""
    round, grants = _grants(decision)
    wording = wording_of(round)
    missing = [
        sentence
        for grant in grants
        for sentence in missing_for_letter(grant, round, wording.words_for(grant))
    ]
    rules.check_may_issue_letters(by, decision, missing=missing, now=now)
    LetterJob.objects.filter(batch__decision=decision).delete()  # what an earlier, stopped batch has left
    batch = LetterBatch.objects.create(decision=decision, started_by=by, started_at=now)
    LetterJob.objects.bulk_create(
        _job(batch, grant, round, wording, number=_number(round, turn), now=now)
        for turn, grant in enumerate(grants, start=1)
    )
    return batch


@transaction.atomic
def finish_letters(*, batch: LetterBatch, now: datetime) -> list[GrantLetter]:
    """Issue all letters of a batch that are made: documents, mails and all that follows, in one transaction.

    Done again it changes nothing and mails nobody. Raises NotNow when a letter is not made yet, and when what a
    letter says has changed since the batch began (an account number, for instance): then nothing is issued.
    """
    decision = _locked(batch.decision)
    batch = LetterBatch.objects.select_for_update(of=("self",)).select_related("started_by").get(pk=batch.pk)
    if batch.state != BatchState.MAKING:
        return list(letters_of(decision))
    if waiting_jobs(batch).exists():
        raise NotNow(_("The letters are not all made yet."))
    round, grants = _grants(decision)
    _check_unchanged(batch, grants, round)
    letters = _issue_all(batch, grants, now=now)
    move(batch, "finish", by=batch.started_by, moves=BATCH_MOVES, now=now, fields={"ended_at": now})
    move(decision, "issue", by=batch.started_by, moves=DECISION_MOVES, now=now, fields={"issued_at": now})
    LetterJob.objects.filter(batch=batch).delete()  # the documents have taken over
    emails.letters_issued(decision, letters, round, now=now)
    after_issue(decision=decision, grants=grants, round=round, by=batch.started_by, now=now)
    return letters


def waiting_jobs(batch: LetterBatch) -> QuerySet[LetterJob]:
    """The letters of a batch that are not made yet, while it is under way."""
    return LetterJob.objects.filter(batch=batch, batch__state=BatchState.MAKING, made_at__isnull=True).defer(
        "pdf"
    )


def ring_for_letters(bells: int = BELLS) -> None:
    """Ask workers to make letters. A broker that does not answer is no matter: the tick finds what waits."""
    try:
        for _turn in range(bells):
            current_app.send_task(BELL)
    except OperationalError:
        logger.warning("The broker does not answer; the tick rings for the letters later.")


def _locked(decision: Decision) -> Decision:
    return (
        Decision.objects.select_for_update(of=("self",)).select_related("round__county").get(pk=decision.pk)
    )


def _grants(decision: Decision) -> tuple[Round, list[Grant]]:
    round = rounds().get(pk=decision.round_id)
    decision.round = round
    return round, list(grants_for_letters(round))


def _job(
    batch: LetterBatch, grant: Grant, round: Round, wording: Wording, *, number: str, now: datetime
) -> LetterJob:
    content = letter_content(grant, round, number=number, now=now, words=wording.words_for(grant))
    return LetterJob(batch=batch, grant=grant, number=number, content=content)


def _number(round: Round, turn: int) -> str:
    return f"{round.grant_year}-{round.county.number}-{turn:02d}"


def _check_unchanged(batch: LetterBatch, grants: Sequence[Grant], round: Round) -> None:
    """Each letter would still say what was frozen when the batch began, to the letter."""
    frozen = {
        grant: (number, content)
        for grant, number, content in LetterJob.objects.filter(batch=batch).values_list(
            "grant_id", "number", "content"
        )
    }
    if frozen.keys() != {grant.pk for grant in grants}:
        raise MovedOn
    wording, changed = wording_of(round), []
    for grant in grants:
        number, content = frozen[grant.pk]
        words = wording.words_for(grant)
        if content != letter_content(grant, round, number=number, now=batch.started_at, words=words):
            changed.append(content["recipient"]["name"])
    if changed:
        raise NotNow(
            _("What these letters say has changed since they were begun: %(names)s. Begin again.")
            % {"names": ", ".join(changed)}
        )


def _issue_all(batch: LetterBatch, grants: Sequence[Grant], *, now: datetime) -> list[GrantLetter]:
    known = {grant.pk: grant for grant in grants}
    jobs = LetterJob.objects.filter(batch=batch).order_by("pk").iterator(chunk_size=1)
    return [_issue(job, known[job.grant_id], now=now) for job in jobs]


def _issue(job: LetterJob, grant: Grant, *, now: datetime) -> GrantLetter:
    document = issue(
        kind="grant_letter",
        number=job.number,
        title=job.content["title"],
        filename=f"tilsagnsbrev-{job.number}.pdf",
        content=bytes(job.pdf or b""),
        now=now,
    )
    document.content = b""  # stored; hundreds of files do not stay in memory
    return GrantLetter.objects.create(
        grant=grant, document=document, number=job.number, issued_at=now, snapshot=job.content
    )
