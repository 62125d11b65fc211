"""What a needs report can begin with: last year's needs and what came of them, and what the heads have shared."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from common.sorting import norwegian
from needs.models import Measure, Need, NeedsReport, Theme, UnansweredNeed
from needs.queries.assessment import shared_items
from needs.queries.needs_report import needs_with_parts
from needs.states import BASIS_FINAL, NeedsReportState
from networks.models import Round

SENT_BASES = [str(state) for state in BASIS_FINAL]


@dataclass(frozen=True)
class Answer:
    """A measure that answered a need, and what was granted to it in kroner (None: not decided, or not told)."""

    title: str
    granted_nok: int | None


@dataclass(frozen=True)
class EarlierNeed:
    """A need of the year before: what answered it, why nothing did, and whether it is carried on already."""

    need: Need
    answers: list[Answer]
    reason: str
    is_carried_on: bool


@dataclass(frozen=True)
class SharedTheme:
    """A theme that heads have written about: (kindergarten's key, its name, the text) for each."""

    theme: Theme
    texts: list[tuple[int, str, str]]


def earlier_needs(report: NeedsReport) -> list[EarlierNeed]:
    """The needs that the owner sent in the year before, to any network, in their order."""
    carried = set(_needs_in(report).values_list("continues", flat=True))
    return [_as_earlier(need, need.pk in carried) for need in _sent_before(report)]


def has_earlier_needs(report: NeedsReport) -> bool:
    """Whether the owner sent needs in the year before."""
    return _sent_before(report).exists()


def shared_themes(kindergartens: Collection[Any], round: Round) -> list[SharedTheme]:
    """What the kindergartens have shared in the round, by theme in the county's order."""
    found: dict[int, SharedTheme] = {}
    for item in shared_items(kindergartens, round):
        kindergarten = item.assessment.kindergarten
        group = found.setdefault(item.theme_id, SharedTheme(item.theme, []))
        group.texts.append((kindergarten.pk, kindergarten.name, item.text))
    return sorted(found.values(), key=lambda group: (group.theme.order, group.theme.pk))


def _needs_in(report: NeedsReport) -> QuerySet[Need]:
    return Need.objects.filter(report=report.pk, continues__isnull=False).order_by()


def _sent_before(report: NeedsReport) -> QuerySet[Need]:
    measures = Measure.objects.filter(basis__state__in=SENT_BASES).select_related("outcome")
    reasons = UnansweredNeed.objects.filter(basis__state__in=SENT_BASES).exclude(reason="")
    return (
        needs_with_parts()
        .select_related("theme", "report__network")
        .filter(
            report__round__county=report.round.county_id,
            report__round__grant_year=report.round.grant_year - 1,
            report__owner=report.owner_id,
            report__state=NeedsReportState.SUBMITTED,
        )
        .prefetch_related(Prefetch("measures", measures), Prefetch("unanswered_in", reasons))
        .order_by(norwegian("report__network__name"), "report", "priority", "pk")
    )


def _as_earlier(need: Need, is_carried_on: bool) -> EarlierNeed:
    answers = [Answer(measure.title, _granted(measure)) for measure in need.measures.all()]
    reasons = [row.reason for row in need.unanswered_in.all()]
    return EarlierNeed(need, answers, reasons[0] if reasons and not answers else "", is_carried_on)


def _granted(measure: Measure) -> int | None:
    outcome = getattr(measure, "outcome", None)
    return outcome.network_nok + outcome.university_nok if outcome else None
