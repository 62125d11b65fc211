"""What the county governor's staff do to the outbox: send again, hold back, let go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from common.models import OutboxMail, SendingPause
from common.outbox import staff
from common.refusals import NotNow
from networks.models import County, User
from networks.topics import topic
from rekom.outbox import rules


@dataclass(frozen=True)
class Resent:
    """What became of mails that were to be sent again: the new ones, and why others were left."""

    mails: list[OutboxMail]
    refusals: list[str]


@transaction.atomic
def resend_mail(*, mail: OutboxMail, county: County, because: str, by: User, now: datetime) -> OutboxMail:
    """Plan a mail again and keep who asked and why. Raises NotAllowed, NotNow."""
    rules.check_may_resend_mail(by, mail, county, now=now)
    return staff.resend(mail=mail, by=by, because=because, now=now)


def resend_mails(
    *, mails: Iterable[OutboxMail], county: County, because: str, by: User, now: datetime
) -> Resent:
    """Plan several mails again, each by itself: one that cannot be sent again never stops the next."""
    made, refusals = [], []
    for mail in mails:
        try:
            made.append(resend_mail(mail=mail, county=county, because=because, by=by, now=now))
        except NotNow as refusal:
            refusals.append(refusal.sentence)
    return Resent(made, refusals)


@transaction.atomic
def pause_sending(*, county: County, reason: str, by: User, now: datetime) -> SendingPause:
    """Hold back all mail about the county; it stays planned. Raises NotAllowed, NotNow when it is paused already."""
    rules.check_may_pause_sending(by, county, now=now)
    return staff.pause(scope=topic(County, county.pk), by=by, reason=reason, now=now)


@transaction.atomic
def resume_sending(*, county: County, by: User, now: datetime) -> SendingPause:
    """Let the county's mail go again. Raises NotAllowed, NotNow when it is not paused."""
    rules.check_may_resume_sending(by, county, now=now)
    return staff.resume(scope=topic(County, county.pk), by=by, now=now)
