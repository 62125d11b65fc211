"""What became of each need."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from common.sorting import norwegian
from grants.decided import needs_ground, reason_words
from grants.models import Decision, GrantLine
from grants.states import DecisionState
from needs.models import DecisionBasis, Measure, Need, Nomination, NominationOutcome
from needs.states import BASIS_FINAL, NOMINATION_HANDED_OVER, NeedsReportState, NominationState
from networks.models import Round, User
from networks.roles import LEADERS, STAFF, Role, bodies
from networks.schemes import Scheme


@dataclass(frozen=True, kw_only=True)
class MeasureOutcome:
    """A measure that a need is in; the amounts are the network's and the universities' together, None before the
    letters are issued. `reasons` says why it is less than what was asked for.
    """

    measure: Measure
    amount_nok: int | None
    budget_nok: int | None
    letters: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class NeedOutcome:
    """A need and what became of it so far. `status` is waiting, left_out, prioritised, granted or not_reached."""

    need: Need
    status: str
    measures: list[MeasureOutcome]

    @property
    def amount_nok(self) -> int:
        """What the measures with this need are granted together, in kroner."""
        return sum(outcome.amount_nok or 0 for outcome in self.measures)


def need_outcomes(user: User, round: Round, *, now: datetime) -> list[NeedOutcome]:
    """What became of the submitted needs that the person may follow: an owner its own, a network's people theirs,

    the County Governor's staff all. Ordered by network, owner and priority.
    """
    needs = (
        Need.objects.filter(report__round=round, report__state=NeedsReportState.SUBMITTED)
        .filter(
            Q(report__owner__in=bodies(user, Role.OWNER, now=now))
            | Q(report__network__in=bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now))
            | Q(report__round__county__in=bodies(user, STAFF, now=now))
        )
        .select_related("theme", "report__owner", "report__network")
        .annotate(is_settled=Exists(_submitted_basis(round)) | Exists(_issued_decision(round)))
        .prefetch_related("kindergartens", Prefetch("measures", _measures_of(round)))
        .order_by(norwegian("report__network__name"), norwegian("report__owner__name"), "priority", "pk")
    )
    return [_outcome(need, round.scheme, is_settled=need.is_settled) for need in needs]


def nomination_outcomes(user: User, round: Round, *, now: datetime) -> QuerySet[Nomination]:
    """An owner's or a head's submitted nominations of a round, with the issued lines that give them money.

    `is_decided` says whether the round's letters are issued.
    """
    decided = Decision.objects.filter(round=OuterRef("round"), state=DecisionState.ISSUED)
    issued = GrantLine.objects.filter(grant__decision__state=DecisionState.ISSUED, amount_nok__gt=0)
    return (
        Nomination.objects.filter(round=round, state__in=NOMINATION_HANDED_OVER)
        .filter(
            Q(kindergarten__owner__in=bodies(user, Role.OWNER, now=now))
            | Q(kindergarten__in=bodies(user, Role.HEAD, now=now))
        )
        .select_related("kindergarten", "study_type", "outcome")
        .annotate(is_decided=Exists(decided))
        .prefetch_related(Prefetch("grant_lines", issued, to_attr="issued_lines"))
        .order_by(norwegian("kindergarten__name"), "pk")
    )


def measures_to_tell(round: Round) -> list[int]:
    """The keys of the measures in the round's sent bases."""
    rows = Measure.objects.filter(basis__round=round, basis__state__in=BASIS_FINAL).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def nominations_to_tell(round: Round) -> list[int]:
    """The keys of the nominations that are in play in the round, whether their network has sent its list or not."""
    rows = Nomination.objects.filter(round=round, state=NominationState.SUBMITTED).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def nominations_told(keys: Iterable[int]) -> dict[int, tuple[int, str]]:
    """What nominations (by key) have been told: kroner and reason."""
    rows = NominationOutcome.objects.filter(nomination__in=list(keys))
    return {pk: (amount, why) for pk, amount, why in rows.values_list("nomination", "granted_nok", "reason")}


def _measures_of(round: Round) -> QuerySet[Measure]:
    issued = GrantLine.objects.filter(grant__decision__state=DecisionState.ISSUED).select_related(
        "grant__letter"
    )
    return (
        Measure.objects.filter(basis__round=round, basis__state__in=BASIS_FINAL)
        .select_related("basis__network")
        .prefetch_related(
            Prefetch("grant_lines", issued.defer("grant__letter__snapshot"), to_attr="issued_lines")
        )
        .order_by("priority")
    )


def _submitted_basis(round: Round) -> QuerySet[DecisionBasis]:
    return DecisionBasis.objects.filter(
        round=round, network=OuterRef("report__network"), state__in=BASIS_FINAL
    )


def _issued_decision(round: Round) -> QuerySet[Decision]:
    """Whoever has sent no basis by then gets none of its needs met this year."""
    return Decision.objects.filter(round=round, state=DecisionState.ISSUED)


def _outcome(need: Need, scheme: Scheme, *, is_settled: bool) -> NeedOutcome:
    measures = [_measure_outcome(measure, scheme) for measure in need.measures.all()]
    return NeedOutcome(need=need, status=_status(measures, is_settled=is_settled), measures=measures)


def _measure_outcome(measure: Measure, scheme: Scheme) -> MeasureOutcome:
    lines: list[GrantLine] = getattr(measure, "issued_lines", [])  # prefetched by _measures_of
    return MeasureOutcome(
        measure=measure,
        amount_nok=sum(line.amount_nok for line in lines) if lines else None,
        budget_nok=sum(line.budget_nok for line in lines) if lines else None,
        letters=sorted({line.grant.letter.number for line in lines if line.amount_nok}),
        reasons=list(dict.fromkeys(filter(None, (_why(line, scheme) for line in lines)))),
    )


def _why(line: GrantLine, scheme: Scheme) -> str:
    return reason_words(line, scheme) if needs_ground(line.amount_nok, line.requested_nok) else ""


def _status(measures: list[MeasureOutcome], *, is_settled: bool) -> str:
    if not is_settled:
        return "waiting"
    if not measures:
        return "left_out"
    if all(outcome.amount_nok is None for outcome in measures):
        return "prioritised"
    return "granted" if any(outcome.amount_nok for outcome in measures) else "not_reached"
