"""Reads of the outbox by county and by body. A mail without a county is found by nobody here."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from common.dates import oslo_date
from common.models import MailStatus, OutboxMail, RefusedAddress, SendingPause
from common.outbox.queries import RESENDABLE, SHOWN_STATUSES, shown_as
from common.sorting import norwegian
from networks.models import County, Kindergarten, Network, Organisation, Round, Seat, User
from networks.models.periods import valid_on
from networks.queries import seats_in
from networks.states import Duty
from networks.topics import KINDS, topic

MOST_COUNTED = 500
"""How far a list counts and how far back it leafs: beyond it the list says "more than", and a date narrows it."""
MOST_AT_ONCE = 500
"""How many mails are sent again with one reason at most."""
MOST_BODIES = 25
BODIES: tuple[type[Model], ...] = (Network, Organisation, Kindergarten)
HEAVY = ("text", "html", "context")


class CappedPaginator(Paginator):
    """Counts no further than `MOST_COUNTED`: a list of 100,000 opens as quickly as one of 1,000."""

    @property
    def count(self) -> int:
        """How many rows, at most `MOST_COUNTED`."""
        return min(self.counted, MOST_COUNTED)

    @property
    def has_more(self) -> bool:
        """Whether there are more rows than the pages show."""
        return self.counted > MOST_COUNTED

    @property
    def counted(self) -> int:
        """How many rows there are, or one more than `MOST_COUNTED`."""
        if not hasattr(self, "_counted"):
            rows: Any = getattr(self.object_list, "data", self.object_list)
            rows = getattr(rows, "data", rows)
            few = rows.order_by().values("pk")[: MOST_COUNTED + 1] if isinstance(rows, QuerySet) else rows
            self._counted = few.count() if isinstance(few, QuerySet) else len(few)
        return self._counted


class NumberOf(Subquery):
    """How many rows a sliced read has; `SELECT COUNT(*)` over it."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def mails_of(county: County) -> QuerySet[OutboxMail]:
    """The mails about the county, newest first."""
    about = OutboxMail.objects.filter(topics__contains=[topic(County, county.pk)])
    return about.order_by("-planned_at", "-pk")


def listed(mails: QuerySet[OutboxMail]) -> QuerySet[OutboxMail]:
    """The mails as a list needs them: with their people, without their texts."""
    again = OutboxMail.objects.filter(resends=OuterRef("pk"))
    return mails.select_related("recipient").defer(*HEAVY).annotate(is_resent=Exists(again))


def mail_of(county: County, key: int) -> OutboxMail | None:
    """One mail of the county with its people and the mail that it sends again."""
    people = ("recipient", "asked_by", "resends")
    return OutboxMail.objects.select_related(*people).filter(pk=key, topics__contains=[
        topic(County, county.pk)
    ]).first()  # fmt: skip


def chain_of(mail: OutboxMail) -> list[OutboxMail]:
    """The mail with those it sends again and those sent again for it, oldest first."""
    older, newest = [mail], mail
    while older[0].resends_id:
        older.insert(0, OutboxMail.objects.select_related("asked_by").get(pk=older[0].resends_id))
    while (newer := newest.resent_as.select_related("asked_by").first()) is not None:
        older.append(newer)
        newest = newer
    return older if len(older) > 1 else []


def to_resend(county: County, keys: Iterable[int] = (), status: str = "") -> list[OutboxMail]:
    """The mails of the county that can be sent again: those of `keys`, or all of a status, newest first."""
    wanted = Q(pk__in=list(keys)) | (Q(status=status) if status in RESENDABLE else Q(pk__in=[]))
    rows = mails_of(county).filter(wanted, status__in=RESENDABLE, resent_as__isnull=True)
    return list(listed(rows)[:MOST_AT_ONCE])


def knows_any(county: County, keys: Iterable[int]) -> bool:
    """Whether any of the mails is about the county."""
    return mails_of(county).filter(pk__in=list(keys)).exists()


@dataclass(frozen=True)
class StatusCount:
    """How many mails are in a state; never more than one above `MOST_COUNTED`."""

    status: str
    label: Any
    number: int


def numbers(county: County) -> list[StatusCount]:
    """How many mails of the county are in each state, as people see the states; one statement."""
    labels = dict(SHOWN_STATUSES)
    wanted = ("failed", "in_doubt", "paused", "planned", "sending", "sent", "skipped")
    columns = {
        f"n_{status}": Coalesce(NumberOf(_few(shown_as(status, _unordered(county)))), 0) for status in wanted
    }
    row: dict[str, Any] = dict(County.objects.filter(pk=county.pk).values(**columns).get())
    return [StatusCount(status, labels[status], row[f"n_{status}"]) for status in wanted]


def has_mail_in(county: County, statuses: Iterable[str], **others: QuerySet[Any, Any]) -> dict[str, bool]:
    """Whether the county has mail in each of the statuses that was not sent again, and rows in the `others`, by name.

    One statement.
    """
    columns = {f"has_{name}": Exists(rows) for name, rows in others.items()}
    for status in statuses:
        rows = _unordered(county).filter(status=status, resent_as__isnull=True)
        columns[f"has_{status}"] = Exists(rows)
    row: dict[str, Any] = dict(County.objects.filter(pk=county.pk).values(**columns).get())
    return {name.removeprefix("has_"): found for name, found in row.items()}


def _unordered(county: County) -> QuerySet[OutboxMail]:
    return mails_of(county).order_by()


def _few(mails: QuerySet[OutboxMail]) -> QuerySet[Any, Any]:
    return mails.values("pk")[: MOST_COUNTED + 1]


