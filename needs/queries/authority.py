"""Reads for the kindergarten authority (barnehagemyndighet) of a municipality: who has reported, and its own note."""

from datetime import datetime

from django.db.models import Q, QuerySet

from common.sorting import norwegian
from needs.models import AuthorityNote
from needs.rules.authority import authority_places
from networks.models import Municipality, Network, Partnership, Round, User
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
