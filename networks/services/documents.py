"""What can be done with a network's documents: add one, keep what came with a message, take one out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common import attachments
from common.attachments import Upload
from common.refusals import NotNow
from networks.models import Message, Network, NetworkDocument, User
from networks.queries.documents import kept_attachments
from networks.rules import documents as rules
from networks.states import DocumentAudience, DocumentKind


@dataclass(frozen=True, kw_only=True)
class DocumentInput:
    """What is said about a document. Without a title it is called as its file."""

    kind: DocumentKind
    audience: DocumentAudience = DocumentAudience.MEMBERS
    title: str = ""
    text: str = ""
    dated_on: date | None = None


@transaction.atomic
def add_document(
    *, network: Network, typed: DocumentInput, upload: Upload, by: User, now: datetime
) -> NetworkDocument:
    """Lay an uploaded file among the network's documents."""
    rules.check_may_add_document(by, network, now=now)
    file = attachments.keep(upload, by=by, now=now)
    return NetworkDocument.objects.create(
        network=network,
        attachment=file,
        added_by=by,
        added_at=now,
        **{**vars(typed), "title": typed.title or file.filename},
    )


@transaction.atomic
def keep_attachments(*, message: Message, network: Network, by: User, now: datetime) -> int:
    """Keep the files of a message among the network's documents. Returns how many; what is kept already stays once.

    Raises NotNow when there is nothing to keep.
    """
    rules.check_may_keep_attachments(by, network, message, now=now)
    known = kept_attachments(Network.objects.select_for_update(of=("self",)).get(pk=network.pk))
    files = [file for file in message.attachments.defer("content") if file.pk not in known]
    if not files:
        raise NotNow(_("The attachments are among the documents already."))
    rows = [
        NetworkDocument(
            network=network,
            kind=DocumentKind.INFORMATION,
            audience=DocumentAudience.MEMBERS,
            title=file.filename,
            text=message.subject,
            attachment=file,
            message=message,
            added_by=by,
            added_at=now,
        )
        for file in files
    ]
    return len(NetworkDocument.objects.bulk_create(rows))


@transaction.atomic
def remove_document(*, document: NetworkDocument, by: User, now: datetime) -> NetworkDocument:
    """Take a document out of the list. The row stays, with who took it out and when."""
    document = (
        NetworkDocument.objects.select_for_update(of=("self",)).select_related("network").get(pk=document.pk)
    )
    rules.check_may_remove_document(by, document, now=now)
    document.removed_at, document.removed_by = now, by
    document.save(update_fields=["removed_at", "removed_by"])
    return document
