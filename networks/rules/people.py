"""Who keeps the people of a county, and who changes a person's own page."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common.refusals import NotAllowed
from networks.models import County, Kindergarten, User
from networks.roles import is_staff_of


def check_may_keep_people(user: User, county: County, *, now: datetime) -> None:
    """The county governor's staff keep the people of their county."""
    if not is_staff_of(user, county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can invite people."))


def check_body_in_county(body: Any, county: County) -> None:
    """People are invited to bodies of the county alone."""
    if county_id_of(body) != county.pk:
        raise NotAllowed(_("This belongs to another county."))


def county_id_of(body: Any) -> int:
    """The key of the county that a body belongs to: a county itself, a kindergarten by its owner, others directly."""
    if isinstance(body, County):
        return body.pk
    return int(body.owner.county_id if isinstance(body, Kindergarten) else body.county_id)


def check_may_update_profile(user: User, person: User) -> None:
    """People change their own name, phone number and language."""
    if user.pk != person.pk:
        raise NotAllowed(_("You can only change your own page."))
