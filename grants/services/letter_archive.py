"""The letters of a year as a zip for the archive: each file as it was issued, and a table of what they are."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.archive import csv_bytes
from common.clock import OSLO
from common.documents.issue import is_intact
from common.models import Document
from grants.letters import LANGUAGE
from grants.queries.letter_delivery import ArchivedLetter
from networks.models import Round

METADATA = "metadata.csv"
Entry = tuple[str, bytes, datetime]


class BrokenDocument(RuntimeError):
    """A stored file is not the one that was issued: nobody should archive it without knowing."""


def archive_name(round: Round) -> str:
    """What the zip is called."""
    return f"tilsagnsbrev-{round.grant_year}-{round.county.number}.zip"


def archive_entries(letters: list[ArchivedLetter], round: Round, *, now: datetime) -> Iterator[Entry]:
    """Each file, fetched one at a time, and last the table. Raises BrokenDocument at a file that has changed."""
    for letter in letters:
        document = Document.objects.get(pk=letter.document)
        if not is_intact(document):
            raise BrokenDocument(document.number)
        yield document.filename, bytes(document.content), document.issued_at
    yield METADATA, metadata(letters, round), now


def metadata(letters: list[ArchivedLetter], round: Round) -> bytes:
    """One row for each letter: case, document, date, recipient, amount, file, checksum, and what it replaces."""
    with override(LANGUAGE):
        head = [
            _("Case"),
            _("Number of the letter"),
            _("Title"),
            _("Date"),
            _("Recipient"),
            _("Organisation number"),
            _("Amount, kr"),
            _("File"),
            "SHA-256",
            _("Replaces letter"),
        ]
    case = f"{round.scheme_key}-{round.county.number}-{round.grant_year}"
    rows = [
        [
            case,
            letter.number,
            letter.title,
            letter.issued_at.astimezone(OSLO).date().isoformat(),
            letter.recipient,
            letter.org_number,
            letter.amount_nok,
            letter.filename,
            letter.sha256,
            letter.replaces,
        ]
        for letter in letters
    ]
    return csv_bytes([head, *rows])
