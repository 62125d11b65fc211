"""Reads of messages to many: who gets one, who may read it, who has it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from common.dates import oslo_date
from common.models import Attachment
from common.outbox.queries import open_refusals
from common.sorting import norwegian, norwegian_key
from networks.models import County, Message, MessageRecipient, Network, Partnership, Seat, User
from networks.models.periods import valid_on
from networks.queries.people import holders
from networks.queries.shared import open_on
from networks.roles import LEADERS, STAFF, Role, bodies
from networks.states import MessageGroup

RECENT = timedelta(days=183)
TWICE = timedelta(hours=1)
"""The same text from the same person to the same place within this time is the same message."""


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a message, and for which network."""

    user: User
    network: int | None = None


def recipients(
    groups: Collection[MessageGroup],
    networks: Iterable[Network],
    *,
    county: County,
    but: Collection[int] = (),
    now: datetime,
) -> list[Recipient]:
    """The people of the groups in these networks, or in the county's forum, each once, in Norwegian order.

    `but` are the keys of those who do not get it: the sender, or who has it already. At most one read for each kind
    of seat, however many networks there are.
    """
    keys = [network.pk for network in networks]
    pairs = [pair for group in MessageGroup if group in groups for pair in _people(group, keys, county, now)]
    found: dict[int, Recipient] = {}
    for user, network in pairs:
        if user.pk not in but:
            found.setdefault(user.pk, Recipient(user, network))
    return sorted(found.values(), key=lambda one: norwegian_key(str(one.user)))


Pairs = list[tuple[User, int | None]]


def _people(group: MessageGroup, networks: list[int], county: County, now: datetime) -> Pairs:
    if group == MessageGroup.FORUM:
        seats = holders([Role.FORUM_MEMBER], now=now).filter(forum__county=county)
        return [(seat.user, None) for seat in seats.order_by("pk")]
    if group in (MessageGroup.HEADS, MessageGroup.OWNERS):
        return _of_kindergartens(group, networks, now)
    roles = LEADERS if group == MessageGroup.LEADERS else (*LEADERS, Role.NETWORK_MEMBER)
    seats = holders(roles, now=now, bodies={"network": networks}).order_by("pk")
    inside: Pairs = [(seat.user, seat.network_id) for seat in seats]
    return inside if group == MessageGroup.LEADERS else inside + _of_universities(networks, now)


def _of_universities(networks: list[int], now: datetime) -> Pairs:
    rows = Partnership.objects.filter(valid_on(oslo_date(now)), network__in=networks)
    network_of = dict(rows.order_by("-pk").values_list("university_id", "network_id"))
    seats = holders([Role.UH_COORDINATOR], now=now, bodies={"organisation": network_of}).order_by("pk")
    return [(seat.user, network_of[seat.body_pk]) for seat in seats]


def _of_kindergartens(group: MessageGroup, networks: list[int], now: datetime) -> Pairs:
    on, path = oslo_date(now), "municipality__memberships__"
    inside = open_on(on).filter(valid_on(on, path), **{f"{path}network__in": networks})
    role, column = (Role.HEAD, "pk") if group == MessageGroup.HEADS else (Role.OWNER, "owner_id")
    network_of = dict(inside.order_by("-pk").values_list(column, f"{path}network"))
    body = "kindergarten" if group == MessageGroup.HEADS else "organisation"
    seats = holders([role], now=now, bodies={body: network_of}).order_by("pk")
    return [(seat.user, network_of[seat.body_pk]) for seat in seats]


def refused_among(people: Iterable[Recipient]) -> list[User]:
    """Those whose address a mail server refuses, so that a letter will not reach them."""
    wanted = [one.user for one in people]
    refused = open_refusals(user.email for user in wanted)
    return [user for user in wanted if user.email.lower() in refused]


def messages_visible_to(user: User, *, now: datetime) -> QuerySet[Message]:
    """What was sent to the person or to networks whose work they do, and all of the county for its staff."""
    mine = MessageRecipient.objects.filter(message=OuterRef("pk"), person=user)
    seen = (
        Exists(mine)
        | Q(network__in=networks_inside(user, now=now))
        | Q(county__in=bodies(user, STAFF, now=now))
    )
    return Message.objects.filter(seen).select_related("county", "network", "sent_by", "passes_on__county")


def networks_inside(user: User, *, now: datetime) -> set[int]:
    """The keys of the networks that the person leads, is a member of, or works with for a university."""
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    partners = Partnership.objects.filter(valid_on(oslo_date(now)), university__in=universities)
    found = set(partners.values_list("network_id", flat=True)) if universities else set()
    return found | set(bodies(user, [*LEADERS, Role.NETWORK_MEMBER], now=now))


def message_of(user: User, pk: int, *, now: datetime) -> Message | None:
    """A message that the person may read, with its attachments but not their bytes, or None."""
    files = Prefetch("attachments", Attachment.objects.defer("content"))
    return messages_visible_to(user, now=now).prefetch_related(files).filter(pk=pk).first()


def attachment_of(message: Message, pk: int) -> Attachment | None:
    """A file of the message, bytes and all, or None."""
    return Attachment.objects.filter(messages=message, pk=pk).first()


def _counted(rows: QuerySet[Message]) -> QuerySet[Message]:
    """The messages with `sent` and `opened`: to how many, and by how many they were opened in the portal."""
    opened = Count("recipients", filter=Q(recipients__opened_at__isnull=False))
    counted = rows.annotate(sent=Count("recipients"), opened=opened)
    return counted.select_related("sent_by", "network", "county").order_by("-sent_at", "-pk")


