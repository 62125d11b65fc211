"""What can be done to people and their seats: one function per action."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.refusals import NotNow
from networks import emails, rules
from networks.models import County, Municipality, Seat, User
from networks.models.periods import valid_on
from networks.roles import BODY_FIELD, Role

SYSTEM_EMAIL = "system@portal.invalid"


def system_user() -> User:
    """The person in whose name scheduled work is done. Nobody can sign in as it."""
    found = User.objects.filter(is_system=True).first()
    return found or User.objects.create_user(SYSTEM_EMAIL, "Portalen", is_system=True, is_active=False)


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: Role,
    body: models.Model,
    county: County,
    by: User,
    now: datetime,
    valid_from: date | None = None,
    interest: str = "",
    represents: str = "",
    municipality: Municipality | None = None,
) -> Seat:
    """Give a person a role in a body, make the person when new, and tell them by mail.

    Raises NotAllowed, NotNow when the person has the role already, and ValidationError when somebody else holds it
    in the same period.
    """
    rules.check_may_invite(by, county, now=now)
    rules.check_body_in_county(body, county)
    seated = Seat.objects.filter(valid_on(oslo_date(now)), user__email=email.strip().lower(), role=role)
    if seated.filter(**{BODY_FIELD[role]: body, "municipality": municipality}).exists():
        raise NotNow(_("%(email)s has this role already.") % {"email": email})
    seat = seat_person(
        email=email,
        name=name,
        role=role,
        body=body,
        valid_from=valid_from or oslo_date(now),
        interest=interest,
        represents=represents,
        municipality=municipality,
    )
    emails.invited(seat, now=now)
    return seat


@transaction.atomic
def seat_person(
    *,
    email: str,
    name: str,
    role: Role,
    body: models.Model,
    valid_from: date,
    valid_to: date | None = None,
    interest: str = "",
    represents: str = "",
    municipality: Municipality | None = None,
) -> Seat:
    """Give a person a role without asking who does it: for the first person, and for data sets.

    The person gets a verified address, without which sign-in by code would ask for it again. Raises ValidationError
    when the body does not fit the role, or somebody else holds it.
    """
    user = User.objects.filter(email=email.strip().lower()).first() or User.objects.create_user(email, name)
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    seat = Seat(
        user=user,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        interest=interest,
        represents=represents,
        municipality=municipality,
        **{BODY_FIELD[role]: body},
    )
    seat.full_clean()
    seat.save()
    return seat


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


@transaction.atomic
def end_seat(*, seat: Seat, county: County, by: User, now: datetime) -> None:
    """Let a seat end today: from now on it gives no rights. The row stays, as history."""
    rules.check_may_end_seat(by, seat, county, now=now)
    unseat(seat=seat, now=now)


@transaction.atomic
def unseat(*, seat: Seat, now: datetime) -> None:
    """Let a seat end today without asking who does it. One that began today leaves no row."""
    today = oslo_date(now)
    if seat.valid_from >= today:
        seat.delete()
        return
    seat.valid_to = today
    seat.save(update_fields=["valid_to"])


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
