"""Reads for the kindergarten authority (barnehagemyndighet) of a municipality: who has reported, and its own note."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from common.sorting import norwegian, norwegian_key
from needs.models import AuthorityNote, Need
from needs.queries.workbench import OwnerRow
from needs.rules.authority import authority_places
from needs.states import NeedsReportState
from networks.models import (
    Kindergarten,
    Municipality,
    Network,
    OrganisationKind,
    Partnership,
    Round,
    User,
)
from networks.models.periods import valid_on
from networks.roles import LEADERS, Role, bodies, is_staff_of


def municipalities_in(network: Network, round: Round) -> QuerySet[Municipality]:
    """The network's municipalities in the round, in Norwegian order."""
    found = Municipality.objects.filter(
        valid_on(round.reference_on, "memberships__"), memberships__network=network
    )
    return found.order_by(norwegian("name_nb"), "pk")


def authority_notes(network: Network, round: Round) -> QuerySet[AuthorityNote]:
    """What the network's kindergarten authorities have written to the decision basis, by municipality."""
    return (
        AuthorityNote.objects.filter(network=network, round=round)
        .exclude(text="")
        .select_related("municipality", "saved_by")
        .order_by(norwegian("municipality__name_nb"), "pk")
    )


def authority_note_of(network: Network, municipality: Municipality, round: Round) -> AuthorityNote:
    """The municipality's note in the round; an unsaved one (version 0) while it is not begun."""
    found = (
        AuthorityNote.objects.filter(network=network, municipality=municipality, round=round)
        .select_related("saved_by")
        .first()
    )
    note = found or AuthorityNote(version=0)
    note.network, note.municipality, note.round = network, municipality, round
    return note


def reads_municipality(
    user: User, network: Network, municipality: Municipality, round: Round, *, now: datetime
) -> bool:
    """Whether the person may open the municipality's page: the network's people, its authority, the county's staff,
    and the universities that work in the municipality.
    """
    if (network.pk, municipality.pk) in authority_places(user, now=now):
        return True
    if network.pk in bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now):
        return True
    if is_staff_of(user, round.county, now=now):
        return True
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    return bool(universities) and _works_in(universities, network, municipality, round)


def _works_in(universities: list[int], network: Network, municipality: Municipality, round: Round) -> bool:
    there = Q(municipality__isnull=True) | Q(municipality=municipality)
    partners = Partnership.objects.filter(valid_on(round.reference_on), there, network=network)
    return partners.filter(university__in=universities).exists()


@dataclass(frozen=True)
class ThemeCount:
    """How many needs of a theme are reported for municipal and for private kindergartens."""

    theme: str
    theme_id: int | None
    municipal: int
    private: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.municipal + self.private


def needs_by_theme(network: Network, municipality: Municipality, round: Round) -> list[ThemeCount]:
    """The needs that are sent for kindergartens in the municipality, by theme, the most reported first."""
    there = Kindergarten.objects.filter(needs=OuterRef("pk"), municipality=municipality)
    rows = (
        Need.objects.filter(
            Exists(there.order_by()),
            report__network=network,
            report__round=round,
            report__state=NeedsReportState.SUBMITTED,
        )
        .order_by()
        .values_list("theme", "theme__name", "report__owner__kind")
        .annotate(number=Count("pk"))
    )
    names: dict[int | None, str] = {}
    counts: dict[tuple[int | None, bool], int] = defaultdict(int)
    for theme, name, kind, number in rows:
        names[theme] = name or ""
        counts[theme, kind == OrganisationKind.MUNICIPALITY] += number
    found = [ThemeCount(name, key, counts[key, True], counts[key, False]) for key, name in names.items()]
    return sorted(found, key=lambda row: (-row.total, norwegian_key(row.theme)))


def rows_in(rows: Iterable[OwnerRow], municipality: Municipality) -> list[OwnerRow]:
    """The owners with kindergartens in the municipality, each with those alone."""
    found = []
    for row in rows:
        there = [k for k in row.kindergartens if k.municipality_id == municipality.pk]
        if there:
            found.append(replace(row, kindergartens=there))
    return found
