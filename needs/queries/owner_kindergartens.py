"""An owner's kindergartens in a round, each with how far it has come: what an owner with many works from."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from common.dates import oslo_date
from needs.models import Assessment, Need, Nomination
from needs.queries.assessment import open_kindergartens
from needs.states import NominationState
from networks.models import Kindergarten, Organisation, Round, Seat, User
from networks.models.periods import valid_on
from networks.roles import Role, bodies


def owner_seen_by(user: User, owner: int, round: Round, *, now: datetime) -> Organisation | None:
    """The owner (key) when the person is its contact and it has kindergartens in the round's county; else None."""
    if owner not in bodies(user, Role.OWNER, now=now):
        return None
    first = open_kindergartens(round).filter(owner=owner).order_by().first()
    return first.owner if first else None


def kindergartens_of_owner(
    owner: Organisation, round: Round, *, now: datetime
) -> QuerySet[Kindergarten, Any]:
    """The owner's open kindergartens in Norwegian order.

    Columns: network (key) and network_name, assessment_state (None: not begun), saved_at, head_name (None: nobody),
    needs_count (needs of the round's report that name it), nominations_count.
    """
    path = "municipality__memberships__"
    mine = Assessment.objects.filter(round=round, kindergarten=OuterRef("pk"))
    heads = Seat.objects.filter(
        valid_on(oslo_date(now)), role=Role.HEAD, kindergarten=OuterRef("pk"), user__is_active=True
    )
    needs = Need.kindergartens.through.objects.filter(need__report__round=round, kindergarten=OuterRef("pk"))
    nominations = Nomination.objects.filter(round=round, kindergarten=OuterRef("pk")).exclude(
        state=NominationState.WITHDRAWN
    )
    return (
        open_kindergartens(round)
        .filter(valid_on(round.reference_on, path), owner=owner)
        .annotate(
            network=F(f"{path}network"),
            network_name=F(f"{path}network__name"),
            assessment_state=Subquery(mine.values("state")[:1]),
            saved_at=Subquery(mine.values("saved_at")[:1]),
            head_name=Subquery(heads.values("user__name")[:1]),
            needs_count=_number(needs.values("kindergarten")),
            nominations_count=_number(nominations.values("kindergarten")),
        )
    )


def _number(rows: Any) -> Coalesce:
    counted = rows.order_by().annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted[:1]), Value(0))
