"""One row as a mail: rendered, with a stable Message-ID and all its attachments."""

import hashlib
import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from common.calendars import Invitation, invitation_text
from common.models import Document, MailStatus, OutboxMail
from common.outbox import reasons
from common.outbox.rendering import render

logger = logging.getLogger(__name__)


class Unsent(Exception):
    """The server has certainly not taken the mail; the text is a stored reason (`reasons.joined`).

    `final`: trying again is pointless. `is_address`: it is the address that is refused.
    """

    def __init__(self, reason: str, *, final: bool = False, is_address: bool = False) -> None:
        super().__init__(reason)
        self.final = final
        self.is_address = is_address


def message_id(mail: OutboxMail) -> str:
    """A Message-ID made from the row's key: the same letter always carries the same one.

    A mail sent again because the first was in doubt keeps the first one's, so that a mailbox can see they are one.
    """
    while mail.resends is not None and mail.resends.status == MailStatus.IN_DOUBT:
        mail = mail.resends
    digest = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
    return f"<{digest}@{settings.EMAIL_ID_DOMAIN}>"


def make(mail: OutboxMail) -> EmailMultiAlternatives:
    """The mail, ready for the server; its text is noted on the row. Raises Unsent when a part is missing."""
    try:
        rendered = render(mail)
        message = EmailMultiAlternatives(
            rendered.subject, rendered.text, to=[mail.to], headers={"Message-ID": message_id(mail)}
        )
        if rendered.html:
            message.attach_alternative(rendered.html, "text/html")
        _invite(message, mail)
        _attach(message, mail)
        message.message()
    except Unsent:
        raise
    except Exception as error:
        logger.exception("Outbox row %s: the letter could not be made", mail.key)
        raise Unsent(reasons.joined(reasons.NOT_MADE, f"{type(error).__name__}: {error}")) from error
    mail.subject, mail.text, mail.html = rendered.subject[:300], rendered.text, rendered.html
    return message


def _invite(message: EmailMultiAlternatives, mail: OutboxMail) -> None:
    """A letter whose context holds an `invitation` carries it twice, as calendars want it: as one more reading of
    the letter, and as a file for programs that know no invitations.
    """
    said = mail.context.get("invitation")
    if not said:
        return
    invitation = Invitation(**said)
    name = mail.recipient.name if mail.recipient else ""
    content = invitation_text(invitation, stamp=mail.planned_at, to=mail.to, name=name)
    plain = content.decode().replace("\r\n", "\n")
    message.attach_alternative(plain, f"text/calendar; method={invitation.method}")
    message.attach("invite.ics", content, "application/ics")


def _attach(message: EmailMultiAlternatives, mail: OutboxMail) -> None:
    if not mail.attachments:
        return
    documents = Document.objects.in_bulk(mail.attachments, field_name="number")
    for number in mail.attachments:
        if number not in documents:
            raise Unsent(reasons.joined(reasons.NO_ATTACHMENT, number))
        document = documents[number]
        message.attach(document.filename, bytes(document.content), document.content_type)
