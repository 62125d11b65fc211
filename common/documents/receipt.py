"""What was sent as a PDF: made of the kept version alone, and the same ever after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.kept import Words, read_sections
from common.models import ContentVersion, Document

LANGUAGE = "nb"
"""A receipt is the same for all who read it, so it is in bokmål whoever asks first."""


def receipt_of(kind: str, number: str) -> Document | None:
    """A receipt that has been made."""
    return Document.objects.filter(kind=kind, number=number).first()


@dataclass(frozen=True)
class Said:
    """What stands on top of a receipt: its title, one sentence, and facts as (label, value)."""

    title: str
    lead: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Receipts:
    """How the receipts of one kind are made. `said` tells of a version in the language of now."""

    kind: str
    prefix: str
    """How the files are called: "rapport" gives rapport-RA-2026-7-1.pdf."""
    words: Words
    said: Callable[[ContentVersion], Said]

    def issue(self, version: ContentVersion, number: str, *, now: datetime) -> Document:
        """The version as the document `number`, made when somebody first asks. Ask who may read the version first."""
        known = receipt_of(self.kind, number)
        if known is not None:
            return known
        content = self.pdf(version, number)
        with override(LANGUAGE):
            title = self.said(version).title
        filename = f"{self.prefix}-{number}.pdf"
        try:
            with transaction.atomic():
                return issue(
                    kind=self.kind, number=number, title=title, filename=filename, content=content, now=now
                )
        except IntegrityError:  # somebody else asked at the same moment: theirs is the document
            return Document.objects.get(number=number)

    def pdf(self, version: ContentVersion, number: str) -> bytes:
        """The version as PDF/UA: the same version gives the same bytes."""
        with override(LANGUAGE):
            said = self.said(version)
            context = {
                "language": LANGUAGE,
                "title": said.title,
                "number": number,
                "created": version.at.isoformat(),
                "lead": said.lead,
                "facts": said.facts,
                "sections": read_sections(version.content, self.words),
                "files": version.content["facts"]["attachments"],
                "fingerprint": version.sha256,
            }
            html = render_to_string("documents/kept.html", context)
        return make_pdf(html, css="kept", identifier=f"{number} {version.sha256}".encode())
