"""What staff do to the outbox: send again, pause, resume. Who may, the callers' rules say."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from common.models import MailPriority, OutboxMail, SendingPause
from common.outbox.forgetting import FORGOTTEN
from common.outbox.queries import RESENDABLE
from common.refusals import NotNow


@transaction.atomic
def resend(*, mail: OutboxMail, by: Any, because: str, now: datetime) -> OutboxMail:
    """Plan a failed, doubtful or skipped mail again, to the person's present address; the old row stays as it is.

    The new row's key is made from the old row, so that two clicks make one mail. What made the old one come too
    late no longer counts; whether it is still due is asked again. Raises NotNow.
    """
    old = OutboxMail.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=mail.pk)
    check_can_resend(old)
    person = old.recipient
    return OutboxMail.objects.create(
        kind=old.kind,
        key=f"resend:{old.pk}",
        to=person.email if person else old.to,
        recipient=person,
        language=old.language,  # some of its words were written when it was planned
        context=old.context,
        topics=old.topics,
        attachments=old.attachments,
        priority=MailPriority.PROMPT,
        resends=old,
        asked_by=by,
        asked_because=because,
        planned_at=now,
        next_try_at=now,
    )


def check_can_resend(mail: OutboxMail) -> None:
    """A mail is sent again once, and only when it failed, is in doubt or was skipped. Raises NotNow."""
    if mail.status not in RESENDABLE:
        raise NotNow(_("Only a mail that failed, is in doubt or was skipped can be sent again."))
    if mail.context == FORGOTTEN:
        raise NotNow(_("The mail has been anonymised, so it can no longer be sent."))
    if mail.resent_as.exists():
        raise NotNow(_("The mail has already been sent again."))


def pause(*, scope: str, by: Any, reason: str, now: datetime) -> SendingPause:
    """Hold back all mail about one topic ("" for all mail) until somebody resumes it. Raises NotNow."""
    try:
        with transaction.atomic():
            return SendingPause.objects.create(scope=scope, paused_by=by, reason=reason, paused_at=now)
    except IntegrityError as error:
        raise NotNow(_("The mail is already paused.")) from error


@transaction.atomic
def resume(*, scope: str, by: Any, now: datetime) -> SendingPause:
    """Let the mail about a topic go again; what was held back leaves in its turn. Raises NotNow."""
    held = SendingPause.objects.select_for_update().filter(scope=scope, ended_at__isnull=True).first()
    if held is None:
        raise NotNow(_("The mail is not paused."))
    held.ended_by, held.ended_at = by, now
    held.save(update_fields=["ended_by", "ended_at"])
    return held
