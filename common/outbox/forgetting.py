"""Taking what names a person out of mails that were sent long ago. What, when and to whom staff wrote stays."""

from collections.abc import Iterable

from django.db.models import Q

from common.models import MailStatus, OutboxMail, RefusedAddress

NOBODY = "anonymised@nobody.invalid"
"""Where a mail went whose address is forgotten. `.invalid` is never an address."""
FORGOTTEN = {"anonymised": True}
"""The context of a mail whose words are forgotten."""


def forget_mails(*, topic: str = "", key_prefixes: Iterable[str] = (), addresses: Iterable[str] = ()) -> int:
    """Empty the words of all mails about the topic, with such keys, or to such an address of nobody's user.

    The address of somebody without a user is forgotten as well. A mail that has not left is skipped. Returns how
    many.
    """
    found = Q(pk__in=[])
    if topic:
        found |= Q(topics__contains=[topic])
    for prefix in key_prefixes:
        found |= Q(key__startswith=prefix)
    given = [address for address in addresses if address]
    for address in given:
        found |= Q(recipient__isnull=True, to__iexact=address)
    mails = OutboxMail.objects.filter(found).exclude(context=FORGOTTEN).exclude(status=MailStatus.SENDING)
    keys = list(mails.order_by().values_list("pk", flat=True))
    rows = OutboxMail.objects.filter(pk__in=keys)
    rows.filter(status=MailStatus.PLANNED).update(status=MailStatus.SKIPPED)
    rows.update(context=FORGOTTEN, subject="", text="", html="", reason="")
    rows.exclude(asked_because="").update(asked_because="–")
    rows.filter(recipient__isnull=True).update(to=NOBODY)
    RefusedAddress.objects.filter(mail__in=keys, mail__recipient__isnull=True).delete()
    return len(keys)
