"""Named reads of rounds, and of the counties a person belongs to. Nothing here writes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from networks.deadlines import answer
from networks.models import (
    County,
    Deadline,
    Inquiry,
    InquiryAnswer,
    Kindergarten,
    Round,
    User,
)
from networks.roles import STAFF, Role, bodies, seats_of
from networks.states import DeadlineState, Duty, InquiryState


def counties_of(user: User, *, now: datetime) -> list[int]:
    """The primary keys of the counties in which the person has a seat."""
    found = set()
    for seat in seats_of(user, now=now):
        body = seat.body
        found.add(body.pk if isinstance(body, County) else _county_id(body))
    return sorted(found)


def county_shown(user: Any, *, now: datetime) -> County | None:
    """The county whose name stands on the page: the person's first, else the portal's only one."""
    seats = seats_of(user, now=now) if user is not None else []
    if seats:
        return min((_county(seat.body) for seat in seats), key=lambda county: county.pk)
    found = list(County.objects.all()[:2])
    return found[0] if len(found) == 1 else None


def _county(body: Any) -> County:
    """The county of a seat's body, which is loaded with the seat."""
    if isinstance(body, County):
        return body
    county: County = body.owner.county if isinstance(body, Kindergarten) else body.county
    return county


def _county_id(body: Any) -> int:
    if isinstance(body, Kindergarten):
        return body.owner.county_id
    return int(body.county_id)


def rounds() -> QuerySet[Round]:
    """Rounds with their deadlines and dispensations loaded, as `networks.deadlines` wants them."""
    return Round.objects.select_related("county").prefetch_related(
        Prefetch("deadlines", Deadline.objects.prefetch_related("dispensations"))
    )


def rounds_in_play(*, now: datetime) -> QuerySet[Round]:
    """The rounds in which something can still open, close or be reminded of at `now`.

    A round is out of play two months after its last date, when all its duties are noted as passed, unless an inquiry
    of it is open.
    """
    recent = now - timedelta(days=60)
    asked = Inquiry.objects.filter(round=OuterRef("pk"), state=InquiryState.OPEN)
    own = InquiryAnswer.objects.filter(
        inquiry__round=OuterRef("pk"), inquiry__state=InquiryState.OPEN, own_due_at__gte=recent
    )
    alive = (
        ~Q(deadlines__state=DeadlineState.PASSED)
        | Q(deadlines__due_at__gte=recent)
        | Q(deadlines__dispensations__due_at__gte=recent)
        | Exists(asked.filter(due_at__gte=recent))
        | Exists(own)
    )
    return rounds().filter(alive).distinct().order_by("grant_year", "pk")


def rounds_visible_to(user: User, *, now: datetime) -> QuerySet[Round]:
    """The rounds of the counties in which the person has a seat, newest first."""
    return rounds().filter(county__in=counties_of(user, now=now))


def round_of_year(user: User, year: int, *, now: datetime, **county_of: Any) -> Round | None:
    """The round of a year that the person can see, in the county that `county_of` names (`county__networks=7`)."""
    return rounds_visible_to(user, now=now).filter(grant_year=year, **county_of).first()


def staff_round(user: User, year: int, *, now: datetime) -> Round | None:
    """The round of a year in the county at whose governor's office the person works."""
    return round_of_year(user, year, now=now, county__in=bodies(user, STAFF, now=now))


def chosen_round(
    user: User, year: str, duty: Duty | None = None, *, now: datetime
) -> tuple[Round, list[Round]] | None:
    """The round of `year` as typed ('' for the newest, with `duty` the newest in which it has opened) and all to
    choose from, newest first. None when the person can see no such round.
    """
    all_rounds = list(rounds_visible_to(user, now=now))
    found = [round for round in all_rounds if year in ("", str(round.grant_year))]
    if duty is not None and not year:
        found = [round for round in found if answer(duty, round, now=now).has_opened] or found
    return (found[0], all_rounds) if found else None


def newest_round(user: User, *, now: datetime) -> Round | None:
    """The newest round that the person can see."""
    return rounds_visible_to(user, now=now).first()


def counties_as_staff(user: User, roles: Iterable[Role] = STAFF, *, now: datetime) -> QuerySet[County]:
    """The counties in which the person works at the county governor's office (in one of `roles`)."""
    return County.objects.filter(pk__in=bodies(user, roles, now=now))
