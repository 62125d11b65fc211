"""Reads for the cards about reports: shared facts to write and approve, and questions that wait for an answer."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from grants.models import GrantLine
from grants.states import DecisionState
from needs.models import Measure
from networks.models import Round, User
from networks.roles import LEADERS, Role, bodies
from rekom.queries import own_grants
from reporting.models import MeasureReportApproval, ReportRemark
from reporting.queries.remarks import waiting_questions
from reporting.states import FactsState


def facts_to_write(user: User, rounds: Collection[Round], *, now: datetime) -> list[dict[str, Any]]:
    """How the shared facts stand, for each network that the person leads or whose university they coordinate.

    One row for each network, round and side: network, network_name, round, university (None: the network's own side),
    total (measures with money), begun, mine (approved by this side), others (approved by another side, not by this),
    agreed, reopened (approved by all, and open again after a return). One statement for the networks, and one for the
    universities.
    """
    if not rounds:
        return []
    found: list[dict[str, Any]] = []
    networks = bodies(user, LEADERS, now=now)
    if networks:
        found += _rows(_given(rounds).filter(basis__network__in=networks), None)
    for university in bodies(user, Role.UH_COORDINATOR, now=now):
        lines = _lines().filter(grant__university=university)
        found += _rows(_given(rounds).filter(Exists(lines)), university)
    return found


def _lines() -> QuerySet[GrantLine]:
    rows = GrantLine.objects.filter(measure=OuterRef("pk"), budget_nok__gt=0)
    return rows.filter(grant__decision__state=DecisionState.ISSUED).order_by()


def _given(rounds: Collection[Round]) -> QuerySet[Measure]:
    return Measure.objects.filter(Exists(_lines()), basis__round__in=[round.pk for round in rounds])


def _rows(measures: QuerySet[Measure], university: int | None) -> list[dict[str, Any]]:
    approvals = MeasureReportApproval.objects.filter(
        facts__measure=OuterRef("pk"), withdrawn_at__isnull=True
    ).order_by()
    own = Q(university=university) if university else Q(university__isnull=True)
    partners = _lines().exclude(grant__university=None).values("measure")
    rows = (
        measures.alias(
            is_mine=Exists(approvals.filter(own)),
            is_others=Exists(approvals.exclude(own)),
            sides=1 + _counted(partners, "grant__university"),
            standing=_counted(approvals.values("facts__measure"), "pk"),
        )
        .order_by()
        .values(network=F("basis__network"), network_name=F("basis__network__name"), round=F("basis__round"))
        .annotate(
            total=Count("pk", distinct=True),
            begun=Count("pk", distinct=True, filter=Q(facts__isnull=False)),
            agreed=Count("pk", distinct=True, filter=Q(facts__state=FactsState.AGREED)),
            reopened=Count(
                "pk", distinct=True, filter=Q(facts__state=FactsState.DRAFT, standing__gte=F("sides"))
            ),
            mine=Count("pk", distinct=True, filter=Q(is_mine=True)),
            others=Count("pk", distinct=True, filter=Q(is_others=True, is_mine=False)),
        )
    )
    return [
        {**row, "university": university} for row in rows.order_by("-basis__round__grant_year", "network")
    ]


def _counted(grouped: QuerySet[Any], field: str) -> Coalesce:
    """How many of a field each group has, as a part of a statement; 0 where there is no group."""
    counts = grouped.annotate(counted=Count(field, distinct=True)).values("counted")
    return Coalesce(Subquery(counts), 0)


def questions_waiting(user: User, *, now: datetime) -> list[ReportRemark]:
    """The office's questions about the reports of the person's recipients that nobody has answered, oldest first."""
    mine = own_grants(user, now=now).order_by().values("pk")
    rows = waiting_questions().filter(report__grant__in=mine)
    related = ("report__grant__network", "report__grant__university", "report__grant__decision__round")
    return list(rows.select_related(*related).order_by("at", "pk"))
