"""Sending mail: claim one row, commit, speak SMTP, write down what happened.

A row whose outcome is unknown becomes *in doubt* and waits for a person; it is never silently sent again.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from common.models import OutboxMail
from common.outbox import pace, reasons, settling
from common.outbox.claiming import bring_forward, claim, due, give_up_on_lost, is_mine
from common.outbox.message import Unsent, make
from common.outbox.smtp import NoConnection, Session

logger = logging.getLogger(__name__)

BATCH_SECONDS = 20.0
NO_USE_AFTER = 3  # mails in a row for which the mail server could not be reached

Memory = dict[Any, Any]
"""What the questions of one batch have found out so far; it lives as long as the batch, about twenty seconds."""

StillDue = Callable[[OutboxMail, datetime, Memory], str]
"""Asked just before sending: why the letter should be skipped (a msgid), or '' when it is still due."""


class NotMine(Exception):
    """Another process has called the row lost, or taken it: this one must not send it."""


@dataclass
class Batch:
    """What one worker did in one go. `has_more`: there is more to send, and the mail server answers."""

    sent: int = 0
    has_more: bool = False


@dataclass
class _Work:
    """What the rows of one batch share."""

    now: datetime
    still_due: Mapping[str, StillDue]
    session: Session = field(default_factory=Session)
    memory: Memory = field(default_factory=dict)
    in_vain: int = 0


def deliver(*, now: datetime, still_due: Mapping[str, StillDue], limit: int = 10_000) -> int:
    """Send what is due, for about twenty seconds. Returns how many were sent."""
    return send_batch(now=now, still_due=still_due, limit=limit).sent


def send_batch(
    *,
    now: datetime,
    still_due: Mapping[str, StillDue],
    limit: int = 10_000,
    seconds: float = BATCH_SECONDS,
) -> Batch:
    """Send what is due over one connection, each row claimed, sent and settled by itself.

    Two workers never take the same row (`SKIP LOCKED` and a lease); one broken row never stops the next. It ends
    when nothing is due, after `limit` rows or so many `seconds`, or when the mail server is plainly away.
    """
    give_up_on_lost(now=now)
    bring_forward(now=now)
    batch, work, began = Batch(), _Work(now, still_due), time.monotonic()
    try:
        for _turn in range(limit):
            if time.monotonic() - began > seconds or work.in_vain >= NO_USE_AFTER:
                break
            mail = claim(now=now)
            if mail is None:
                return batch
            batch.sent += handle(mail, work)
    finally:
        work.session.close()
    batch.has_more = work.in_vain < NO_USE_AFTER and due(now=now).exists()
    return batch


def handle(mail: OutboxMail, work: _Work) -> bool:
    """Send, skip or fail one claimed row and write down which. Returns whether it was sent."""
    try:
        reason = _reason_to_skip(mail, work)
        if reason:
            settling.skipped(mail, reason=reason)
            return False
        _send(mail, work)
    except NotMine:
        logger.warning("Outbox row %s: taken by another process before it left", mail.key)
    except Unsent as error:
        work.in_vain = work.in_vain + 1 if isinstance(error, NoConnection) else 0
        settling.unsent(mail, error, now=work.now)
    except Exception as error:
        logger.exception("Outbox row %s: the sending was cut off", mail.key)
        _cut_off(mail, error, now=work.now)
    else:
        work.in_vain = 0
        settling.sent(mail, now=work.now)
        return True
    return False


def _send(mail: OutboxMail, work: _Work) -> None:
    message = make(mail)
    pace.wait_for_turn()
    work.session.send(message, lambda: _note_handover(mail, now=work.now))


def _note_handover(mail: OutboxMail, *, now: datetime) -> None:
    """From here on a cut means doubt. Raises NotMine when the row is no longer this worker's to send."""
    if not OutboxMail.objects.filter(is_mine(mail)).update(handover_at=now):
        raise NotMine(mail.key)
    mail.handover_at = now


def _cut_off(mail: OutboxMail, error: Exception, *, now: datetime) -> None:
    if mail.handover_at is None:
        said = f"{type(error).__name__}: {error}"
        settling.unsent(mail, Unsent(reasons.joined(reasons.LOST_BEFORE, said)), now=now)
    else:
        settling.in_doubt(mail, error=error)


def _reason_to_skip(mail: OutboxMail, work: _Work) -> str:
    if mail.useful_until is not None and work.now > mail.useful_until:
        return reasons.TOO_LATE
    if mail.recipient is not None and not mail.recipient.is_active:
        return reasons.NOT_ACTIVE
    ask = work.still_due.get(mail.kind)
    try:
        return ask(mail, work.now, work.memory) if ask else ""
    except Exception as error:
        logger.exception("Outbox row %s: could not ask whether it is still due", mail.key)
        raise Unsent(reasons.joined(reasons.NOT_ASKED, f"{type(error).__name__}: {error}")) from error
