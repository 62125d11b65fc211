"""What a mail of the outbox says: as it was sent, or as it would be sent now."""

from dataclasses import dataclass, replace

from django.template import TemplateDoesNotExist, TemplateSyntaxError

from common.models import MailStatus, OutboxMail
from common.outbox.rendering import render

HIDDEN = "/…"
AS_SENT = (MailStatus.SENT, MailStatus.IN_DOUBT, MailStatus.SENDING)


@dataclass(frozen=True)
class Content:
    """A mail's subject and texts; all empty when it cannot be made."""

    subject: str
    text: str
    html: str
    is_as_sent: bool


def letter_of(mail: OutboxMail) -> Content:
    """The stored texts of a mail that has left (or may have); for others what it would say now. Nothing is sent."""
    if mail.status in AS_SENT and mail.text:
        return _without_link(mail, Content(mail.subject, mail.text, mail.html, is_as_sent=True))
    try:
        now = render(mail)
    except (TemplateDoesNotExist, TemplateSyntaxError, KeyError, TypeError, ValueError, AttributeError):
        return Content(mail.subject, mail.text, mail.html, is_as_sent=False)
    return _without_link(mail, Content(now.subject, now.text, now.html, is_as_sent=False))


def _without_link(mail: OutboxMail, content: Content) -> Content:
    """A personal link is its recipient's alone: staff read the letter without it."""
    secret = mail.context.get("personal_path", "")
    if not secret:
        return content
    text, html = content.text.replace(secret, HIDDEN), content.html.replace(secret, HIDDEN)
    return replace(content, text=text, html=html)
