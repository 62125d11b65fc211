"""Reads of the county's code tables."""

from django.db.models import Count, QuerySet

from needs.models import ExpectedAmount, StudyAmount, StudyType, Theme
from networks.models import County, Round

KNOWN_AMOUNTS = {"ablu_sami": 80_000}
"""Whole kroner for one student and year, by the study type's code: only what a source names."""


def themes(county: County) -> QuerySet[Theme]:
    """The themes that can be chosen, in the county's order."""
    return Theme.objects.filter(county=county, is_active=True)


def all_themes(county: County) -> QuerySet[Theme]:
    """The themes in the county's order, those that are out of use last."""
    return Theme.objects.filter(county=county).order_by("-is_active", "order", "pk")


def all_study_types(county: County) -> QuerySet[StudyType]:
    """The study types in the county's order, those that are out of use last."""
    return StudyType.objects.filter(county=county).order_by("-is_active", "order", "pk")


def study_types(county: County) -> QuerySet[StudyType]:
    """The study types that can be chosen, in the county's order."""
    return StudyType.objects.filter(county=county, is_active=True)


def expected_amounts(round: Round) -> QuerySet[ExpectedAmount]:
    """What the round's networks and universities can expect, as far as it is published."""
    return ExpectedAmount.objects.filter(round=round).select_related("network", "university")


def uses_of_themes(county: County) -> dict[int, int]:
    """How many needs stand under each theme, by its key."""
    rows = Theme.objects.filter(county=county).order_by().annotate(uses=Count("needs"))
    return dict(rows.values_list("pk", "uses"))


def uses_of_study_types(county: County) -> dict[int, int]:
    """How many nominations are for each kind of study, by its key."""
    rows = StudyType.objects.filter(county=county).order_by().annotate(uses=Count("nominations"))
    return dict(rows.values_list("pk", "uses"))


def suggested_amounts(round: Round) -> dict[int, int]:
    """What the form of a round's amounts begins with, by study type: the round's own, else the newest earlier
    round's, else what a source names.
    """
    own = _amounts(StudyAmount.objects.filter(round=round))
    if own:
        return own
    earlier = StudyAmount.objects.filter(
        round__county=round.county_id, round__grant_year__lt=round.grant_year
    )
    named = StudyType.objects.filter(county=round.county_id, code__in=KNOWN_AMOUNTS).order_by()
    known = {pk: KNOWN_AMOUNTS[code] for pk, code in named.values_list("pk", "code")}
    return known | _amounts(earlier.order_by("round__grant_year"))


def _amounts(rows: QuerySet[StudyAmount]) -> dict[int, int]:
    return dict(rows.values_list("study_type", "amount_nok"))
