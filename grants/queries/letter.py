"""Reads of issued letters."""

from datetime import datetime

from django.db.models import QuerySet

from common.models import Document
from grants.models import CorrectionLetter, Decision, GrantLetter
from grants.queries.decision import seen_by
from networks.models import User


def letters_visible_to(user: User, *, now: datetime) -> QuerySet[GrantLetter]:
    """The letters that the person may read, without the files, newest first."""
    return (
        GrantLetter.objects.filter(seen_by(user, now=now, prefix="grant__"))
        .select_related(
            "document", "grant__network__payee", "grant__university", "grant__decision__round__county"
        )
        .defer("document__content", "snapshot")
        .order_by("-issued_at", "number")
    )


def letters_with_networks(user: User, *, now: datetime) -> QuerySet[GrantLetter]:
    """The letters that the person may read, with the networks whose measures they give money to."""
    return letters_visible_to(user, now=now).prefetch_related("grant__lines__network")


def file_of(letter: GrantLetter | CorrectionLetter) -> Document:
    """The letter's document with its file."""
    return Document.objects.get(pk=letter.document_id)


def letters_of(decision: Decision) -> QuerySet[GrantLetter]:
    """The issued letters of a decision in the order of their numbers, without the files."""
    return (
        GrantLetter.objects.filter(grant__decision=decision)
        .select_related("document", "grant__network__payee", "grant__university")
        .defer("document__content", "snapshot")
        .order_by("pk")
    )
