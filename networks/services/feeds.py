"""A person's own link to their duties as a calendar: made, replaced, revoked."""

import secrets
from datetime import datetime

from django.db import transaction

from networks import rules
from networks.models import CalendarFeed, User

BYTES = 32
"""So much chance lies in a token: 43 characters that nobody guesses."""


@transaction.atomic
def make_feed(*, user: User, by: User, now: datetime) -> CalendarFeed:
    """Make a new link. The one before it stops working: one is valid at a time. Raises NotAllowed."""
    rules.check_may_make_feed(by, user)
    User.objects.select_for_update().get(pk=user.pk)  # two clicks take turns
    _revoke(user, now=now)
    return CalendarFeed.objects.create(user=user, token=secrets.token_urlsafe(BYTES), created_at=now)


@transaction.atomic
def revoke_feed(*, user: User, by: User, now: datetime) -> int:
    """Let the link stop working. Returns how many links did: 1, or 0 when there was none. Raises NotAllowed."""
    rules.check_may_make_feed(by, user)
    return _revoke(user, now=now)


def _revoke(user: User, *, now: datetime) -> int:
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=now)
