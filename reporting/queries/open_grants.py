"""Who was given what, as everybody sees it: per round, with small numbers of persons hidden.

Money for individual measures is a known amount for each student, so it is hidden wherever the number of students is.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from grants.models import GrantLine, LineKind
from grants.states import DecisionState
from needs.models import StudyType
from networks.models import County
from reporting.models import ReportLine
from reporting.openness.hiding import shown_tables
from reporting.states import ReportState

OPEN_KINDS = (LineKind.FIXED, LineKind.COLLECTIVE)
"""The lines that are shown one by one; those for individual measures never are."""


@dataclass(frozen=True, kw_only=True)
class OpenGrant:
    """One grant of a round, in whole kroner.

    `open_nok` is the letter without money for individual measures, and `individual_nok` that money (beforehand, by
    study and local); None with `students` and `total_nok` where hidden. `used_nok` and `unspent_nok` are those of
    `open_nok` in an approved report, else None.
    """

    pk: int
    year: int
    name: str
    network: int | None
    letter_number: str
    issued_at: datetime | None
    fixed_nok: int
    collective_nok: int
    individual_nok: int | None
    students: int | None
    used_nok: int | None
    unspent_nok: int | None

    @property
    def is_university(self) -> bool:
        """Whether the recipient is a university."""
        return self.network is None

    @property
    def open_nok(self) -> int:
        """Fixed posts and collective measures."""
        return self.fixed_nok + self.collective_nok

    @property
    def total_nok(self) -> int | None:
        """The whole letter; None where it would tell what is hidden."""
        return None if self.individual_nok is None else self.open_nok + self.individual_nok


@dataclass(frozen=True, kw_only=True)
class OpenYear:
    """All grants of a round, and its sums. `by_study` are students by kind of study; None where hidden."""

    year: int
    grants: tuple[OpenGrant, ...]
    students: int | None
    individual_nok: int | None
    by_study: tuple[tuple[str, int | None], ...]

    @property
    def fixed_nok(self) -> int:
        """Fixed posts of all letters."""
        return sum(grant.fixed_nok for grant in self.grants)

    @property
    def collective_nok(self) -> int:
        """Collective measures of all letters."""
        return sum(grant.collective_nok for grant in self.grants)

    @property
    def open_nok(self) -> int:
        """All letters without money for individual measures."""
        return self.fixed_nok + self.collective_nok

    @property
    def total_nok(self) -> int | None:
        """All letters; None where it would tell what is hidden."""
        return None if self.individual_nok is None else self.open_nok + self.individual_nok


def open_years(county: County, years: Collection[int] | None = None) -> dict[int, OpenYear]:
    """The rounds whose letters are issued, newest first, all years unless named. Four statements."""
    lines = GrantLine.objects.filter(
        grant__decision__state=DecisionState.ISSUED, grant__decision__round__county=county
    )
    if years is not None:
        lines = lines.filter(grant__decision__round__grant_year__in=years)
    by_year: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _grant_rows(lines):
        by_year[row["year"]].append(row)
    studies, reported = _students_by_study(lines, county), _reported(lines)
    return {
        year: _open_year(year, rows, studies.get(year, {}), reported)
        for year, rows in sorted(by_year.items(), reverse=True)
    }


def _grant_rows(lines: Any) -> Any:
    """One row for each grant: its sums by purpose, and how many lines for individual measures it has."""
    given = Q(amount_nok__gt=0)
    individual = Q(kind=LineKind.INDIVIDUAL)
    beforehand = Q(kind=LineKind.COMMITTED)
    return (
        lines.order_by()
        .values("grant")
        .annotate(
            year=F("grant__decision__round__grant_year"),
            network=F("grant__network"),
            name=Coalesce("grant__network__name", "grant__university__name"),
            letter_number=F("grant__letter__number"),
            issued_at=F("grant__letter__issued_at"),
            fixed=Coalesce(Sum("amount_nok", filter=Q(kind=LineKind.FIXED)), 0),
            collective=Coalesce(Sum("amount_nok", filter=Q(kind=LineKind.COLLECTIVE)), 0),
            individual=Coalesce(Sum("amount_nok", filter=individual | beforehand), 0),
            students=Count("pk", filter=given & individual),
            promised=Count("pk", filter=given & beforehand),
        )
        .order_by("year", "network", "grant")
    )


def _students_by_study(lines: Any, county: County) -> dict[int, dict[str, int]]:
    """How many students were given money in each year, by kind of study; all the county's kinds, also with none."""
    rows = (
        lines.filter(kind=LineKind.INDIVIDUAL, amount_nok__gt=0)
        .order_by()
        .values(year=F("grant__decision__round__grant_year"), study=F("nomination__study_type__name"))
        .annotate(students=Count("pk"))
    )
    names = list(
        StudyType.objects.filter(county=county).order_by("order", "pk").values_list("name", flat=True)
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        table = found.setdefault(row["year"], dict.fromkeys(names, 0))
        table[row["study"] or ""] = table.get(row["study"] or "", 0) + row["students"]
    return found


def _reported(lines: Any) -> dict[int, tuple[int, int]]:
    """What approved reports say is used and unspent of the lines that are shown, by grant."""
    rows = (
        ReportLine.objects.filter(
            line__in=lines.filter(kind__in=OPEN_KINDS),
            carry_over__isnull=True,
            report__state=ReportState.APPROVED,
        )
        .order_by()
        .values_list("report__grant")
        .annotate(used=Coalesce(Sum("used_nok"), 0), unspent=Coalesce(Sum("unspent_nok"), 0))
    )
    return {grant: (used, unspent) for grant, used, unspent in rows}


def _open_year(
    year: int,
    rows: list[dict[str, Any]],
    studies: Mapping[str, int],
    reported: Mapping[int, tuple[int, int]],
) -> OpenYear:
    """The round with its small numbers hidden. Who has had money promised beforehand is always hidden: the portal
    does not know how many that is about.
    """
    concerned = {row["grant"]: row["students"] for row in rows if row["network"] or row["promised"]}
    promised = {row["grant"] for row in rows if row["promised"]}
    (by_grant, by_study), total = shown_tables(concerned, studies, always=promised)
    is_none = not any(row["individual"] for row in rows)
    if is_none:
        by_grant, total = dict.fromkeys(concerned, 0), 0
    money = {row["grant"]: row["individual"] for row in rows}
    grants = tuple(
        OpenGrant(
            pk=row["grant"],
            year=year,
            name=row["name"] or "",
            network=row["network"],
            letter_number=row["letter_number"] or "",
            issued_at=row["issued_at"],
            fixed_nok=row["fixed"],
            collective_nok=row["collective"],
            students=by_grant.get(row["grant"], 0),
            individual_nok=None if by_grant.get(row["grant"], 0) is None else row["individual"],
            used_nok=reported.get(row["grant"], (None, None))[0],
            unspent_nok=reported.get(row["grant"], (None, None))[1],
        )
        for row in rows
    )
    return OpenYear(
        year=year,
        grants=grants,
        students=total,
        individual_nok=None if total is None else sum(money.values()),
        by_study=() if is_none else tuple(by_study.items()),
    )
