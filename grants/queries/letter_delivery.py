"""Reads of what has become of issued letters: who was mailed, who has opened them, what has replaced them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from common.models import OutboxMail
from common.outbox.queries import with_shown_status
from grants.letters import name_of
from grants.models import CorrectionLetter, DocumentOpening, GrantLetter
from networks.models import Round
from networks.topics import topics

MAIL = "grants/letters_issued"


def with_seen(letters: QuerySet[GrantLetter]) -> QuerySet[GrantLetter]:
    """The letters with `seen_at`: when the first of their readers opened them, None while nobody has."""
    openings = DocumentOpening.objects.filter(document=OuterRef("document")).order_by()
    first = openings.values("document").annotate(first=Min("opened_at")).values("first")
    return letters.annotate(seen_at=Subquery(first))


def seen(letters: QuerySet[GrantLetter], *, is_seen: bool) -> QuerySet[GrantLetter]:
    """The letters that a reader has opened, or those that none has."""
    opened = Exists(DocumentOpening.objects.filter(document=OuterRef("document")))
    return letters.filter(opened if is_seen else ~opened)


def openings_of(documents: Iterable[int]) -> QuerySet[DocumentOpening]:
    """Who has opened the documents, and when first."""
    return (
        DocumentOpening.objects.filter(document__in=list(documents))
        .select_related("user", "document")
        .defer("document__content")
    )


def corrections_of(letter: GrantLetter) -> QuerySet[CorrectionLetter]:
    """The letters that have replaced this one, oldest first, without their files."""
    return (
        CorrectionLetter.objects.filter(correction__grant=letter.grant_id)
        .select_related("document", "correction")
        .defer("document__content", "snapshot")
        .order_by("issued_at", "pk")
    )


def mails_about(letter: GrantLetter) -> QuerySet[OutboxMail]:
    """The mails that told the letter's readers about it, resent ones too, as they stand now."""
    key = f"letters_issued:{letter.grant.decision_id}:"
    bodies = [
        topic
        for topic in topics(letter.grant.network, letter.grant.university)
        if not topic.startswith("county:")
    ]
    mails = OutboxMail.objects.filter(
        Q(key__startswith=key) | Q(resends__key__startswith=key), kind=MAIL, topics__overlap=bodies
    )
    return with_shown_status(mails).select_related("recipient").order_by("planned_at", "pk")


@dataclass(frozen=True)
class ArchivedLetter:
    """What the archive is told about one issued letter. `document` is the key of its file."""

    document: int
    number: str
    title: str
    issued_at: datetime
    recipient: str
    org_number: str
    amount_nok: int
    filename: str
    sha256: str
    replaces: str


def letters_to_archive(round: Round) -> list[ArchivedLetter]:
    """All issued letters of a round and those that have replaced them, oldest first. No files are read."""
    letters = GrantLetter.objects.filter(grant__decision__round=round).select_related(
        "document__replaces", "grant__network__payee", "grant__university"
    )
    corrections = CorrectionLetter.objects.filter(correction__grant__decision__round=round).select_related(
        "document__replaces", "correction__grant__network__payee", "correction__grant__university"
    )
    heavy = ("document__content", "document__replaces__content")
    found = [_archived(row, row.grant) for row in letters.defer(*heavy)]
    found += [_archived(row, row.correction.grant) for row in corrections.defer(*heavy)]
    return sorted(found, key=lambda letter: (letter.issued_at, letter.number))


def _archived(row: GrantLetter | CorrectionLetter, grant: Any) -> ArchivedLetter:
    document, recipient = row.document, row.snapshot.get("recipient", {})
    return ArchivedLetter(
        document=document.pk,
        number=document.number,
        title=document.title,
        issued_at=document.issued_at,
        recipient=recipient.get("name") or name_of(grant),
        org_number=str(recipient.get("org_number", "")).replace("\xa0", "").replace(" ", ""),
        amount_nok=int(row.snapshot.get("amount_nok", 0)),
        filename=document.filename,
        sha256=document.sha256,
        replaces=document.replaces.number if document.replaces else "",
    )
