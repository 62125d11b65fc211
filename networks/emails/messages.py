"""The letter that carries a message to each of its recipients."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse

from common import outbox
from common.models import MailPriority
from common.outbox import Planned
from networks.models import Message, User
from networks.topics import topics


def message_sent(message: Message, people: Iterable[User], files: Sequence[str], *, now: datetime) -> int:
    """Send the message to each one; `files` are the names of its attachments, which are read in the portal.

    Returns how many letters were planned.
    """
    context = {
        "subject": message.subject,
        "text": message.text,
        "greeting": message.greeting,
        "by": str(message.sent_by),
        "by_email": message.sent_by.email,
        "body": str(message.network or message.county.office_name),
        "first_body": message.passes_on.county.office_name if message.passes_on else "",
        "files": list(files),
        "path": reverse("networks:message_detail", kwargs={"pk": message.pk}),
    }
    letters = [
        Planned(
            kind="networks/message",
            to=user,
            context=context,
            key=f"message:{message.pk}:{user.pk}",
            planned_at=now,
            topics=topics(message.network, message.county),
            priority=MailPriority.BULK,
        )
        for user in people
    ]
    return outbox.post_many(letters)
