"""Who may invite people, end their seats and change their pages."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.models import County, Kindergarten, Seat, User
from networks.roles import STAFF, is_staff_of


def check_may_invite(user: User, county: County, *, now: datetime) -> None:
    """The county governor's staff invite people."""
    if not is_staff_of(user, county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can invite people."))


def check_body_in_county(body: Any, county: County) -> None:
    """People are invited to bodies of the county alone."""
    if county_id_of(body) != county.pk:
        raise NotAllowed(_("This belongs to another county."))


def check_may_end_seat(user: User, seat: Seat, county: County, *, now: datetime) -> None:
    """The county governor's staff end the seats of their county, but not their own."""
    check_may_invite(user, county, now=now)
    check_body_in_county(seat.body, county)
    if seat.user_id == user.pk and seat.role in STAFF:
        raise NotNow(_("You cannot end your own role here. Ask a colleague."))


def county_id_of(body: Any) -> int:
    """The key of the county that a body belongs to: a county itself, a kindergarten by its owner, others directly."""
    if isinstance(body, County):
        return body.pk
    return int(body.owner.county_id if isinstance(body, Kindergarten) else body.county_id)


def check_may_update_profile(user: User, person: User) -> None:
    """People change their own name, phone number and language."""
    if user.pk != person.pk:
        raise NotAllowed(_("You can only change your own page."))
