"""Reads of the county's code tables."""

from django.db.models import QuerySet

from needs.models import ExpectedAmount, NominationTerms, StudyAmount, StudyType, Theme
from networks.models import County, Round


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


def study_amounts(round: Round) -> dict[int, int]:
    """The amount in kroner that a nomination begins with in the round, by the key of its study type."""
    rows = StudyAmount.objects.filter(round=round).values_list("study_type", "amount_nok")
    return dict(rows)


def most_per_kindergarten(round: Round) -> int | None:
    """How many nominations a kindergarten can have in the round; None when there is no limit."""
    terms = NominationTerms.objects.filter(round=round).first()
    return terms.most_per_kindergarten if terms else None
