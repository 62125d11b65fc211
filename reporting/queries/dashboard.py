"""Reads for the pages of pictures: how far the networks are, what stays unanswered, what a network covers."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from grants.models import Decision, Grant
from grants.queries.decision import WITH_MONEY
from grants.states import DecisionState
from needs.models import Assessment, Measure, Need
from needs.queries.assessment import open_kindergartens
from needs.queries.days import university_seen
from needs.queries.development import granted
from needs.queries.progress import networks_in_round, state_of
from needs.states import BASIS_FINAL, NOMINATION_LIST_FINAL, AssessmentState, NeedsReportState
from networks import deadlines
from networks.models import Network, Round, User
from networks.queries import in_network, networks_of_university, networks_visible_to, rounds_visible_to
from networks.roles import LEADERS, STAFF, Role, bodies
from networks.states import Duty
from reporting.models import Report
from reporting.states import MET

__all__ = [
    "Cover",
    "Mark",
    "NetworkProgress",
    "Unanswered",
    "county_of_network",
    "county_rounds",
    "cover_of",
    "is_decided",
    "network_seen",
    "progress_of",
    "round_to_show",
    "staff_rounds",
    "unanswered_of",
    "university_seen",
]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far a network is with one duty: `done` of `total`, and whether the date has passed for what is missing.

    `state` is that of the one paper there is ('' while it is not begun), None where several bodies owe the duty.
    """

    duty: Duty
    done: int
    total: int
    has_begun: bool
    is_past: bool
    state: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return self.done >= self.total

    @property
    def is_late(self) -> bool:
        """Whether something is missing after its date."""
        return self.is_past and not self.is_done


@dataclass(frozen=True, kw_only=True)
class NetworkProgress:
    """A network and its marks, in the order of the year."""

    pk: int
    name: str
    marks: tuple[Mark, ...]


def progress_of(
    round: Round, networks: Collection[int] | None = None, *, now: datetime
) -> list[NetworkProgress]:
    """How far each of the county's networks is with each duty that has a date in the round: two statements.

    `networks` (keys) narrows. The round's deadlines and their dispensations are loaded already.
    """
    rows = networks_in_round(round).annotate(
        report_state=state_of(Report, grant__decision__round=round, grant__network=OuterRef("pk"))
    )
    if networks is not None:
        rows = rows.filter(pk__in=networks)
    owing = set(
        Grant.objects.filter(
            WITH_MONEY,
            decision__round=round,
            decision__state=DecisionState.ISSUED,
            network__isnull=False,
        ).values_list("network", flat=True)
    )
    return [
        NetworkProgress(pk=row.pk, name=row.name, marks=tuple(_marks(row, round, owing, now=now)))
        for row in rows
    ]


def _marks(row: Network, round: Round, owing: set[int], *, now: datetime) -> list[Mark]:
    found = vars(row)
    counted = {
        Duty.ASSESSMENT: (found["shared"], found["kindergartens"]),
        Duty.NEEDS_REPORT: (found["met"], found["pairs"]),
    }
    papers: dict[Duty, tuple[str, Collection[str], bool]] = {
        Duty.DECISION_BASIS: (found["basis_state"], BASIS_FINAL, True),
        Duty.NOMINATION_LIST: (found["list_state"], NOMINATION_LIST_FINAL, True),
        Duty.REPORT: (found["report_state"], MET, row.pk in owing),
    }
    dated = {deadline.duty for deadline in round.deadlines.all()}
    marks = []
    for duty, (done, total) in counted.items():
        if duty in dated:
            past = deadlines.answer(duty, round, now=now).is_past
            marks.append(
                Mark(duty=duty, done=min(done, total), total=total, has_begun=done > 0, is_past=past)
            )
    for duty, (state, final, is_owed) in papers.items():
        if duty in dated:
            past = deadlines.answer(duty, round, network=row, now=now).is_past
            marks.append(
                Mark(
                    duty=duty,
                    done=int(is_owed and state in final),
                    total=int(is_owed),
                    has_begun=bool(state),
                    is_past=past,
                    state=state,
                )
            )
    return marks


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """What became of the needs that are sent about one theme in one network."""

    theme: int | None
    theme_name: str
    network: int
    network_name: str
    total: int
    in_measure: int
    funded: int

    @property
    def without_money(self) -> int:
        """Needs that a measure answers, and the measure got nothing."""
        return self.in_measure - self.funded

    @property
    def without_measure(self) -> int:
        """Needs that no measure answers."""
        return self.total - self.in_measure


