"""The year that a wheel shows: from August to July, as kindergartens count, or from January to December."""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_MONTH = 8
"""The kindergartens' year begins in August ("Årshjul Rekom DMMH TSV 2024-25")."""
EARLIEST, LATEST = 2015, 2100


@dataclass(frozen=True)
class WheelYear:
    """Twelve months from the first day of one: `year` is the year in which they begin."""

    year: int
    first_month: int = FIRST_MONTH

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of the twelve months."""
        return tuple(_month(self.year, self.first_month + index) for index in range(12))

    @property
    def begins_on(self) -> date:
        """The first day of the year."""
        return date(self.year, self.first_month, 1)

    @property
    def ends_on(self) -> date:
        """The last day of the year."""
        return _month(self.year + 1, self.first_month) - timedelta(days=1)

    @property
    def label(self) -> str:
        """'2024–25', or '2024' for a year that begins in January."""
        return str(self.year) if self.first_month == 1 else f"{self.year}–{(self.year + 1) % 100:02d}"

    @property
    def before(self) -> "WheelYear | None":
        """The year before, while wheels go back that far."""
        return WheelYear(self.year - 1, self.first_month) if self.year > EARLIEST else None

    @property
    def after(self) -> "WheelYear | None":
        """The year after, while wheels go on that far."""
        return WheelYear(self.year + 1, self.first_month) if self.year < LATEST else None

    def holds(self, day: date) -> bool:
        """Whether the day lies in the year."""
        return self.begins_on <= day <= self.ends_on

    def month_index(self, day: date) -> int:
        """Which of the twelve months the day lies in: 0 for the first; days outside count to the nearest."""
        months = (day.year - self.year) * 12 + day.month - self.first_month
        return min(max(months, 0), 11)


def year_of(day: date, first_month: int = FIRST_MONTH) -> WheelYear:
    """The year that the day lies in."""
    return WheelYear(day.year if day.month >= first_month else day.year - 1, first_month)


def last_of_month(day: date) -> date:
    """The last day of the day's month."""
    return _month(day.year, day.month + 1) - timedelta(days=1)


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
