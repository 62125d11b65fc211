"""The dates of the rounds, which everybody may know, also before anything is decided."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from common.dates import oslo_date
from networks.deadlines import due_of
from networks.models import County, Deadline

AHEAD = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class OpenDate:
    """One duty of one round: the day it opens and the day it is due."""

    year: int
    duty: str
    name: str
    opens_on: date
    due_on: date


def dates_of(county: County) -> list[OpenDate]:
    """All dates of the county's rounds, in the order in which they are due. One statement."""
    columns = ("duty", "opens_at", "due_at", "round__grant_year", "round__moves_to_working_day")
    rows = Deadline.objects.filter(round__county=county).select_related("round").only(*columns)
    found = [_open_date(row, row.round.grant_year, due_of(row, row.round)) for row in rows]
    return sorted(found, key=lambda row: (row.due_on, row.year, row.duty))


def dates_ahead(county: County, *, now: datetime) -> list[OpenDate]:
    """The dates of the next twelve months; where none is set, those of the newest round."""
    today, every = oslo_date(now), dates_of(county)
    ahead = [row for row in every if today <= row.due_on <= today + AHEAD]
    newest = max((row.year for row in every), default=0)
    return ahead or [row for row in every if row.year == newest]


def _open_date(row: Deadline, year: int, due_at: datetime) -> OpenDate:
    return OpenDate(
        year=year,
        duty=row.duty,
        name=str(row.get_duty_display()),
        opens_on=oslo_date(row.opens_at),
        due_on=oslo_date(due_at),
    )
