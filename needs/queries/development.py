"""Reads of development work in kindergartens: whose it is, who sees how much, and what it adds up to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from common.dates import oslo_date
from common.sorting import norwegian
from needs.models import DevelopmentLog, DevelopmentWork, Gathering, Measure
from needs.rules.assessment import writes_for
from needs.states import DevelopmentState
from networks.models import Kindergarten, Network, User
from networks.queries.belonging import INSIDE, Tie, ties
from networks.roles import Role, bodies

TAKES_PART: Any = Measure.kindergartens.through
"""One row for each kindergarten of each measure."""
READS_SUMMARY = INSIDE | {Tie.STAFF}
"""Leader, members and universities of the network, and the county governor's office."""


@dataclass(frozen=True)
class Place:
    """A kindergarten in a granted measure, and its work there (None while it is not begun)."""

    measure: Measure
    kindergarten: Kindergarten
    work: DevelopmentWork | None


@dataclass(frozen=True)
class Sight:
    """How much of one kindergarten's work a person sees: all of it, or plan, numbers and traces alone.

    Resource persons are named to those who lead the work and to the network's leader.
    """

    leads: bool
    sees_names: bool


@dataclass(frozen=True)
class HalfYear:
    """What was done for one measure in one half-year; `term_on` is its first day."""

    measure: int
    term_on: date
    gatherings: int
    planning_days: int
    with_university: int
    kindergartens: int


@dataclass
class Progress:
    """What the work for one measure adds up to."""

    kindergartens: int = 0
    """Begun: under way, finished or stopped after a start."""
    finished: int = 0
    staff: int = 0
    gatherings: int = 0
    planning_days: int = 0
    traces: list[tuple[str, str]] = field(default_factory=list)
    """(kindergarten, what is seen), newest first."""


def granted(prefix: str = "") -> Q:
    """The measures that money is granted to."""
    path = f"{prefix}outcome__"
    return Q(**{f"{path}network_nok__gt": 0}) | Q(**{f"{path}university_nok__gt": 0})


def is_granted_to(measure: Measure, kindergarten: Kindergarten) -> bool:
    """Whether the measure is granted and names the kindergarten."""
    rows = TAKES_PART.objects.filter(granted("measure__"), measure=measure, kindergarten=kindergarten)
    return bool(rows.exists())


def works() -> QuerySet[DevelopmentWork]:
    """Works with their place, and: held, planning_held (numbers of days held), entries, last_entry_on."""
    mine = {"work": OuterRef("pk")}
    held = Gathering.objects.filter(**mine, is_held=True).order_by()
    log = DevelopmentLog.objects.filter(**mine, withdrawn_at__isnull=True).order_by()
    last = log.values("work").annotate(last=Max("on")).values("last")
    return DevelopmentWork.objects.select_related(
        "measure__theme",
        "measure__basis__network__county",
        "measure__basis__round",
        "kindergarten__owner",
        "kindergarten__municipality",
    ).annotate(
        held=_count(held.filter(is_planning_day=False)),
        planning_held=_count(held.filter(is_planning_day=True)),
        entries=_count(log),
        last_entry_on=Subquery(last[:1]),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("work").annotate(n=Count("pk")).values("n")), Value(0))


def sight_of(user: User, work: DevelopmentWork, *, now: datetime) -> Sight | None:
    """How much the person sees of the work; None for those who may not open it."""
    if writes_for(user, work.kindergarten, now=now):
        return Sight(leads=True, sees_names=True)
    held = ties(user, work.measure.basis.network, now=now)
    if not held & INSIDE:
        return None
    return Sight(leads=False, sees_names=Tie.LEADER in held)


def work_of(pk: int) -> DevelopmentWork | None:
    """A work with its place, or None. Ask `sight_of` before it is shown."""
    return works().filter(pk=pk).first()


