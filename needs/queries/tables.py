"""Reads of the county's code tables."""

from django.db.models import QuerySet

from needs.models import ExpectedAmount, StudyType, Theme
from networks.models import County, Round


def themes(county: County) -> QuerySet[Theme]:
    """The themes that can be chosen, in the county's order."""
    return Theme.objects.filter(county=county, is_active=True)


def study_types(county: County) -> QuerySet[StudyType]:
    """The study types that can be chosen, in the county's order."""
    return StudyType.objects.filter(county=county, is_active=True)


def expected_amounts(round: Round) -> QuerySet[ExpectedAmount]:
    """What the round's networks and universities can expect, as far as it is published."""
    return ExpectedAmount.objects.filter(round=round).select_related("network", "university")
