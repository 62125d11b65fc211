"""Handing out a letter, and noting when its reader first opened it."""

from datetime import datetime

from common.models import Document
from grants.models import DocumentOpening
from networks.models import County, User
from networks.roles import STAFF, holds


def open_document(*, document: Document, county: County, by: User, now: datetime) -> Document:
    """Note that a reader has opened an issued document, the first time, and give it back.

    What the County Governor's own staff open does not count: it says nothing about whether the recipient has seen it.
    """
    if not holds(by, STAFF, county, now=now):
        opening = DocumentOpening(document_id=document.pk, user=by, opened_at=now)
        DocumentOpening.objects.bulk_create([opening], ignore_conflicts=True)
    return document