def unanswered_of(round: Round) -> list[Unanswered]:
    """The sent needs of the round by theme and network, in one statement. A measure counts when its basis is sent."""
    sent = Measure.objects.filter(needs=OuterRef("pk"), basis__state__in=BASIS_FINAL).order_by()
    rows = (
        Need.objects.filter(report__round=round, report__state=NeedsReportState.SUBMITTED)
        .annotate(
            answered=Exists(sent), paid=Exists(sent.filter(granted())), place=Coalesce("report__network", 0)
        )
        .order_by()
        .values("theme", "theme__name", "place", "report__network__name")
        .annotate(
            total=Count("pk"),
            in_measure=Count("pk", filter=Q(answered=True)),
            funded=Count("pk", filter=Q(paid=True)),
        )
        .order_by("theme__order", "theme", "place")
    )
    return [
        Unanswered(
            theme=row["theme"],
            theme_name=row["theme__name"] or "",
            network=row["place"],
            network_name=row["report__network__name"] or "",
            total=row["total"],
            in_measure=row["in_measure"],
            funded=row["funded"],
        )
        for row in rows
    ]


def is_decided(round: Round) -> bool:
    """Whether the round's letters are issued."""
    return Decision.objects.filter(round=round, state=DecisionState.ISSUED).exists()


@dataclass(frozen=True, kw_only=True)
class Cover:
    """How many of a network's kindergartens have shared an assessment, stand in a sent need, and in a measure."""

    total: int
    assessed: int
    in_need: int
    in_measure: int


def cover_of(network: Network, round: Round) -> Cover:
    """What the network's work in the round reaches of its open kindergartens, in one statement."""
    here = {"pk": OuterRef("pk")}
    shared = Assessment.objects.filter(round=round, kindergarten=OuterRef("pk"), state=AssessmentState.SHARED)
    sent = Q(report__round=round, report__state=NeedsReportState.SUBMITTED)
    needs = Need.kindergartens.through.objects.filter(
        kindergarten=here["pk"], need__in=Need.objects.filter(sent).order_by().values("pk")
    )
    measures = Measure.kindergartens.through.objects.filter(
        kindergarten=here["pk"],
        measure__in=Measure.objects.filter(basis__round=round, basis__state__in=BASIS_FINAL)
        .order_by()
        .values("pk"),
    )
    rows = (
        open_kindergartens(round)
        .filter(in_network(network, round))
        .order_by()
        .annotate(has_assessment=Exists(shared), has_need=Exists(needs), has_measure=Exists(measures))
        .values_list("has_assessment", "has_need", "has_measure")
    )
    found = list(rows)
    sums = Counter(place for row in found for place, is_so in enumerate(row) if is_so)
    return Cover(total=len(found), assessed=sums[0], in_need=sums[1], in_measure=sums[2])


def staff_rounds(user: User, *, now: datetime) -> QuerySet[Round]:
    """The rounds of the counties at whose governor's office the person works, newest first."""
    return rounds_visible_to(user, now=now).filter(county__in=bodies(user, STAFF, now=now))


def county_rounds(user: User, county: int, *, now: datetime) -> QuerySet[Round]:
    """The rounds of a county (key) in which the person has a seat, newest first."""
    return rounds_visible_to(user, now=now).filter(county=county)


def county_of_network(pk: int) -> int | None:
    """The key of the network's county."""
    return Network.objects.filter(pk=pk).values_list("county", flat=True).first()


def round_to_show(rounds: Sequence[Round], asked: str, *, now: datetime) -> Round | None:
    """The round of the year asked for; '' is the newest in which needs reports have opened, else the newest."""
    if asked:
        return next((round for round in rounds if str(round.grant_year) == asked), None)
    opened = (round for round in rounds if deadlines.answer(Duty.NEEDS_REPORT, round, now=now).has_opened)
    return next(opened, rounds[0] if rounds else None)


def network_seen(user: User, pk: int, round: Round, *, now: datetime) -> Network | None:
    """The network when the person leads it, sits in it, is its partner in the round, or works at the governor's."""
    mine: QuerySet[Network] = networks_visible_to(user, now=now).filter(pk=pk, county=round.county_id)
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    return mine.filter(
        Q(pk__in=bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now))
        | Q(county__in=bodies(user, STAFF, now=now))
        | Q(pk__in=networks_of_university(universities, round).order_by().values("pk"))
    ).first()