def oldest_waiting(county: County, *, now: datetime) -> datetime | None:
    """Since when the mail that has waited longest should have been sent, or None when nothing waits."""
    late = OutboxMail.objects.filter(
        status=MailStatus.PLANNED, topics__contains=[topic(County, county.pk)], planned_at__lte=now
    )
    return late.order_by("planned_at").values_list("planned_at", flat=True).first()


def pause_of(county: County) -> SendingPause | None:
    """What holds the county's mail back now: its own pause, or one of all mail."""
    scopes = ["", topic(County, county.pk)]
    open_now = SendingPause.objects.filter(scope__in=scopes, ended_at__isnull=True)
    return open_now.select_related("paused_by").order_by("-scope").first()


def pauses_of(county: County) -> list[SendingPause]:
    """All pauses of the county's mail, newest first."""
    rows = SendingPause.objects.filter(scope__in=["", topic(County, county.pk)])
    return list(rows.select_related("paused_by", "ended_by")[:50])


# --- What a mail is about ---------------------------------------------------------------------------------


def rounds_of(county: County) -> list[Round]:
    """The county's rounds, newest first."""
    return list(Round.objects.filter(county=county))


def bodies_like(county: County, typed: str) -> list[tuple[str, str]]:
    """The county's networks, organisations and kindergartens with `typed` in their name: (topic, name)."""
    if not typed.strip():
        return []
    found: list[tuple[str, str]] = []
    for kind in BODIES:
        inside = {"owner__county": county} if kind is Kindergarten else {"county": county}
        rows = kind._default_manager.filter(name__icontains=typed.strip(), **inside)
        rows = rows.order_by(norwegian("name"), "pk")[:MOST_BODIES]
        found += [(topic(kind, key), name) for key, name in rows.values_list("pk", "name")]
    return found


def people_like(typed: str) -> QuerySet[User, Any]:
    """The keys of the people with `typed` in their name or address, for use inside another read."""
    return User.objects.filter(Q(name__icontains=typed) | Q(email__icontains=typed)).values("pk")


def names_of_topics(topics: Iterable[str]) -> dict[str, str]:
    """What topics are called in the active language; one statement for each kind of body that occurs."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for about in topics:
        kind, _colon, key = about.partition(":")
        wanted[kind].add(key)
    duties = dict(Duty.choices)
    names = {f"duty:{key}": str(duties[key]) for key in wanted["duty"] if key in duties}
    models: tuple[type[Model], ...] = (*BODIES, Round)
    for model in models:
        keys = [int(key) for key in wanted[KINDS[model]] if key.isdigit()]
        column = "grant_year" if model is Round else "name"
        rows = model._default_manager.filter(pk__in=keys).values_list("pk", column) if keys else ()
        names |= {topic(model, key): str(name) for key, name in rows}
    return names


def about(mail: OutboxMail, names: dict[str, str], kinds: Collection[str]) -> list[str]:
    """The names of what the mail is about, of some kinds ("duty", "network")."""
    ordered = sorted(mail.topics, key=lambda one: (one.partition(":")[0], names.get(one, "")))
    return [names[one] for one in ordered if one in names and one.partition(":")[0] in kinds]


# --- A network's own --------------------------------------------------------------------------------------


def topics_of_network(network: Network, *, now: datetime) -> tuple[list[str], list[str], list[str]]:
    """The topics of a network and its kindergartens, of their owners, and of what lies elsewhere in the county.

    The last are other networks, and kindergartens of the same owners outside the network.
    """
    path = "municipality__memberships__"
    inside = Kindergarten.objects.filter(
        valid_on(oslo_date(now), path), **{f"{path}network": network}
    ).values_list("pk", "owner_id")
    own, owners = {key for key, _owner in inside}, {owner for _key, owner in inside}
    elsewhere = Kindergarten.objects.filter(owner__in=owners).exclude(pk__in=own).values_list("pk", flat=True)
    others = Network.objects.filter(county=network.county_id).exclude(pk=network.pk)
    return (
        [topic(Network, network.pk), *(topic(Kindergarten, key) for key in sorted(own))],
        [topic(Organisation, key) for key in sorted(owners)],
        [
            *(topic(Network, key) for key in others.values_list("pk", flat=True)),
            *(topic(Kindergarten, key) for key in elsewhere),
        ],
    )


def mails_of_network(network: Network, *, now: datetime) -> tuple[QuerySet[OutboxMail], frozenset[str]]:
    """The mails about a network, its kindergartens and their owners, newest first, and the topics it may know.

    A mail about an owner is the network's unless it is about another network or a kindergarten elsewhere alone.
    """
    own, owners, elsewhere = topics_of_network(network, now=now)
    about_owner = Q(topics__overlap=owners) & ~Q(topics__overlap=elsewhere)
    county = topic(County, network.county_id)
    rows = OutboxMail.objects.filter(Q(topics__overlap=own) | about_owner, topics__contains=[county])
    known = frozenset({*own, *owners})
    return rows.order_by("-planned_at", "-pk"), known


# --- Addresses that do not work ---------------------------------------------------------------------------


def refused_seats(county: County, *, now: datetime) -> list[Seat]:
    """The seats in the county of people whose address a mail server has refused for good; `refused_since` on each."""
    refused = RefusedAddress.objects.filter(cleared_at__isnull=True)
    since = dict(refused.values_list("email", "since"))
    if not since:
        return []
    seats = list(seats_in([county.pk], now=now).filter(user__email__in=since))
    for seat in seats:
        seat.refused_since = since[seat.user.email]  # type: ignore[attr-defined]  # -- for the page alone
    return seats
