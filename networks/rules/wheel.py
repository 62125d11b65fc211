"""Who writes in an annual wheel. Who reads one is how they belong: `networks.belonging.AROUND`."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import MovedOn, NotAllowed
from networks.belonging import PARTNERS, ties
from networks.models import Arena, County, Kindergarten, Municipality, Network, User, WheelEvent
from networks.roles import Interest, Role, holds, seats_of


@dataclass(frozen=True, kw_only=True)
class WheelPlace:
    """Where in the wheels an event stands: in the county's, or in a network's and there for all, for a municipality
    or for a kindergarten.
    """

    county: County
    network: Network | None = None
    arena: Arena | None = None
    municipality: Municipality | None = None
    kindergarten: Kindergarten | None = None


def check_may_add_wheel_event(user: User, place: WheelPlace, *, now: datetime) -> None:
    """The partners write in their network's wheel, an authority for its municipality, head and owner for their
    kindergarten, a case officer for the county.
    """
    _check_hangs_together(place)
    if not _keeps(user, place, now=now):
        raise NotAllowed(_("You cannot write in this part of the annual wheel."))


def check_may_change_wheel_event(user: User, event: WheelEvent, *, now: datetime) -> None:
    """Whoever may write there may change what stands there, until it is removed."""
    if not _keeps(user, place_of(event), now=now):
        raise NotAllowed(_("You cannot write in this part of the annual wheel."))
    if event.removed_at is not None:
        raise MovedOn(_("Somebody has removed this from the annual wheel."))


def check_may_remove_wheel_event(user: User, event: WheelEvent, *, now: datetime) -> None:
    """The same as for changing it."""
    check_may_change_wheel_event(user, event, now=now)


def place_of(event: WheelEvent) -> WheelPlace:
    """Where an event stands."""
    return WheelPlace(
        county=event.county,
        network=event.network,
        arena=event.arena,
        municipality=event.municipality,
        kindergarten=event.kindergarten,
    )


def speaks_for(user: User, network: Network, *, now: datetime) -> set[int]:
    """The municipalities whose kindergarten authority the person is in the network, by key."""
    return {
        seat.municipality_id
        for seat in seats_of(user, now=now)
        if seat.role == Role.NETWORK_MEMBER
        and seat.interest == Interest.AUTHORITY
        and seat.network_id == network.pk
        and seat.municipality_id is not None
    }


def _keeps(user: User, place: WheelPlace, *, now: datetime) -> bool:
    if place.network is None:
        return holds(user, Role.CASE_OFFICER, place.county, now=now)
    if ties(user, place.network, now=now) & PARTNERS:
        return True
    if place.kindergarten is not None:
        return runs(user, place.kindergarten, now=now)
    if place.municipality is not None:
        return place.municipality.pk in speaks_for(user, place.network, now=now)
    return False


def runs(user: User, kindergarten: Kindergarten, *, now: datetime) -> bool:
    """Whether the person is head or owner of the kindergarten."""
    return any(
        (seat.role == Role.HEAD and seat.kindergarten_id == kindergarten.pk)
        or (seat.role == Role.OWNER and seat.organisation_id == kindergarten.owner_id)
        for seat in seats_of(user, now=now)
    )


def _check_hangs_together(place: WheelPlace) -> None:
    network, arena, home = place.network, place.arena, place.municipality
    if network is not None and network.county_id != place.county.pk:
        raise NotAllowed(_("This belongs to another county."))
    if arena is not None and (network is None or arena.network_id != network.pk):
        raise NotAllowed(_("This arena belongs to another network."))
    if (place.kindergarten is not None or home is not None) and network is None:
        raise NotAllowed(_("This belongs to a network."))
    if place.kindergarten is not None and home is not None:
        raise NotAllowed(_("Choose a municipality or a kindergarten, not both."))