def messages_of_network(network: Network) -> QuerySet[Message]:
    """What the network has sent, newest first, with `sent` and `opened`."""
    return _counted(Message.objects.filter(network=network))


def messages_of_county(county: County) -> QuerySet[Message]:
    """What the county governor's office has sent, newest first, with `sent`, `opened` and `passed`: by how many
    networks it was passed on.
    """
    passed = Message.objects.filter(passes_on=OuterRef("pk")).order_by().values("passes_on")
    number = Subquery(passed.annotate(n=Count("pk")).values("n"))
    return _counted(Message.objects.filter(county=county, network__isnull=True)).annotate(passed=number)


def messages_to(user: User) -> QuerySet[Message]:
    """What was sent to the person, newest first, with `read_at`: when they opened it first."""
    mine = MessageRecipient.objects.filter(message=OuterRef("pk"), person=user)
    rows = Message.objects.filter(Exists(mine)).select_related("sent_by", "network", "county")
    return rows.annotate(read_at=Subquery(mine.values("opened_at")[:1])).order_by("-sent_at", "-pk")


def unread_messages(user: User, *, now: datetime) -> int:
    """How many messages of the last half-year the person has not opened in the portal."""
    rows = MessageRecipient.objects.filter(person=user, opened_at__isnull=True)
    return rows.filter(message__sent_at__gt=now - RECENT, message__sent_at__lte=now).count()


def governors_messages(network: Network, user: User) -> QuerySet[Message]:
    """What the county governor has sent to the network's leaders, or to the person themselves, newest first; with
    `passed_at`: when the network passed it on.
    """
    here = MessageRecipient.objects.filter(message=OuterRef("pk")).filter(Q(network=network) | Q(person=user))
    passed = Message.objects.filter(passes_on=OuterRef("pk"), network=network).values("sent_at")[:1]
    rows = Message.objects.filter(Exists(here), county=network.county_id, network__isnull=True)
    return (
        rows.select_related("sent_by", "county")
        .annotate(passed_at=Subquery(passed))
        .order_by("-sent_at", "-pk")
    )


def was_sent_to(message: Message, network: Network, user: User) -> bool:
    """Whether the message is one that the network's leaders, or the person, got from the county governor."""
    return governors_messages(network, user).filter(pk=message.pk).exists()


def passed_on_by(message: Message, network: Network) -> Message | None:
    """How the network has passed the message on, or None."""
    rows = Message.objects.filter(passes_on=message, network=network)
    return rows.select_related("sent_by").first()


def who_have(message: Message) -> list[int]:
    """The keys of the people who were sent the message."""
    return list(message.recipients.values_list("person_id", flat=True))


def recipients_of(message: Message) -> list[MessageRecipient]:
    """Who was sent the message, and when they opened it, in Norwegian order."""
    rows = message.recipients.select_related("person", "network")
    return list(rows.order_by(norwegian("person__name"), "pk"))


@dataclass(frozen=True)
class Holding:
    """How far a message has come in one network: to its leaders, and on to the others."""

    network: Network
    leaders: int
    opened: int
    passed: Any


def holdings(message: Message) -> list[Holding]:
    """For each network that the message went to: how many got it and opened it, and how it was passed on (a Message
    with `sent` and `opened`, or None). Somebody who leads two networks has got it for both.
    """
    counted = message.recipients.filter(network__isnull=False).order_by().values("network")
    opened = Count("pk", filter=Q(opened_at__isnull=False))
    numbers: dict[int, Any] = {row["network"]: row for row in counted.annotate(n=Count("pk"), opened=opened)}
    numbers = _led_by_recipients(message) | numbers if numbers else {}
    passed = {row.network_id: row for row in _counted(Message.objects.filter(passes_on=message))}
    networks = Network.objects.filter(pk__in={*numbers, *passed}).order_by(norwegian("name"), "pk")
    none = {"n": 0, "opened": 0}
    return [
        Holding(network, row["n"], row["opened"], passed.get(network.pk))
        for network in networks
        for row in [numbers.get(network.pk, none)]
    ]


def _led_by_recipients(message: Message) -> dict[int, Any]:
    """For each network led by somebody who got the message: how many of them got it, and opened it."""
    got = "user__messages_received__"
    seats = Seat.objects.filter(
        valid_on(oslo_date(message.sent_at)),
        role__in=LEADERS,
        network__county=message.county_id,
        **{f"{got}message": message},
    )
    opened = Count("user", filter=Q(**{f"{got}opened_at__isnull": False}), distinct=True)
    rows = seats.order_by().values("network").annotate(n=Count("user", distinct=True), opened=opened)
    return {row["network"]: row for row in rows}


def just_sent(
    user: User, county: County, network: Network | None, subject: str, text: str, *, now: datetime
) -> Message | None:
    """The same message, sent by the person within the last hour, or None."""
    rows = Message.objects.filter(sent_by=user, county=county, network=network, subject=subject, text=text)
    return rows.filter(sent_at__gt=now - TWICE, passes_on__isnull=True).first()


def networks_in(county: County) -> list[Network]:
    """The county's networks in Norwegian order."""
    return list(Network.objects.filter(county=county).order_by(norwegian("name"), "pk"))


def hold_sending(county: County) -> None:
    """Let one message at a time be sent in the county, until the transaction ends."""
    list(County.objects.select_for_update(of=("self",)).filter(pk=county.pk))
