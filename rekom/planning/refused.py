"""Asks for another address when a mail server has refused one for good: the person's leaders, else a case officer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from common import outbox
from common.dates import oslo_date
from common.models import RefusedAddress
from networks.models import County, Forum, Kindergarten, Network, Seat, User
from networks.models.periods import valid_on
from networks.queries import letter_language, people_with
from networks.queries.addresses import seats_held
from networks.roles import LEADERS, Role
from networks.rules import county_id_of
from networks.topics import topic

MOST_AT_ONCE = 100


def ask_for_addresses(*, now: datetime) -> int:
    """Ask once about each refused address that somebody still has; one statement when there is none.

    Returns how many letters were planned.
    """
    untold = RefusedAddress.objects.filter(told_at__isnull=True, cleared_at__isnull=True)
    return sum(
        _ask(key, now=now) for key in untold.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
    )


@transaction.atomic
def _ask(key: int, *, now: datetime) -> int:
    """The letters and the note that they are planned, both or neither; of two schedulers one does it."""
    rows = RefusedAddress.objects.select_for_update(skip_locked=True)
    refusal = rows.filter(pk=key, told_at__isnull=True).first()
    if refusal is None:
        return 0
    refusal.told_at = now
    refusal.save(update_fields=["told_at"])
    person = User.objects.filter(email=refusal.email, is_active=True).first()
    seats = seats_held(person, now=now) if person else []
    if person is None or not seats:
        return 0
    return sum(_write(refusal, person, seats, user, is_officer, now=now) for user, is_officer in _asked(
        person, seats, now=now
    ))  # fmt: skip


def _asked(person: User, seats: list[Seat], *, now: datetime) -> list[tuple[User, bool]]:
    """Who is asked, and whether they are case officers: the leaders of the person's networks, else the county's."""
    networks = {network for seat in seats for network in _networks(seat, now=now)}
    leaders = people_with(LEADERS, now=now, network=networks) if networks else []
    others = [user for user in leaders if user != person]
    if others:
        return [(user, False) for user in others]
    return [(user, True) for user in _officers(seats, now=now) if user != person]


def _officers(seats: Iterable[Seat], *, now: datetime) -> list[User]:
    return people_with([Role.CASE_OFFICER], now=now, county={county_id_of(seat.body) for seat in seats})


def _led(seats: Iterable[Seat], *, now: datetime) -> list[Network]:
    """The networks whose leaders are asked, with the organisations that are paid for them."""
    keys = {network for seat in seats for network in _networks(seat, now=now)}
    return list(Network.objects.filter(pk__in=keys).select_related("payee"))


def _networks(seat: Seat, *, now: datetime) -> list[int]:
    """The networks that a seat belongs to: its own, its kindergarten's, or those of its owner's kindergartens."""
    if seat.network_id:
        return [seat.network_id]
    today, path = oslo_date(now), "municipality__memberships__"
    rows = Kindergarten.objects.filter(valid_on(today, path)).order_by()
    if seat.kindergarten_id:
        rows = rows.filter(pk=seat.kindergarten_id)
    elif seat.organisation_id and seat.role == Role.OWNER:
        rows = rows.filter(owner=seat.organisation_id)
    else:
        return []
    return list(rows.values_list(f"{path}network", flat=True).distinct())


def _write(
    refusal: RefusedAddress, person: User, seats: list[Seat], to: User, is_officer: bool, *, now: datetime
) -> bool:
    language = to.language if is_officer else letter_language(to, _led(seats, now=now))
    with translation.override(language):
        roles = [f"{seat.get_role_display()}: {seat.body}" for seat in seats]
    officers = [] if is_officer else _officers(seats, now=now)
    to_correct = reverse("networks:email_correct", kwargs={"pk": seats[0].pk})
    return outbox.post(
        kind="rekom/address_refused",
        to=to,
        context={
            "name": person.name,
            "email": refusal.email,
            "roles": roles,
            "can_correct": is_officer,
            "officers": [{"name": user.name, "email": user.email} for user in officers],
            "path": to_correct if is_officer else reverse("networks:network_list"),
        },
        key=f"address_refused:{refusal.pk}:{to.pk}",
        now=now,
        topics=_topics(seats, now=now),
        language=language,
    )


def _topics(seats: list[Seat], *, now: datetime) -> list[str]:
    found = [topic(County, county_id_of(seat.body)) for seat in seats]
    found += [topic(Network, key) for seat in seats for key in _networks(seat, now=now)]
    found += [topic(seat.body_model, seat.body_pk) for seat in seats if seat.body_model is not Forum]
    return list(dict.fromkeys(found))
