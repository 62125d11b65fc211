"""When a person last saw the home page: what is newer than their visit before is news."""

from datetime import datetime, timedelta

from networks.models import HomeVisit, User

VISIT = timedelta(hours=4)
"""So long a visit lasts: until then the same things are new."""


def note_visit(*, by: User, now: datetime) -> datetime | None:
    """Note that the person sees the home page, at most once a visit; when their visit before began, or None.

    Cheap: one read, and one write where a new visit begins.
    """
    visit = HomeVisit.objects.filter(user=by).first()
    if visit is None:
        # Two pages opened at once make one row.
        HomeVisit.objects.bulk_create([HomeVisit(user=by, last_at=now)], ignore_conflicts=True)
        return None
    if visit.last_at > now - VISIT:
        return visit.before_at
    # And they begin one visit: what the second writes is what the first wrote.
    HomeVisit.objects.filter(pk=visit.pk, last_at=visit.last_at).update(before_at=visit.last_at, last_at=now)
    return visit.last_at
