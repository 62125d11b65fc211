"""Reads of assessments."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from common.sorting import norwegian
from needs.models import Assessment, AssessmentItem, NeedsReport, Theme
from needs.queries.combined import combined_kindergartens
from needs.queries.tables import themes
from needs.states import NEEDS_REPORT_FINAL, AssessmentState
from networks import deadlines
from networks.models import Kindergarten, Round, User
from networks.models.periods import valid_on
from networks.queries import in_network, partnered
from networks.roles import LEADERS, Role, bodies, is_staff_of
from networks.states import Duty


@dataclass(frozen=True)
class OwnAssessment:
    """A kindergarten whose assessment the person writes as its head; `assessment` is None while not begun."""

    kindergarten: Kindergarten
    assessment: Assessment | None
    answer: deadlines.Answer


def open_kindergartens(round: Round) -> QuerySet[Kindergarten]:
    """The county's kindergartens that are not closed on the round's reference day."""
    return (
        Kindergarten.objects.filter(municipality__county=round.county_id)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on))
        .select_related("owner", "municipality")
        .order_by(norwegian("name"), "pk")
    )


def assessments_owed(round: Round, *, now: datetime) -> QuerySet[Kindergarten]:
    """The open kindergartens that have not shared an assessment in the round, but for those that write none."""
    shared = Assessment.objects.filter(round=round, state=AssessmentState.SHARED)
    combined = combined_kindergartens(round, now=now)
    return (
        open_kindergartens(round)
        .exclude(pk__in=shared.values("kindergarten"))
        .exclude(pk__in=combined.values("pk"))
    )


def my_assessments(user: User, round: Round, now: datetime) -> list[OwnAssessment]:
    """One row for each open kindergarten of which the person is head, but for those that write no assessment."""
    headed = open_kindergartens(round).filter(pk__in=bodies(user, Role.HEAD, now=now))
    mine = list(headed.exclude(pk__in=combined_kindergartens(round, now=now).values("pk")))
    found = {a.kindergarten_id: a for a in Assessment.objects.filter(round=round, kindergarten__in=mine)}
    return [
        OwnAssessment(
            kindergarten,
            found.get(kindergarten.pk),
            deadlines.answer(Duty.ASSESSMENT, round, now=now, kindergarten=kindergarten),
        )
        for kindergarten in mine
    ]


def _written_by(user: User, *, now: datetime) -> Q:
    """The kindergartens for which the person writes assessments: as head, or as the owner's contact."""
    heads, owners = bodies(user, Role.HEAD, now=now), bodies(user, Role.OWNER, now=now)
    return Q(pk__in=heads) | Q(owner__in=owners)


def kindergartens_written_by(user: User, round: Round, *, now: datetime) -> QuerySet[Kindergarten]:
    """The open kindergartens for which the person writes assessments."""
    return open_kindergartens(round).filter(_written_by(user, now=now))


def _read_by(user: User, round: Round, *, now: datetime) -> Q:
    """The kindergartens whose shared assessments the person reads: leaders, members, universities, staff."""
    networks = bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now)
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    found = Q(pk__in=[])
    if networks:
        found |= in_network(networks, round)
    if universities:
        found |= partnered(universities, round)
    if is_staff_of(user, round.county, now=now):
        found |= Q(municipality__county=round.county_id)
    return found


def kindergartens_with_assessments(user: User, round: Round, *, now: datetime) -> QuerySet[Kindergarten]:
    """The kindergartens whose assessment the person may know of, each with `assessment_state` and `shared_at`.

    The state is None while the assessment is not begun. Those who do not write it see a kindergarten whether or
    not it has shared; only what is shared can be opened.
    """
    state = Assessment.objects.filter(round=round, kindergarten=OuterRef("pk"))
    seen = Kindergarten.objects.filter(_written_by(user, now=now) | _read_by(user, round, now=now))
    return (
        open_kindergartens(round)
        .filter(pk__in=seen.values("pk"))
        .annotate(
            assessment_state=Subquery(state.values("state")[:1]),
            shared_at=Subquery(state.values("shared_at")[:1]),
        )
    )


