"""What the calendar should have said: the same planning, undisturbed, and taken back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from common.models import OutboxMail
from rekom.planning.reminders import catch_up


def letters_due(now: datetime) -> set[str]:
    """The keys of the letters that one undisturbed run plans now."""
    return {mail.key for mail in undisturbed([now])}


def undisturbed(instants: Iterable[datetime]) -> list[OutboxMail]:
    """The letters that runs at these instants plan; nothing of it stays."""
    with transaction.atomic():
        before = set(OutboxMail.objects.values_list("key", flat=True))
        for now in instants:
            catch_up(now=now)
        mails = list(OutboxMail.objects.exclude(key__in=before))
        transaction.set_rollback(True)
    return mails


def people_told(mails: Iterable[OutboxMail]) -> set[tuple[int, str]]:
    """Who was told about which duty."""
    return {(mail.recipient_id, mail.context["duty"]) for mail in mails if "duty" in mail.context}
