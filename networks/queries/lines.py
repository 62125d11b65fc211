"""The lines of a case, by the keys that allocation runs use too: the county's networks and universities."""

from dataclasses import dataclass
from datetime import datetime

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import AgendaItem, Network, Organisation, Partnership, User
from networks.models.periods import valid_on
from networks.roles import LEADERS, Role, bodies

NETWORK, UNIVERSITY = "network-", "university-"
WHOLE = ""
"""The key of the whole case."""


@dataclass(frozen=True)
class Line:
    """A part of a case that somebody may be partial in, or that is voted on: its key, and what it is called."""

    key: str
    label: str


def network_key(pk: int) -> str:
    """The network's key."""
    return f"{NETWORK}{pk}"


def university_key(pk: int) -> str:
    """The university's key."""
    return f"{UNIVERSITY}{pk}"


def lines_of(item: AgendaItem, *, now: datetime) -> list[Line]:
    """The lines of a case: the county's networks, then the universities that work with them today, by name."""
    county = item.meeting.county
    networks = Network.objects.filter(county=county).order_by(norwegian("name"), "pk")
    partners = Partnership.objects.filter(valid_on(oslo_date(now)), network__county=county)
    universities = Organisation.objects.filter(pk__in=partners.values("university"))
    universities = universities.order_by(norwegian("name"), "pk")
    return [Line(network_key(row.pk), row.name) for row in networks] + [
        Line(university_key(row.pk), row.name) for row in universities
    ]


def own_lines(user: User, *, now: datetime) -> set[str]:
    """The keys of the networks that the person leads or coordinates, and of the universities they coordinate for."""
    networks = {network_key(pk) for pk in bodies(user, LEADERS, now=now)}
    return networks | {university_key(pk) for pk in bodies(user, Role.UH_COORDINATOR, now=now)}
