"""What can be done to people, rounds and deadlines: one function per action."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import models, transaction

from common.clock import oslo
from common.dates import oslo_date
from common.moves import move
from networks import emails, rules
from networks.models import (
    County,
    Deadline,
    Dispensation,
    Kindergarten,
    Municipality,
    Network,
    Organisation,
    Round,
    Seat,
    User,
)
from networks.roles import BODY_FIELD, Role
from networks.schemes import Scheme, When, scheme
from networks.states import MOVES, DeadlineState

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

    Raises NotAllowed, and ValidationError when the role is already held by somebody else in the same period.
    """
    rules.check_may_invite(by, county, now=now)
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
        interest=interest,
        represents=represents,
        municipality=municipality,
        **{BODY_FIELD[role]: body},
    )
    seat.full_clean()
    seat.save()
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, county: County, by: User, now: datetime) -> None:
    """Let a seat end today: from now on it gives no rights. The row stays, as history."""
    rules.check_may_invite(by, county, now=now)
    today = oslo_date(now)
    if seat.valid_from >= today:
        seat.delete()
        return
    seat.valid_to = today
    seat.save(update_fields=["valid_to"])


@transaction.atomic
def open_round(*, county: County, grant_year: int, scheme_key: str, by: User, now: datetime) -> Round:
    """Open a county's round with the scheme's default dates. Opening a round sends no mail."""
    rules.check_may_open_round(by, county, now=now)
    round = Round.objects.create(county=county, grant_year=grant_year, scheme_key=scheme_key)
    Deadline.objects.bulk_create(default_deadlines(round, scheme(scheme_key)))
    return round


def default_deadlines(round: Round, rules_of: Scheme) -> list[Deadline]:
    """The round's deadlines as the scheme dates them: opening at 00:00, due at 23:59:59, in Norway."""
    return [
        Deadline(
            round=round,
            duty=dates.duty,
            opens_at=_instant(dates.opens, round, 0, 0, 0),
            due_at=_instant(dates.due, round, 23, 59, 59),
            closes=dates.closes,
        )
        for dates in rules_of.duties
    ]


def _instant(when: When, round: Round, hour: int, minute: int, second: int) -> datetime:
    return oslo(round.grant_year + when.years, when.month, when.day, hour, minute, second)


@transaction.atomic
def grant_dispensation(
    *,
    deadline: Deadline,
    due_at: datetime,
    reason: str,
    by: User,
    now: datetime,
    organisation: Organisation | None = None,
    network: Network | None = None,
    kindergarten: Kindergarten | None = None,
) -> Dispensation:
    """Give one body a later instant for one duty. Returning something for amendment gives one too."""
    rules.check_may_grant_dispensation(by, deadline, network, due_at=due_at, now=now)
    return Dispensation.objects.create(
        deadline=deadline,
        organisation=organisation,
        network=network,
        kindergarten=kindergarten,
        due_at=due_at,
        reason=reason,
        granted_by=by,
        granted_at=now,
    )


def mark_deadlines(*, round: Round, by: User, now: datetime) -> list[tuple[Deadline, str]]:
    """Note which duties have opened or passed since the last time; a long silence is caught up in one go.

    Returns the (deadline, verb) pairs that were noted. The answer to "is it open?" never waits for this.
    """
    noted = []
    for deadline in round.deadlines.all():
        if deadline.state == DeadlineState.PLANNED and now >= deadline.opens_at:
            move(deadline, "open", by=by, moves=MOVES, now=now)
            noted.append((deadline, "open"))
        if deadline.state == DeadlineState.OPEN and now > deadline.due_at:
            move(deadline, "pass", by=by, moves=MOVES, now=now)
            noted.append((deadline, "pass"))
    return noted
