"""Issuing: a document is stored once, with its number and its SHA-256, and never changes."""

from datetime import datetime
from hashlib import sha256

from common.models import Document


def issue(
    *,
    kind: str,
    number: str,
    title: str,
    filename: str,
    content: bytes,
    now: datetime,
    replaces: Document | None = None,
    content_type: str = "application/pdf",
) -> Document:
    """Store a document for good. A correction is a new document that names the one it replaces.

    Raises IntegrityError when the number is taken, or when `replaces` is already replaced.
    """
    return Document.objects.create(
        kind=kind,
        number=number,
        title=title,
        filename=filename,
        content_type=content_type,
        content=content,
        sha256=sha256(content).hexdigest(),
        issued_at=now,
        replaces=replaces,
    )


def is_intact(document: Document) -> bool:
    """Whether the stored bytes still are those that were issued."""
    return sha256(bytes(document.content)).hexdigest() == document.sha256
