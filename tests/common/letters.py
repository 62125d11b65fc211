"""Posting and sending letters in the outbox's tests."""

from common import outbox
from common.models import OutboxMail
from common.outbox.delivery import deliver
from tests.world import AUTUMN

KIND = "networks/invited"
SAID = {"role": "styrer", "body": "Lek & læring"}


def post(to, key="k1", **more) -> OutboxMail:
    """Plan one letter, and give its row."""
    values = {"kind": KIND, "context": SAID, "now": AUTUMN, **more}
    outbox.post(to=to, key=key, **values)
    return OutboxMail.objects.get(key=key)


def settle(mail: OutboxMail, now=AUTUMN, still_due=None) -> OutboxMail:
    """Send what is due, and give the row as it stands then."""
    deliver(now=now, still_due=still_due or {})
    mail.refresh_from_db()
    return mail
