"""Who should be in a network, and who is missing (Langsiktig plan, "Kompetansenettverkets sammensetning").

A kindergarten authority for each municipality, PPT, municipal and private owners where there are such kindergartens,
and each partner university.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from networks.models import Kindergarten, Municipality, Organisation, OrganisationKind, Seat
from networks.roles import Interest, Role


@dataclass(frozen=True)
class Check:
    """One demand on the composition: what, and who meets it; nobody when it is not met."""

    label: str
    people: Sequence[str]

    @property
    def is_met(self) -> bool:
        """Whether somebody meets the demand."""
        return bool(self.people)


def composition(
    seats: Iterable[Seat],
    municipalities: Iterable[Municipality],
    kindergartens: Iterable[Kindergarten],
    universities: Iterable[Organisation],
) -> list[Check]:
    """The checks of a network. Seats come with their people, kindergartens with their owners."""
    members = [seat for seat in seats if seat.role == Role.NETWORK_MEMBER]
    kinds = {kindergarten.owner.kind for kindergarten in kindergartens}
    checks = [
        Check(
            _("Kindergarten authority in %(municipality)s") % {"municipality": place},
            _names(seat for seat in members if _is_authority_of(seat, place)),
        )
        for place in municipalities
    ]
    checks.append(Check(str(Interest.PPT.label), _speakers(members, Interest.PPT)))
    if OrganisationKind.MUNICIPALITY in kinds:
        checks.append(
            Check(str(Interest.MUNICIPAL_OWNER.label), _speakers(members, Interest.MUNICIPAL_OWNER))
        )
    if OrganisationKind.PRIVATE_OWNER in kinds:
        checks.append(Check(str(Interest.PRIVATE_OWNER.label), _speakers(members, Interest.PRIVATE_OWNER)))
    if any(True for _university in universities):
        checks.append(Check(_("Partner university"), _speakers(members, Interest.UNIVERSITY)))
    return checks


def _is_authority_of(seat: Seat, place: Municipality) -> bool:
    return seat.interest == Interest.AUTHORITY and seat.municipality_id == place.pk


def _speakers(members: Iterable[Seat], interest: Interest) -> list[str]:
    return _names(seat for seat in members if seat.interest == interest)


def _names(seats: Iterable[Seat]) -> list[str]:
    return [str(seat.user) for seat in seats]
