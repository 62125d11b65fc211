"""Reads of complaints about grant letters."""

from datetime import datetime

from django.db.models import QuerySet

from grants.models import Complaint
from grants.queries.decision import seen_by
from networks.models import Round, User


def complaints() -> QuerySet[Complaint]:
    """Complaints with their grants and files (without the bytes), the newest first."""
    return (
        Complaint.objects.select_related(
            "grant__network__payee",
            "grant__university",
            "grant__decision__round__county",
            "attachment",
            "recorded_by",
        )
        .defer("attachment__content")
        .order_by("-received_on", "-pk")
    )


def complaints_of(round: Round) -> QuerySet[Complaint]:
    """All complaints about the round's letters."""
    return complaints().filter(grant__decision__round=round)


def complaints_visible_to(user: User, *, now: datetime) -> QuerySet[Complaint]:
    """All complaints for the County Governor's staff; for others those about letters they may read."""
    return complaints().filter(seen_by(user, now=now, prefix="grant__"))
