"""Reads of the batches in which letters are made."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from grants.models import Decision, GrantLetter, LetterBatch, LetterJob
from grants.states import BatchState


@dataclass(frozen=True)
class Progress:
    """How far a batch has come. `troubled` are the letters that have failed at least once and are not made."""

    done: int
    total: int
    troubled: list[LetterJob]


def newest_batch(decision: Decision) -> LetterBatch | None:
    """The batch that was begun last, or None."""
    return LetterBatch.objects.filter(decision=decision).select_related("started_by").first()


def open_batch(decision: Decision) -> LetterBatch | None:
    """The batch whose letters are being made now, or None."""
    return LetterBatch.objects.filter(decision=decision, state=BatchState.MAKING).first()


def unfinished_batches() -> QuerySet[LetterBatch]:
    """The batches of all counties whose letters are being made, oldest first."""
    return LetterBatch.objects.filter(state=BatchState.MAKING).select_related("decision").order_by("pk")


def progress_of(batch: LetterBatch) -> Progress:
    """How many letters of the batch are made, of how many, and which have failed."""
    if batch.state == BatchState.ISSUED:
        issued = GrantLetter.objects.filter(grant__decision=batch.decision_id).count()
        return Progress(issued, issued, [])
    jobs = LetterJob.objects.filter(batch=batch)
    counts = jobs.aggregate(total=Count("pk"), done=Count("pk", filter=Q(made_at__isnull=False)))
    troubled = (
        jobs.filter(made_at__isnull=True)
        .exclude(fault="")
        .select_related("grant__network", "grant__university")
        .defer("pdf", "content")
    )
    return Progress(counts["done"], counts["total"], list(troubled))
