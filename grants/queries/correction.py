"""Reads of corrections: of a round, of a grant, and what they stand on."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from common.models import Document
from grants.models import (
    Budget,
    Correction,
    CorrectionLetter,
    Decision,
    Grant,
    GrantLetter,
    GrantLine,
    Instalment,
    MoneyBack,
)
from grants.queries.decision import seen_by
from grants.states import CorrectionState, InstalmentState
from networks.models import Round, User

OPEN = (CorrectionState.DRAFT, CorrectionState.PREPARED)


@dataclass(frozen=True)
class IssuedLetter:
    """A letter about a grant, the first one or a correction of it."""

    number: str
    document_id: int
    issued_at: datetime


@dataclass(frozen=True)
class Room:
    """What all grants of a round may add up to: the frame as it is now, and what the governor holds of it; kroner."""

    frame_nok: int
    held_nok: int
    granted_nok: int


def corrections() -> QuerySet[Correction]:
    """Corrections with their grants, people and letters (without the files), newest first."""
    return (
        Correction.objects.select_related(
            "grant__network__payee",
            "grant__university",
            "grant__decision__round__county",
            "grant__letter",
            "complaint",
            "created_by",
            "prepared_by",
            "approved_by",
            "letter__document",
        )
        .defer("letter__document__content", "letter__snapshot", "grant__letter__snapshot")
        .order_by("-created_at", "-pk")
    )


def corrections_of(round: Round) -> QuerySet[Correction]:
    """All corrections of the round's grants, newest first."""
    return corrections().filter(grant__decision__round=round)


def open_correction(grant: Grant) -> Correction | None:
    """The correction of the grant that is not issued or cancelled, or None."""
    return corrections().filter(grant=grant, state__in=OPEN).first()


def lines_of_grant(grant: Grant) -> list[GrantLine]:
    """The grant's lines in the order of the letter, each with the grant."""
    rows = GrantLine.objects.filter(grant=grant).select_related("network", "measure").order_by("order", "pk")
    return [_with(line, grant) for line in rows]


def _with(line: GrantLine, grant: Grant) -> GrantLine:
    line.grant = grant
    return line


def newest_letter(grant: Grant) -> IssuedLetter:
    """The letter that stands: the last correction's, else the grant letter. Raises GrantLetter.DoesNotExist."""
    return letters_about(grant)[-1]


def letters_about(grant: Grant) -> list[IssuedLetter]:
    """The grant letter and its corrections, in the order in which they were issued."""
    first = GrantLetter.objects.only("number", "document_id", "issued_at").get(grant=grant)
    rows = CorrectionLetter.objects.filter(correction__grant=grant).order_by("issued_at", "pk")
    later = rows.only("number", "document_id", "issued_at")
    corrected = [IssuedLetter(row.number, row.document_id, row.issued_at) for row in later]
    return [IssuedLetter(first.number, first.document_id, first.issued_at), *corrected]


def room_of(decision: Decision) -> Room:
    """What can be granted in the round, by the frame as it is now (revised or not)."""
    frame = Budget.objects.filter(round=decision.round_id).values_list("frame_nok", flat=True).first()
    granted = Grant.objects.filter(decision=decision).aggregate(total=Sum("amount_nok"))["total"]
    return Room(frame or decision.run.input["frame"], decision.run.output["held"], granted or 0)


def paid_nok(grant: Grant) -> int:
    """What is paid of the grant, less what corrections have claimed back of it; kroner."""
    paid = Instalment.objects.filter(grant=grant, state=InstalmentState.PAID).aggregate(
        total=Sum("amount_nok")
    )
    claimed = MoneyBack.objects.filter(grant=grant, correction__isnull=False).aggregate(
        total=Sum("amount_nok")
    )
    return (paid["total"] or 0) - (claimed["total"] or 0)


def correction_letters_visible_to(user: User, *, now: datetime) -> QuerySet[CorrectionLetter]:
    """The correction letters that the person may read: those of grants whose letters they may read."""
    return (
        CorrectionLetter.objects.filter(seen_by(user, now=now, prefix="correction__grant__"))
        .select_related("document", "correction__grant__decision__round__county")
        .defer("document__content", "snapshot")
    )


def file_of_correction(letter: CorrectionLetter) -> Document:
    """The correction letter's document with its file."""
    return Document.objects.get(pk=letter.document_id)
