"""What can be done to people: the first one, everybody's own page, and the portal's own person."""

from datetime import datetime

from django.db import transaction

from common.dates import oslo_date
from networks import emails, rules
from networks.models import County, Seat, User
from networks.models.periods import valid_on
from networks.roles import Role
from networks.services.seats import seat_person

SYSTEM_EMAIL = "system@portal.invalid"


def system_user() -> User:
    """The person in whose name scheduled work is done. Nobody can sign in as it."""
    found = User.objects.filter(is_system=True).first()
    return found or User.objects.create_user(SYSTEM_EMAIL, "Portalen", is_system=True, is_active=False)


@transaction.atomic
def welcome_first_person(*, email: str, name: str, role: Role, county: County, now: datetime) -> Seat:
    """Seat somebody at the county governor's office when nobody there can invite them yet, and tell them by mail.

    Doing it twice gives one seat and one mail.
    """
    seated = Seat.objects.filter(
        valid_on(oslo_date(now)), user__email=email, role=role, county=county
    ).first()
    seat = seated or seat_person(email=email, name=name, role=role, body=county, valid_from=oslo_date(now))
    emails.invited(seat, now=now)
    return seat


def update_profile(*, user: User, name: str, phone: str, language: str, by: User) -> User:
    """Change how a person is named, reached and addressed. Everybody does this for themselves."""
    rules.check_may_update_profile(by, user)
    user.name, user.phone, user.language = name, phone, language
    user.save(update_fields=["name", "phone", "language"])
    return user


def choose_language(*, user: User, language: str, by: User) -> User:
    """Change the language in which a person reads the portal and its letters."""
    rules.check_may_update_profile(by, user)
    user.language = language
    user.save(update_fields=["language"])
    return user
