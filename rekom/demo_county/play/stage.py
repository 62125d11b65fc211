"""What the scripts share: the county's people and bodies, loaded once, and events with their instants."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from common.clock import oslo
from needs.models import Assessment, StudyType, Theme
from networks import queries
from networks.models import County, Kindergarten, Network, Organisation, Round, Seat, User
from networks.roles import LEADERS, Role

Act = Callable[[datetime], None]


@dataclass(frozen=True)
class Event:
    """Something that somebody did at an instant."""

    at: datetime
    act: Act


class Stage:
    """A county and its people. Rounds are kept until somebody gives a new deadline."""

    def __init__(self, county: County) -> None:
        self.county = county
        self._rounds: dict[int, Round] = {}

    def round(self, year: int) -> Round:
        """The round of a grant year, with deadlines and dispensations."""
        if year not in self._rounds:
            self._rounds[year] = queries.rounds().get(county=self.county, grant_year=year)
        return self._rounds[year]

    def has_round(self, year: int) -> bool:
        """Whether the county has a round for the year."""
        return queries.rounds().filter(county=self.county, grant_year=year).exists()

    def forget(self, year: int) -> None:
        """Load the round anew at next use, since a dispensation has been given."""
        self._rounds.pop(year, None)

    @cached_property
    def _seats(self) -> list[Seat]:
        return list(Seat.objects.select_related("user").order_by("pk"))

    def _holder(self, roles: Iterable[Role], column: str, pk: int) -> User:
        wanted = set(roles)
        for seat in self._seats:
            if seat.role in wanted and getattr(seat, f"{column}_id") == pk:
                return seat.user
        raise LookupError(f"Nobody is {wanted} in {column} {pk}.")

    def owner_contact(self, owner: Organisation) -> User:
        """The owner's contact."""
        return self._holder([Role.OWNER], "organisation", owner.pk)

    def writer(self, kindergarten: Kindergarten) -> User:
        """The kindergarten's head, or its owner's contact where the head is not in the portal."""
        try:
            return self._holder([Role.HEAD], "kindergarten", kindergarten.pk)
        except LookupError:
            return self.owner_contact(kindergarten.owner)

    def leader(self, network: Network) -> User:
        """The network's leader."""
        return self._holder(LEADERS, "network", network.pk)

    def university_person(self, university: Organisation) -> User:
        """The university's coordinator."""
        return self._holder([Role.UH_COORDINATOR], "organisation", university.pk)

    @cached_property
    def case_officer(self) -> User:
        """The case officer of the sign-in page."""
        return self._holder([Role.CASE_OFFICER], "county", self.county.pk)

    @cached_property
    def approver(self) -> User:
        """The approver of the sign-in page."""
        return self._holder([Role.APPROVER], "county", self.county.pk)

    @cached_property
    def forum_member(self) -> User:
        """The first member of the forum."""
        return self._holder([Role.FORUM_MEMBER], "forum", self.county.forum.pk)

    @cached_property
    def networks(self) -> list[Network]:
        """The county's networks, as they were made."""
        return list(
            Network.objects.filter(county=self.county).select_related("county", "payee").order_by("pk")
        )

    @cached_property
    def owners(self) -> dict[int, Organisation]:
        """The county's organisations by key."""
        return {row.pk: row for row in Organisation.objects.filter(county=self.county)}

    @cached_property
    def kindergartens(self) -> dict[int, Kindergarten]:
        """The county's kindergartens by key, with owner and municipality."""
        rows = Kindergarten.objects.filter(owner__county=self.county).select_related("owner", "municipality")
        return {row.pk: row for row in rows.order_by("pk")}

    def kindergartens_of(self, network: Network, year: int) -> list[Kindergarten]:
        """The network's kindergartens in the round of `year`."""
        key = (network.pk, year)
        if key not in self._kindergartens:
            rows = queries.kindergartens_in(network, self.round(year)).order_by("pk")
            self._kindergartens[key] = [self.kindergartens[row.pk] for row in rows]
        return self._kindergartens[key]

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """The county's themes by name."""
        return {row.name: row for row in Theme.objects.filter(county=self.county)}

    @cached_property
    def study_types(self) -> dict[str, StudyType]:
        """The county's study types by code."""
        return {row.code: row for row in StudyType.objects.filter(county=self.county)}

    def assessment(self, kindergarten: Kindergarten, year: int) -> Assessment:
        """A kindergarten's assessment, which must have been begun."""
        found = Assessment.objects.get(round=self.round(year), kindergarten=kindergarten)
        found.round, found.kindergarten = self.round(year), kindergarten
        return found

    @cached_property
    def _kindergartens(self) -> dict[tuple[int, int], list[Kindergarten]]:
        return {}


def chance(*key: object) -> Random:
    """Luck that depends on `key` alone, so that the play is the same whoever is asked first."""
    return Random(":".join(str(part) for part in key))  # noqa: S311 -- a demo needs no secrets


def moment(luck: Random, first: date, last: date, *, most: date | None = None) -> datetime:
    """An instant of the working day between two days; `most` is the day around which most of them lie."""
    days = (last - first).days
    around = (most - first).days if most else days / 2
    day = first + timedelta(days=round(luck.triangular(0, days, around)))
    return oslo(day.year, day.month, day.day, luck.randint(8, 15), luck.randint(0, 59))
