"""Who may correct the address that a person signs in with."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotNow
from networks.models import County, Seat, User
from networks.roles import STAFF
from networks.rules.people import check_body_in_county, check_may_keep_people, county_id_of


def check_may_correct_email(
    user: User, seat: Seat, county: County, *, seats: Iterable[Seat], now: datetime
) -> None:
    """The county governor's staff correct the address of people in their county, never of the office's own people.

    Whoever has the address can sign in: at the office two persons must agree, so nobody there gets another's way in.
    `seats` are all that the person holds.
    """
    check_may_keep_people(user, county, now=now)
    check_body_in_county(seat.body, county)
    held = list(seats)
    if any(other.role in STAFF for other in held):
        raise NotNow(_("People at the County Governor's office are invited anew with the right address."))
    if any(county_id_of(other.body) != county.pk for other in held):
        raise NotNow(_("The person has a role in another county too. Ask those who run the portal."))


def check_is_new_email(person: User, email: str, holder: User | None) -> None:
    """The address differs from the one the person has, and is nobody else's."""
    if email == person.email:
        raise NotNow(_("The person has this address already."))
    if holder is not None:
        raise NotNow(_("Somebody else has this address."))
