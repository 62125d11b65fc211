"""Reads of who at the County Governor's office takes no part in a decision."""

from django.db.models import Q, QuerySet

from grants.models import Grant, Recusal
from networks.models import Round, User


def recusals_of(round: Round) -> QuerySet[Recusal]:
    """All who have taken no part in the round's decision, also those that are ended, newest first."""
    return Recusal.objects.filter(round=round).select_related(
        "user", "network", "university", "recorded_by", "ended_by"
    )


def is_recused(user: User, round: Round) -> bool:
    """Whether the person takes no part in the decision: in all of it, or in any recipient's grant."""
    return Recusal.objects.filter(round=round, user=user, ended_at__isnull=True).exists()


def is_recused_from(user: User, grant: Grant) -> bool:
    """Whether the person takes no part in what concerns this grant: by itself, or as a part of the whole round."""
    return recused_from(grant).filter(user=user).exists()


def recused_from(grant: Grant) -> QuerySet[Recusal]:
    """The open recusals that concern the grant."""
    whole = Q(network__isnull=True, university__isnull=True)
    mine = Q(network=grant.network_id) if grant.network_id else Q(university=grant.university_id)
    return Recusal.objects.filter(whole | mine, round=grant.decision.round_id, ended_at__isnull=True)
