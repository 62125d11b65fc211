"""Writing down what became of a claimed row, also while the database is restarted."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from common.models import MailStatus, OutboxMail, RefusedAddress
from common.outbox import reasons
from common.outbox.claiming import RETRY_AFTER, is_mine
from common.outbox.message import Unsent

logger = logging.getLogger(__name__)

PATIENCE = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 60.0]  # seconds between tries; far below the lease in all


def sent(mail: OutboxMail, *, now: datetime) -> None:
    """The server has taken the mail; an address that refused before is well again."""
    _surely(lambda: _settle(mail, MailStatus.SENT, reason="", sent_at=now))
    refused = RefusedAddress.objects.filter(email=mail.to.lower(), cleared_at__isnull=True)
    _surely(lambda: refused.update(cleared_at=now))


def skipped(mail: OutboxMail, *, reason: str) -> None:
    """The mail is no longer to be sent."""
    _surely(lambda: _settle(mail, MailStatus.SKIPPED, reason=reason))


def in_doubt(mail: OutboxMail, *, error: Exception) -> None:
    """Nobody knows whether the server has taken the mail."""
    reason = reasons.joined(reasons.LOST, f"{type(error).__name__}: {error}")
    _surely(lambda: _settle(mail, MailStatus.IN_DOUBT, reason=reason))


def unsent(mail: OutboxMail, error: Unsent, *, now: datetime) -> None:
    """The server has certainly not taken the mail: try again after the row's own schedule, or give it up."""
    if error.final or mail.attempts > len(RETRY_AFTER):
        _surely(lambda: _settle(mail, MailStatus.FAILED, reason=str(error)))
    else:
        mail.next_try_at = now + RETRY_AFTER[mail.attempts - 1]
        _surely(lambda: _settle(mail, MailStatus.PLANNED, reason=str(error)))
    if error.is_address:
        _surely(lambda: _mark(mail, error, now=now))


def _mark(mail: OutboxMail, error: Unsent, *, now: datetime) -> None:
    """At most one open mark for each address: the first stays."""
    mark = RefusedAddress(email=mail.to.lower(), since=now, answer=reasons.detail(str(error)), mail=mail)
    RefusedAddress.objects.bulk_create([mark], ignore_conflicts=True)


def _settle(mail: OutboxMail, status: MailStatus, *, reason: str, sent_at: datetime | None = None) -> None:
    values: dict[str, Any] = {
        "status": status,
        "reason": reason,
        "sent_at": sent_at,
        "lease_until": None,
        "next_try_at": mail.next_try_at,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
    }
    if not OutboxMail.objects.filter(is_mine(mail)).update(**values):
        _end_the_doubt(mail, values)


@transaction.atomic
def _end_the_doubt(mail: OutboxMail, values: dict[str, Any]) -> None:
    """The lease ended before the answer came, and another process called the row in doubt: now it is known.

    Nothing is changed where somebody has already sent it again, or it has been taken anew.
    """
    found = OutboxMail.objects.select_for_update().filter(
        pk=mail.pk, status=MailStatus.IN_DOUBT, attempts=mail.attempts
    )
    row = found.first()
    if row is not None and not row.resent_as.exists():
        OutboxMail.objects.filter(pk=row.pk).update(**values)


def _surely(write: Callable[[], object]) -> None:
    """Write what is known although the database may be away for a moment. Raises its last error after minutes."""
    for pause in PATIENCE:
        try:
            write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            logger.warning("The database is away; the outcome of a mail waits %s s.", pause)
            connection.close()
            time.sleep(pause)
        else:
            return
    write()
