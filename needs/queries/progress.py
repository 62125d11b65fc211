"""How far the networks have come in a round, in one statement."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from common.sorting import norwegian
from needs.models import (
    Assessment,
    BasisApproval,
    DecisionBasis,
    NeedsReport,
    Nomination,
    NominationList,
)
from needs.queries.assessment import open_kindergartens
from needs.states import NEEDS_REPORT_FINAL, AssessmentState, NominationState
from networks.models import Kindergarten, Network, OrganisationKind, Round, User
from networks.models.periods import valid_on

MEMBERSHIP = "municipality__memberships__"


def networks_in_round(round: Round, *, user: User | None = None) -> QuerySet[Network]:
    """The county's networks with how each stands, in one statement.

    Columns: kindergartens, shared (assessments), pairs (owners that report to it), met (reports in or no needs),
    nominations (submitted), basis_state, list_state, approvals, and `is_approved_by_me` (an approval by `user`).
    """
    members = (
        open_kindergartens(round)
        .filter(valid_on(round.reference_on, MEMBERSHIP), **{f"{MEMBERSHIP}network": OuterRef("pk")})
        .order_by()
    )
    shared = Exists(
        Assessment.objects.filter(round=round, kindergarten=OuterRef("pk"), state=AssessmentState.SHARED)
    )
    nominated = Nomination.objects.filter(
        round=round, kindergarten__in=_kindergartens_of_network(round), state=NominationState.SUBMITTED
    )
    sent = NeedsReport.objects.filter(round=round, network=OuterRef("pk"), state__in=list(NEEDS_REPORT_FINAL))
    met = sent.exclude(owner__kind=OrganisationKind.SERVICE)  # services owe nothing
    approvals = BasisApproval.objects.filter(
        basis__round=round, basis__network=OuterRef("pk"), withdrawn_at__isnull=True
    )
    return (
        Network.objects.filter(county=round.county_id)
        .annotate(
            kindergartens=number_of(members, f"{MEMBERSHIP}network"),
            shared=number_of(members.filter(shared), f"{MEMBERSHIP}network"),
            pairs=number_of(members, f"{MEMBERSHIP}network", Count("owner", distinct=True)),
            met=number_of(met, "network"),
            nominations=number_of(nominated, "round"),
            basis_state=state_of(DecisionBasis, round=round, network=OuterRef("pk")),
            list_state=state_of(NominationList, round=round, network=OuterRef("pk")),
            approvals=number_of(approvals, "basis"),
            is_approved_by_me=Exists(approvals.filter(approved_by=user)),
        )
        .order_by(norwegian("name"), "pk")
    )


def _kindergartens_of_network(round: Round) -> QuerySet[Kindergarten, Any]:
    return (
        Kindergarten.objects.filter(
            valid_on(round.reference_on, MEMBERSHIP), **{f"{MEMBERSHIP}network": OuterRef(OuterRef("pk"))}
        )
        .order_by()
        .values("pk")
    )


def state_of(model: Any, **same: Any) -> Coalesce:
    """The state of the one row of the model, '' where there is none."""
    return Coalesce(Subquery(model.objects.filter(**same).order_by().values("state")[:1]), Value(""))


def number_of(rows: QuerySet[Any, Any], group: str, count: Any = None) -> Coalesce:
    """How many of the rows (or what `count` says) belong to the group that they name; 0 where none do."""
    counted = rows.order_by().values(group).annotate(n=count or Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
