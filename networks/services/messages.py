"""What can be done with messages to many: send one, pass one on, note that it was opened."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from common import attachments
from common.attachments import Upload
from common.models import Attachment
from networks.emails.messages import message_sent
from networks.models import County, Message, MessageRecipient, Network, User
from networks.queries import messages as queries
from networks.queries.messages import Recipient
from networks.rules import messages as rules
from networks.states import WRITES_FROM_COUNTY, WRITES_FROM_NETWORK, MessageGroup


@transaction.atomic
def send_message(  # noqa: PLR0913 -- one message: from where, to whom, and what it says
    *,
    county: County,
    network: Network | None = None,
    groups: Collection[MessageGroup],
    networks: Iterable[Network] = (),
    subject: str,
    text: str,
    uploads: Sequence[Upload] = (),
    by: User,
    now: datetime,
) -> Message:
    """Write to the groups: of the sender's `network`, or, for the county governor, of the chosen `networks` and the
    forum. The sender gets no letter. Raises NotNow when nobody would get it, or when it was sent just now.
    """
    rules.check_may_send_message(by, county, network, now=now)
    queries.hold_sending(county)
    rules.check_is_new_message(queries.just_sent(by, county, network, subject, text, now=now))
    known = WRITES_FROM_NETWORK if network else WRITES_FROM_COUNTY
    people = queries.recipients(
        [group for group in groups if group in known],
        [network] if network else networks,
        county=county,
        but=[by.pk],
        now=now,
    )
    rules.check_has_recipients(len(people))
    message = Message.objects.create(
        county=county, network=network, subject=subject, text=text, sent_by=by, sent_at=now
    )
    files = [attachments.keep(upload, by=by, now=now) for upload in uploads]
    return _sent(message, people, files, now=now)


@transaction.atomic
def pass_on_message(
    *,
    message: Message,
    network: Network,
    groups: Collection[MessageGroup],
    greeting: str = "",
    by: User,
    now: datetime,
) -> Message:
    """Send what the county governor has written on to the network, with the sender's own words above it.

    Those who have it already get no second letter. Raises NotNow when it is passed on already, or nobody is left.
    """
    queries.hold_sending(network.county)
    rules.check_may_pass_on_message(
        by,
        message,
        network,
        was_sent_here=queries.was_sent_to(message, network, by),
        passed=queries.passed_on_by(message, network),
        now=now,
    )
    people = queries.recipients(
        [group for group in groups if group in WRITES_FROM_NETWORK],
        [network],
        county=network.county,
        but={by.pk, *queries.who_have(message)},
        now=now,
    )
    rules.check_has_recipients(len(people))
    passed = Message.objects.create(
        county=network.county,
        network=network,
        passes_on=message,
        subject=message.subject,
        text=message.text,
        greeting=greeting,
        sent_by=by,
        sent_at=now,
    )
    return _sent(passed, people, list(message.attachments.defer("content")), now=now)


def _sent(
    message: Message, people: Sequence[Recipient], files: Sequence[Attachment], *, now: datetime
) -> Message:
    """Note who gets the message, hang its files on it, and plan the letters."""
    message.attachments.set(files)
    MessageRecipient.objects.bulk_create(
        MessageRecipient(message=message, person=one.user, network_id=one.network) for one in people
    )
    message_sent(message, [one.user for one in people], [file.filename for file in files], now=now)
    return message


def open_message(*, message: Message, by: User, now: datetime) -> bool:
    """Note when a recipient first opened the message in the portal. Returns whether this was the first time."""
    mine = MessageRecipient.objects.filter(message=message, person=by, opened_at__isnull=True)
    return mine.update(opened_at=now) > 0
