"""Which counties and rounds everybody may read about: those whose letters are issued."""

from django.db.models import Exists, OuterRef, QuerySet

from grants.models import Decision
from grants.states import DecisionState
from networks.models import County, Round

NAMES = ("pk", "number", "name", "office_name", "email")


def open_counties() -> QuerySet[County]:
    """The counties that have issued letters, by number."""
    issued = Decision.objects.filter(round__county=OuterRef("pk"), state=DecisionState.ISSUED)
    return County.objects.filter(Exists(issued)).only(*NAMES).order_by("number")


def open_county(number: str = "") -> County | None:
    """The county with this number; without one the first that has issued letters, else the first there is."""
    if number:
        return County.objects.only(*NAMES).filter(number=number).first()
    return open_counties().first() or County.objects.only(*NAMES).order_by("number").first()


def county_by_key(pk: int) -> County | None:
    """The county with this primary key."""
    return County.objects.only(*NAMES).filter(pk=pk).first()


def open_rounds(county: County) -> QuerySet[Round]:
    """The county's rounds whose letters are issued, newest first."""
    rounds = Round.objects.filter(county=county, decision__state=DecisionState.ISSUED)
    return rounds.only("county", "grant_year").order_by("-grant_year")