def locked_work(work: DevelopmentWork) -> DevelopmentWork:
    """The work as it stands now, held until the transaction ends."""
    rows = DevelopmentWork.objects.select_for_update(of=("self",))
    return rows.select_related("measure__basis__network__county", "kindergarten__owner").get(pk=work.pk)


def own_places(user: User, *, now: datetime) -> list[Place]:
    """The granted measures of the kindergartens whose work the person leads, newest first: two statements."""
    heads, owners = bodies(user, Role.HEAD, now=now), bodies(user, Role.OWNER, now=now)
    if not heads and not owners:
        return []
    mine = Q(kindergarten__in=heads) | Q(kindergarten__owner__in=owners)
    return _places(TAKES_PART.objects.filter(mine), works().filter(mine))


def years_with_work(network: Network) -> list[int]:
    """The grant years in which something is granted to the network's kindergartens, newest first."""
    rows = TAKES_PART.objects.filter(granted("measure__"), measure__basis__network=network)
    years = rows.order_by().values_list("measure__basis__round__grant_year", flat=True).distinct()
    return sorted(years, reverse=True)


def places_in(network: Network, year: int) -> list[Place]:
    """Each kindergarten in the network's measures that are granted in a grant year: two statements."""
    mine = {"measure__basis__network": network, "measure__basis__round__grant_year": year}
    return _places(TAKES_PART.objects.filter(**mine), works().filter(**mine))


def _places(rows: QuerySet[Any], found: QuerySet[DevelopmentWork]) -> list[Place]:
    known = {(work.measure_id, work.kindergarten_id): work for work in found}
    granted_rows = (
        rows.filter(granted("measure__"))
        .select_related(
            "measure__basis__network",
            "measure__basis__round",
            "kindergarten__owner",
            "kindergarten__municipality",
        )
        .order_by(
            "-measure__basis__round__grant_year",
            norwegian("measure__basis__network__name"),
            "measure__basis",
            "measure__priority",
            norwegian("kindergarten__name"),
            "kindergarten",
        )
    )
    places = [
        Place(row.measure, row.kindergarten, known.pop((row.measure_id, row.kindergarten_id), None))
        for row in granted_rows
    ]
    return places + [Place(work.measure, work.kindergarten, work) for work in known.values()]


def waiting_to_begin(user: User, *, now: datetime) -> list[dict[str, Any]]:
    """One's own open kindergartens in measures granted this year or last in which no work is begun: one statement.

    Keys: measure_id, measure__title, kindergarten_id, kindergarten__owner_id.
    """
    heads, owners = bodies(user, Role.HEAD, now=now), bodies(user, Role.OWNER, now=now)
    begun = DevelopmentWork.objects.filter(measure=OuterRef("measure"), kindergarten=OuterRef("kindergarten"))
    rows = TAKES_PART.objects.filter(
        granted("measure__"),
        Q(kindergarten__in=heads) | Q(kindergarten__owner__in=owners),
        ~Exists(begun),
        kindergarten__closed_on__isnull=True,
        measure__basis__round__grant_year__gte=oslo_date(now).year - 1,
    ).order_by("-measure__basis__round__grant_year", "measure__priority", "measure", "kindergarten")
    return list(rows.values("measure_id", "measure__title", "kindergarten_id", "kindergarten__owner_id"))


def measure_for_work(pk: int) -> Measure | None:
    """A measure with its network, or None."""
    return Measure.objects.select_related("basis__network__county", "basis__round").filter(pk=pk).first()


def kindergarten_for_work(pk: int) -> Kindergarten | None:
    """A kindergarten with its owner, or None."""
    return Kindergarten.objects.select_related("owner", "municipality").filter(pk=pk).first()


def network_of_work(user: User, pk: int, *, now: datetime) -> Network | None:
    """The network when the person may read the summary of its kindergartens' work, or None."""
    network = Network.objects.select_related("county").filter(pk=pk).first()
    if network is None or not ties(user, network, now=now) & READS_SUMMARY:
        return None
    return network


