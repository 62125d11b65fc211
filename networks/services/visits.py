"""When a person last saw the home page: what is newer than their visit before is news."""

from datetime import datetime, timedelta

from django.db import transaction

from networks.models import HomeVisit, User

VISIT = timedelta(hours=4)
"""So long a visit lasts: until then the same things are new."""


def note_visit(*, by: User, now: datetime) -> datetime | None:
    """Note that the person sees the home page, at most once a visit; when their visit before began, or None.

    Cheap: one read, and one write where a new visit begins.
    """
    visit = HomeVisit.objects.filter(user=by).first()
    if visit is not None and visit.last_at > now - VISIT:
        return visit.before_at
    with transaction.atomic():
        kept, is_first = HomeVisit.objects.get_or_create(user=by, defaults={"last_at": now})
        if is_first:
            return None
        # Two pages opened at once begin one visit: the second finds that the first has moved the mark.
        moved = HomeVisit.objects.filter(pk=kept.pk, last_at=kept.last_at, last_at__lte=now - VISIT)
        if moved.update(before_at=kept.last_at, last_at=now):
            return kept.last_at
    return HomeVisit.objects.values_list("before_at", flat=True).get(user=by)
