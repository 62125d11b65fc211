"""Norwegian working days: not Saturdays, Sundays or public holidays."""

from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5


@cache
def _holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("NO", years=year, language="no").items())


def holiday(day: date) -> str:
    """What the public holiday is called in Norwegian, or '' when the day is none."""
    return _holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Whether offices are open on the day."""
    return day.weekday() < SATURDAY and not holiday(day)


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