def log_of(work: DevelopmentWork) -> QuerySet[DevelopmentLog]:
    """The entries that are not withdrawn, newest first."""
    rows = DevelopmentLog.objects.filter(work=work, withdrawn_at__isnull=True)
    return rows.select_related("written_by", "work__kindergarten__owner").order_by("-on", "-pk")


def gatherings_of(work: DevelopmentWork) -> QuerySet[Gathering]:
    """The gatherings and planning days, in the order of their days."""
    return Gathering.objects.filter(work=work).order_by("on", "pk")


def half_years(network: Network, year: int) -> list[HalfYear]:
    """What was held for each measure of a grant year in each half-year, the newest half-year first."""
    autumn = Case(When(on__month__gte=8, then=8), default=1)
    rows = (
        Gathering.objects.filter(
            work__measure__basis__network=network, work__measure__basis__round__grant_year=year, is_held=True
        )
        .order_by()
        .annotate(year=ExtractYear("on"), month=autumn)
        .values("work__measure", "year", "month")
        .annotate(
            gatherings=Count("pk", filter=Q(is_planning_day=False)),
            planning_days=Count("pk", filter=Q(is_planning_day=True)),
            with_university=Count("pk", filter=Q(has_university=True)),
            kindergartens=Count("work__kindergarten", distinct=True),
        )
        .order_by("-year", "-month", "work__measure__basis", "work__measure__priority")
    )
    return [
        HalfYear(
            measure=row["work__measure"],
            term_on=date(row["year"], row["month"], 1),
            gatherings=row["gatherings"],
            planning_days=row["planning_days"],
            with_university=row["with_university"],
            kindergartens=row["kindergartens"],
        )
        for row in rows
    ]


def traces_in(network: Network, year: int) -> QuerySet[DevelopmentLog]:
    """What is seen of change in the work for the measures of a grant year, newest first. It is told without names."""
    return _traces().filter(
        work__measure__basis__network=network, work__measure__basis__round__grant_year=year
    )


def _traces() -> QuerySet[DevelopmentLog]:
    rows = DevelopmentLog.objects.filter(withdrawn_at__isnull=True).exclude(traces="")
    return rows.select_related("work__kindergarten", "work__measure__basis__round").order_by("-on", "-pk")


def progress_of(measures: Collection[int], *, most_traces: int = 20) -> dict[int, Progress]:
    """What the work for each measure (by key) adds up to, with at most `most_traces` traces each. Three statements.

    A report starts with it. Measures without work are left out.
    """
    found: dict[int, Progress] = {}
    begun = DevelopmentWork.objects.filter(measure__in=measures).exclude(state=DevelopmentState.PLANNED)
    counted = begun.order_by().values("measure")
    for row in counted.annotate(
        n=Count("pk"), done=Count("pk", filter=Q(state=DevelopmentState.FINISHED)), people=Sum("staff")
    ):
        progress = found.setdefault(row["measure"], Progress())
        progress.kindergartens, progress.finished = row["n"], row["done"]
        progress.staff = row["people"] or 0
    held = Gathering.objects.filter(work__measure__in=measures, is_held=True).order_by()
    for days in held.values("work__measure").annotate(
        n=Count("pk", filter=Q(is_planning_day=False)), planning=Count("pk", filter=Q(is_planning_day=True))
    ):
        progress = found.setdefault(days["work__measure"], Progress())
        progress.gatherings, progress.planning_days = days["n"], days["planning"]
    _add_traces(found, _traces().filter(work__measure__in=measures).iterator(), most_traces)
    return found


def _add_traces(found: dict[int, Progress], entries: Iterable[DevelopmentLog], most: int) -> None:
    for entry in entries:
        progress = found.setdefault(entry.work.measure_id, Progress())
        if len(progress.traces) < most:
            progress.traces.append((entry.work.kindergarten.name, entry.traces))
