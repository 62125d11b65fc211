"""Asks for another address when a mail server has refused one for good: the person's leaders, else a case officer."""

from collections.abc import Iterable
from dataclasses import dataclass
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
    case = _case_of(refusal, person, seats, now=now)
    return sum(_write(case, user, is_officer, now=now) for user, is_officer in _asked(case, now=now))


@dataclass(frozen=True)
class _Case:
    """One refused address: whose it is, and the networks and case officers around them."""

    refusal: RefusedAddress
    person: User
    seats: list[Seat]
    networks: list[Network]
    officers: list[User]


def _case_of(refusal: RefusedAddress, person: User, seats: list[Seat], *, now: datetime) -> _Case:
    keys = {network for seat in seats for network in _networks(seat, now=now)}
    networks = list(Network.objects.filter(pk__in=keys).select_related("payee"))
    return _Case(refusal, person, seats, networks, _officers(seats, now=now))


def _asked(case: _Case, *, now: datetime) -> list[tuple[User, bool]]:
    """Who is asked, and whether they are case officers: the leaders of the person's networks, else the county's."""
    networks = [network.pk for network in case.networks]
    leaders = people_with(LEADERS, now=now, network=networks) if networks else []
    others = [user for user in leaders if user != case.person]
    if others:
        return [(user, False) for user in others]
    return [(user, True) for user in case.officers if user != case.person]


def _officers(seats: Iterable[Seat], *, now: datetime) -> list[User]:
    return people_with([Role.CASE_OFFICER], now=now, county={county_id_of(seat.body) for seat in seats})


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


def _write(case: _Case, to: User, is_officer: bool, *, now: datetime) -> bool:
    language = to.language if is_officer else letter_language(to, case.networks)
    with translation.override(language):
        roles = [f"{seat.get_role_display()}: {seat.body}" for seat in case.seats]
    officers = [] if is_officer else case.officers
    to_correct = reverse("networks:email_correct", kwargs={"pk": case.seats[0].pk})
    return outbox.post(
        kind="rekom/address_refused",
        to=to,
        context={
            "name": case.person.name,
            "email": case.refusal.email,
            "roles": roles,
            "can_correct": is_officer,
            "officers": [{"name": user.name, "email": user.email} for user in officers],
            "path": to_correct if is_officer else reverse("networks:network_list"),
        },
        key=f"address_refused:{case.refusal.pk}:{to.pk}",
        now=now,
        topics=_topics(case),
        language=language,
    )


def _topics(case: _Case) -> list[str]:
    found = [topic(County, county_id_of(seat.body)) for seat in case.seats]
    found += [topic(Network, network.pk) for network in case.networks]
    found += [topic(seat.body_model, seat.body_pk) for seat in case.seats if seat.body_model is not Forum]
    return list(dict.fromkeys(found))
