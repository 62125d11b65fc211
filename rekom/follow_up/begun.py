"""What is begun of what is owed: how far each body has come with one duty, in one read for each duty."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from grants.models import Decision, Recommendation
from grants.states import DecisionState, RecommendationState
from needs.models import Assessment, DecisionBasis, NeedsReport, Nomination, NominationList
from needs.states import (
    NOMINATION_UNSENT,
    AssessmentState,
    BasisState,
    NeedsReportState,
    NominationListState,
    NominationState,
)
from networks.models import Round
from networks.states import Duty
from rekom.planning.debts import BodyKey
from reporting.models import Report
from reporting.states import ReportState


@dataclass(frozen=True)
class Begun:
    """How far a body has come: the code of the state, and its name."""

    state: str
    label: Any


def begun_of(duty: str, round: Round) -> dict[BodyKey, Begun]:
    """How far each body of the round has come with the duty; those that have not begun are left out.

    Nothing is known of what is done outside the portal.
    """
    read = READS.get(duty)
    if read is None:
        return {}
    states, rows = read
    return {_key(row): Begun(row["state"], states(row["state"]).label) for row in rows(round)}


def _key(row: Mapping[str, Any]) -> BodyKey:
    return row.get("organisation"), row.get("network"), row.get("kindergarten")


def _assessments(round: Round) -> Iterable[Mapping[str, Any]]:
    return Assessment.objects.filter(round=round).values("state", "kindergarten")


def _needs_reports(round: Round) -> Iterable[Mapping[str, Any]]:
    rows = NeedsReport.objects.filter(round=round).values("state", "owner", "network")
    return ({**row, "organisation": row["owner"]} for row in rows)


def _nominations(round: Round) -> Iterable[Mapping[str, Any]]:
    begun = Nomination.objects.filter(round=round, state__in=NOMINATION_UNSENT)
    return begun.order_by().values("state", "kindergarten").distinct()


def _bases(round: Round) -> Iterable[Mapping[str, Any]]:
    return DecisionBasis.objects.filter(round=round).values("state", "network")


def _lists(round: Round) -> Iterable[Mapping[str, Any]]:
    return NominationList.objects.filter(round=round).values("state", "network")


def _recommendation(round: Round) -> Iterable[Mapping[str, Any]]:
    return Recommendation.objects.filter(round=round).values("state")


def _decision(round: Round) -> Iterable[Mapping[str, Any]]:
    return Decision.objects.filter(round=round).values("state")


def _reports(round: Round) -> Iterable[Mapping[str, Any]]:
    rows = Report.objects.filter(grant__decision__round=round)
    found = rows.values("state", "grant__network", "grant__university")
    return (
        {"state": row["state"], "network": row["grant__network"], "organisation": row["grant__university"]}
        for row in found
    )


READS: Mapping[str, tuple[Any, Callable[[Round], Iterable[Mapping[str, Any]]]]] = {
    Duty.ASSESSMENT: (AssessmentState, _assessments),
    Duty.NEEDS_REPORT: (NeedsReportState, _needs_reports),
    Duty.NOMINATION: (NominationState, _nominations),
    Duty.DECISION_BASIS: (BasisState, _bases),
    Duty.NOMINATION_LIST: (NominationListState, _lists),
    Duty.RECOMMENDATION: (RecommendationState, _recommendation),
    Duty.DECISION: (DecisionState, _decision),
    Duty.REPORT: (ReportState, _reports),
}
