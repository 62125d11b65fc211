"""Sending mail: claim one row, commit, speak SMTP, write down what happened.

A row whose outcome is unknown becomes *in doubt* and waits for a person; it is never silently sent again.
"""

import hashlib
import logging
import smtplib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q

from common.models import MailStatus, OutboxMail
from common.outbox.rendering import render

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 30, 120, 480, 1440, 1440, 2880)]

StillDue = Callable[[OutboxMail, datetime], str]
"""Asked just before sending: why the letter should be skipped, or '' when it is still due."""


class Unsent(Exception):
    """The server has certainly not taken the mail. `final` tells whether trying again is pointless."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


def deliver(*, now: datetime, still_due: Mapping[str, StillDue], limit: int = 500) -> int:
    """Send what is due, one row at a time, each in its own transaction. Returns how many were sent.

    Two workers never take the same row (`SKIP LOCKED` and a lease); one broken row never stops the next.
    """
    give_up_on_lost(now=now)
    sent = 0
    for _turn in range(limit):
        mail = claim(now=now)
        if mail is None:
            break
        sent += handle(mail, now=now, still_due=still_due)
    return sent


def give_up_on_lost(*, now: datetime) -> int:
    """Rows whose worker died while sending: nobody knows whether the mail went out. Returns how many."""
    return OutboxMail.objects.filter(status=MailStatus.SENDING, lease_until__lt=now).update(
        status=MailStatus.IN_DOUBT, lease_until=None, reason="The worker stopped while sending."
    )


def claim(*, now: datetime) -> OutboxMail | None:
    """Take the next due row for this worker alone, or None. The claim is committed before any SMTP."""
    with transaction.atomic():
        due = OutboxMail.objects.filter(status=MailStatus.PLANNED, next_try_at__lte=now)
        mail = due.select_for_update(skip_locked=True).order_by("next_try_at", "pk").first()
        if mail is None:
            return None
        mail.status, mail.lease_until, mail.attempts = MailStatus.SENDING, now + LEASE, mail.attempts + 1
        mail.save(update_fields=["status", "lease_until", "attempts"])
    return mail


def handle(mail: OutboxMail, *, now: datetime, still_due: Mapping[str, StillDue]) -> bool:
    """Send, skip or fail one claimed row and write down which. Returns whether it was sent."""
    try:
        skip = _reason_to_skip(mail, now=now, still_due=still_due)
        if skip:
            _settle(mail, MailStatus.SKIPPED, reason=skip)
            return False
        _send(mail)
    except Unsent as unsent:
        _retry_or_fail(mail, unsent, now=now)
    except Exception as error:
        logger.exception("Outbox row %s: outcome unknown", mail.key)
        _settle(mail, MailStatus.IN_DOUBT, reason=f"{type(error).__name__}: {error}")
    else:
        _settle(mail, MailStatus.SENT, sent_at=now)
        return True
    return False


def message_id(mail: OutboxMail) -> str:
    """A Message-ID made from the row's key: the same letter always carries the same one."""
    digest = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
    return f"<{digest}@{settings.EMAIL_ID_DOMAIN}>"


def _reason_to_skip(mail: OutboxMail, *, now: datetime, still_due: Mapping[str, StillDue]) -> str:
    if mail.useful_until is not None and now > mail.useful_until:
        return "too late"
    if mail.recipient is not None and not mail.recipient.is_active:
        return "the person is no longer active"
    ask = still_due.get(mail.kind)
    try:
        return ask(mail, now) if ask else ""
    except Exception as error:
        logger.exception("Outbox row %s: could not ask whether it is still due", mail.key)
        raise Unsent(f"{type(error).__name__}: {error}") from error


def _send(mail: OutboxMail) -> None:
    message = _message(mail)
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Unsent(f"No connection to the mail server: {error}") from error
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        raise Unsent(str(error), final=all(code >= 500 for code in codes)) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPHeloError) as error:
        raise Unsent(str(error), final=error.smtp_code >= 500) from error
    finally:
        _close(connection)


def _close(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined]  # -- Django's backends are untyped here
    except (OSError, smtplib.SMTPException):
        logger.warning("The mail server did not say goodbye.", exc_info=True)


def _message(mail: OutboxMail) -> EmailMultiAlternatives:
    try:
        rendered = render(mail)
        message = EmailMultiAlternatives(
            rendered.subject, rendered.text, to=[mail.to], headers={"Message-ID": message_id(mail)}
        )
        if rendered.html:
            message.attach_alternative(rendered.html, "text/html")
        message.message()
    except Exception as error:
        logger.exception("Outbox row %s: the letter could not be made", mail.key)
        raise Unsent(f"The letter could not be made: {type(error).__name__}: {error}") from error
    mail.subject, mail.text, mail.html = rendered.subject[:300], rendered.text, rendered.html
    return message


def _retry_or_fail(mail: OutboxMail, unsent: Unsent, *, now: datetime) -> None:
    if unsent.final or mail.attempts > len(RETRY_AFTER):
        _settle(mail, MailStatus.FAILED, reason=str(unsent))
        return
    mail.next_try_at = now + RETRY_AFTER[mail.attempts - 1]
    _settle(mail, MailStatus.PLANNED, reason=str(unsent))


def _settle(
    mail: OutboxMail, status: MailStatus, *, reason: str = "", sent_at: datetime | None = None
) -> None:
    """Write the outcome, unless another process has already called the row in doubt."""
    mine = Q(pk=mail.pk, status=MailStatus.SENDING, attempts=mail.attempts)
    OutboxMail.objects.filter(mine).update(
        status=status,
        reason=reason,
        sent_at=sent_at,
        lease_until=None,
        next_try_at=mail.next_try_at,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
    )
