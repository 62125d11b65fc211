"""Taking a row for one worker alone, and taking back the rows of workers that died."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from common.models import MailStatus, OutboxMail
from common.outbox import reasons
from common.outbox.queries import open_scopes, stopped_by

LEASE = timedelta(minutes=10)
RETRY_AFTER = [
    *(timedelta(minutes=minutes) for minutes in (1, 5, 30)),
    *(timedelta(hours=hours) for hours in (2, 6, 12, 24, 28)),
]
"""How long to wait before each new try: three days in all."""


def due(*, now: datetime) -> QuerySet[OutboxMail]:
    """The mails to be sent now that no pause stops; what somebody waits for comes before what goes to many."""
    planned = OutboxMail.objects.filter(status=MailStatus.PLANNED, next_try_at__lte=now)
    scopes = open_scopes()
    mails = planned.exclude(stopped_by(scopes)) if scopes else planned
    return mails.order_by("priority", "next_try_at", "pk")


def claim(*, now: datetime) -> OutboxMail | None:
    """Take the next due row for this worker alone, or None. The claim is committed before any SMTP."""
    with transaction.atomic():
        free = due(now=now).select_related("recipient", "resends")
        mail = free.select_for_update(skip_locked=True, of=("self",)).first()
        if mail is None:
            return None
        mail.status, mail.lease_until, mail.handover_at = MailStatus.SENDING, now + LEASE, None
        mail.attempts += 1
        mail.save(update_fields=["status", "lease_until", "handover_at", "attempts"])
    return mail


def is_mine(mail: OutboxMail) -> Q:
    """The row, as long as no other process has called it lost or taken it: the count of tries tells."""
    return Q(pk=mail.pk, status=MailStatus.SENDING, attempts=mail.attempts)


def give_up_on_lost(*, now: datetime) -> int:
    """Take back the rows whose worker died: what had not left is tried again, the rest is in doubt.

    A lease that ends much too far ahead was given by a clock that has been set back since. Returns how many are
    in doubt now.
    """
    is_over = Q(lease_until__lt=now) | Q(lease_until__gt=now + 2 * LEASE)
    lost = OutboxMail.objects.filter(is_over, status=MailStatus.SENDING)
    unsent = lost.filter(handover_at__isnull=True)
    unsent.filter(attempts__gt=len(RETRY_AFTER)).update(
        status=MailStatus.FAILED, lease_until=None, reason=reasons.LOST_BEFORE
    )
    unsent.update(status=MailStatus.PLANNED, lease_until=None, next_try_at=now, reason=reasons.LOST_BEFORE)
    return lost.filter(handover_at__isnull=False).update(
        status=MailStatus.IN_DOUBT, lease_until=None, reason=reasons.LOST
    )


def bring_forward(*, now: datetime) -> int:
    """Mails that wait longer than any try waits: the clock has been set back since. Returns how many."""
    too_far = Q(attempts__gt=0, next_try_at__gt=now + max(RETRY_AFTER))
    return OutboxMail.objects.filter(too_far, status=MailStatus.PLANNED).update(next_try_at=now)
