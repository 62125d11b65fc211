"""The mails that one step of the demo's clock made."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation

from common.models import OutboxMail
from common.outbox.queries import open_scopes, shown_status
from rekom.letter_samples import label_of
from rekom.outbox.letter_content import letter_of
from rekom.outbox.tables import state_tag

SHOWN = 50


@dataclass(frozen=True)
class Made:
    """One mail: what it says, to whom, and how it stands."""

    pk: int
    subject: str
    to: str
    state: Any


@dataclass(frozen=True)
class StepMails:
    """All mails of a step: how many of each kind, and the first of them."""

    number: int
    kinds: list[tuple[str, int]]
    shown: list[Made]

    @property
    def not_shown(self) -> int:
        """How many more there are."""
        return self.number - len(self.shown)


def mails_between(start: datetime, until: datetime) -> StepMails:
    """The mails that leave after `start`, up to and including `until`, whether the worker has sent them or not."""
    rows = OutboxMail.objects.filter(planned_at__gt=start, planned_at__lte=until).order_by("planned_at", "pk")
    kinds = Counter(label_of(kind) for kind in rows.values_list("kind", flat=True))
    scopes = open_scopes()
    shown = [_made(mail, scopes) for mail in rows.select_related("recipient")[:SHOWN]]
    return StepMails(kinds.total(), kinds.most_common(), shown)


def mail_to_show(key: int) -> OutboxMail | None:
    """One mail with its recipient."""
    return OutboxMail.objects.select_related("recipient").filter(pk=key).first()


def _made(mail: OutboxMail, scopes: frozenset[str]) -> Made:
    with translation.override(mail.language):
        subject = letter_of(mail).subject
    to = f"{mail.recipient.name}, {mail.to}" if mail.recipient else mail.to
    return Made(mail.pk, subject or label_of(mail.kind), to, state_tag(shown_status(mail, scopes)))