def assessments_visible_to(user: User, round: Round, *, now: datetime) -> QuerySet[Assessment]:
    """Every state for those who write it; shared ones for leaders, members, partner universities and staff."""
    mine = Kindergarten.objects.filter(_written_by(user, now=now)).values("pk")
    read = Kindergarten.objects.filter(_read_by(user, round, now=now)).values("pk")
    return (
        Assessment.objects.filter(round=round)
        .filter(Q(kindergarten__in=mine) | Q(kindergarten__in=read, state=AssessmentState.SHARED))
        .select_related("round__county", "kindergarten__owner", "kindergarten__municipality")
        .prefetch_related(_items_with_theme())
    )


def assessment_of(kindergarten: Kindergarten, round: Round, *, is_locked: bool = False) -> Assessment:
    """The kindergarten's assessment in the round; an unsaved one (version 0) while it is not begun.

    `is_locked`: for the rest of the transaction nobody else can change it.
    """
    rows = Assessment.objects.select_for_update() if is_locked else Assessment.objects.all()
    found = rows.filter(round=round, kindergarten=kindergarten).prefetch_related(_items_with_theme()).first()
    assessment = found or Assessment(version=0)
    assessment.round, assessment.kindergarten = round, kindergarten
    return assessment


def _items_with_theme() -> Any:
    return Prefetch("items", AssessmentItem.objects.select_related("theme"))


def known_assessment(user: User, round: Round, kindergarten: int, *, now: datetime) -> Assessment | None:
    """The kindergarten's (key) assessment when the person may see it, unsaved while not begun; else None."""
    place = open_kindergartens(round).filter(pk=kindergarten).first()
    if place is None:
        return None
    assessment = assessment_of(place, round)
    is_head = place.pk in bodies(user, Role.HEAD, now=now)
    if is_head or place.owner_id in bodies(user, Role.OWNER, now=now):
        return assessment
    if assessment.state != AssessmentState.SHARED:
        return None
    is_reader = Kindergarten.objects.filter(_read_by(user, round, now=now), pk=kindergarten).exists()
    return assessment if is_reader else None


def item_texts(assessment: Assessment) -> dict[int, str]:
    """The text for each theme's key; empty while the assessment is not begun."""
    if assessment.pk is None:
        return {}
    return {item.theme_id: item.text for item in assessment.items.all()}


def assessment_themes(assessment: Assessment) -> list[Theme]:
    """The themes that one can write on: those on offer, and those that were written on while they still were."""
    offered = list(themes(assessment.round.county))
    known = {theme.pk for theme in offered}
    items = assessment.items.all() if assessment.pk else ()
    return offered + [item.theme for item in items if item.text and item.theme_id not in known]


def texts_by_theme(assessment: Assessment) -> dict[int, str]:
    """The text for the key of each theme that one can write on; empty texts too."""
    texts = item_texts(assessment)
    return {theme.pk: texts.get(theme.pk, "") for theme in assessment_themes(assessment)}


def last_years_texts(assessment: Assessment) -> dict[int, str]:
    """What the kindergarten wrote the year before, for the keys of themes that are still on offer."""
    rows = AssessmentItem.objects.filter(
        assessment__kindergarten=assessment.kindergarten_id,
        assessment__round__county=assessment.round.county_id,
        assessment__round__grant_year=assessment.round.grant_year - 1,
        theme__is_active=True,
    ).exclude(text="")
    return dict(rows.values_list("theme", "text"))


def shared_items(kindergartens: Collection[Kindergarten], round: Round) -> QuerySet[AssessmentItem]:
    """What the kindergartens have shared, theme by theme, grouped by kindergarten in Norwegian order."""
    return (
        AssessmentItem.objects.filter(
            assessment__round=round,
            assessment__kindergarten__in=kindergartens,
            assessment__state=AssessmentState.SHARED,
        )
        .exclude(text="")
        .select_related("assessment__kindergarten", "theme")
        .order_by(norwegian("assessment__kindergarten__name"), "assessment", "theme__order", "pk")
    )


def is_report_sent(assessment: Assessment) -> bool:
    """Whether the owner has sent the needs report that this assessment belongs to."""
    round, path = assessment.round, "network__memberships__"
    return NeedsReport.objects.filter(
        valid_on(round.reference_on, path),
        round=round,
        owner=assessment.kindergarten.owner_id,
        state__in=NEEDS_REPORT_FINAL,
        **{f"{path}municipality": assessment.kindergarten.municipality_id},
    ).exists()
