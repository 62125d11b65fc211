"""Who may record what has become of bodies and places, and for which day."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from common.dates import day, oslo_date
from common.refusals import NotAllowed, NotNow
from networks.models import County, User
from networks.roles import Role, bodies

FURTHEST = timedelta(days=366)
"""So long ahead of its day a change can be written down."""


def check_may_record_change(user: User, county: County, *, now: datetime) -> None:
    """A case officer of the county records mergers, splits, moves, new names and new owners."""
    if county.pk not in bodies(user, Role.CASE_OFFICER, now=now):
        raise NotAllowed(_("Only a case officer can change this."))


def check_day_of_change(on: date, *, since: date | None, now: datetime) -> None:
    """A change comes after the last one that is known of the same (`since`), and at most a year from now."""
    if since is not None and on <= since:
        raise NotNow(_("Something else changes here on %(day)s. Choose a later day.") % {"day": day(since)})
    if on > oslo_date(now) + FURTHEST:
        raise NotNow(_("Choose a day that is at most a year from today."))


def check_same_county(county: int, *others: int | None) -> None:
    """What is merged, split or moved stays within the county."""
    if any(other is not None and other != county for other in others):
        raise NotAllowed(_("This belongs to another county."))
