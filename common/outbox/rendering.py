"""From a kind and its context to subject, text and HTML. Text parts are never HTML-escaped ("Lek & læring")."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist, engines
from django.utils import translation

from common.models import OutboxMail


@dataclass(frozen=True)
class Rendered:
    """A letter as the recipient reads it."""

    subject: str
    text: str
    html: str


def render(mail: OutboxMail) -> Rendered:
    """Render the letter in the recipient's language. Raises TemplateDoesNotExist when a part is missing."""
    context: dict[str, Any] = {
        **mail.context,
        "portal_url": settings.PORTAL_URL.rstrip("/"),
        "recipient_name": mail.recipient.name if mail.recipient else mail.context.get("recipient_name", ""),
    }
    base = f"emails/{mail.kind}"
    plain, rich = engines["text"], engines["django"]
    with translation.override(mail.language):
        subject = plain.get_template(f"{base}.subject.txt").render(context)
        text = plain.get_template(f"{base}.txt").render(context)
        html = _optional(rich, f"{base}.html", context)
    return Rendered(" ".join(subject.split()), text.strip() + "\n", html)


def _optional(engine: Any, name: str, context: dict[str, Any]) -> str:
    try:
        template = engine.get_template(name)
    except TemplateDoesNotExist:
        return ""
    return str(template.render(context))
