"""Named reads of calendar links. Nothing here writes."""

from networks.models import CalendarFeed, User


def feed_of(user: User) -> CalendarFeed | None:
    """The person's valid calendar link, or None."""
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).first()


def reader_of(token: str) -> User | None:
    """The person whose valid calendar link it is; None for a link that is unknown or revoked, and for people who
    may no longer sign in.
    """
    feeds = CalendarFeed.objects.filter(token=token, revoked_at__isnull=True, user__is_active=True)
    feed = feeds.select_related("user").first()
    return feed.user if feed else None
