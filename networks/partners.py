"""A network's partnerships as a page says them: each university once, with where it takes part."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from networks.models import Partnership


@dataclass
class Partner:
    """One university; `places` is empty when it takes part in the whole network."""

    name: str
    is_first: bool = False
    is_everywhere: bool = False
    places: list[str] = field(default_factory=list)


def partners(partnerships: Iterable[Partnership]) -> list[Partner]:
    """One row for each university, in the order of the partnerships."""
    found: dict[int, Partner] = {}
    for row in partnerships:
        partner = found.setdefault(row.university_id, Partner(row.university.label))
        partner.is_first = partner.is_first or row.is_first_partner
        if row.municipality is None:
            partner.is_everywhere = True
        else:
            partner.places.append(str(row.municipality))
    return list(found.values())
