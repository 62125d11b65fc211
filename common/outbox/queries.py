"""Reads of the outbox: what is paused, how a mail stands, which addresses refuse."""

from collections.abc import Collection, Iterable

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.models import MailStatus, OutboxMail, RefusedAddress, SendingPause

PAUSED = "paused"
SHOWN_STATUSES: list[tuple[str, str | Promise]] = [*MailStatus.choices, (PAUSED, _("Paused"))]
"""The states as people see them: a planned mail that a pause stops is paused. Nothing is stored for it."""
RESENDABLE = frozenset({MailStatus.FAILED.value, MailStatus.IN_DOUBT.value, MailStatus.SKIPPED.value})


def open_pauses() -> QuerySet[SendingPause]:
    """The pauses that hold now, newest first."""
    return SendingPause.objects.filter(ended_at__isnull=True).select_related("paused_by")


def open_scopes() -> frozenset[str]:
    """What is paused now: topics, or "" for everything."""
    return frozenset(SendingPause.objects.filter(ended_at__isnull=True).values_list("scope", flat=True))


def stopped_by(scopes: Collection[str]) -> Q:
    """The mails about any of the scopes; "" means every mail."""
    if "" in scopes:
        return Q(pk__isnull=False)
    return Q(topics__overlap=sorted(scopes)) if scopes else Q(pk__in=[])


def with_shown_status(mails: QuerySet[OutboxMail]) -> QuerySet[OutboxMail]:
    """The mails with `shown_status`: the stored status, or "paused" for a planned mail that a pause stops."""
    is_paused = Q(status=MailStatus.PLANNED) & stopped_by(open_scopes())
    return mails.annotate(shown_status=Case(When(is_paused, then=Value(PAUSED)), default=F("status")))


def shown_as(status: str, mails: QuerySet[OutboxMail]) -> QuerySet[OutboxMail]:
    """The mails that people see in this status ("paused" included). The status index serves each of them."""
    if status == PAUSED:
        return mails.filter(stopped_by(open_scopes()), status=MailStatus.PLANNED)
    found = mails.filter(status=status)
    return found.exclude(stopped_by(open_scopes())) if status == MailStatus.PLANNED else found


def shown_status(mail: OutboxMail, scopes: Collection[str]) -> str:
    """The status of one mail as people see it, given `open_scopes()`."""
    is_stopped = "" in scopes or not set(scopes).isdisjoint(mail.topics)
    return PAUSED if mail.status == MailStatus.PLANNED and is_stopped else mail.status


def open_refusals(emails: Iterable[str]) -> dict[str, RefusedAddress]:
    """Which of the addresses a mail server refuses, by the address in lower case."""
    wanted = {email.lower() for email in emails}
    refusals = RefusedAddress.objects.filter(cleared_at__isnull=True, email__in=wanted)
    return {refusal.email: refusal for refusal in refusals}
