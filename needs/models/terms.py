"""Half-years: work in kindergartens starts in spring (1 January) or autumn (1 August)."""

from datetime import date

from django.utils.translation import gettext as _


def term_label(start_on: date) -> str:
    """'Autumn 2027' for a day from July on, else 'Spring 2027'."""
    text = _("Autumn %(year)s") if start_on.month >= 7 else _("Spring %(year)s")
    return text % {"year": start_on.year}


def terms(first_year: int, years: int = 2) -> list[date]:
    """The first days of the half-years from `first_year` on, oldest first."""
    return [date(first_year + n, month, 1) for n in range(years) for month in (1, 8)]


def term_of(day: date) -> date:
    """The first day of the half-year that a day lies in: 1 January or 1 August."""
    return date(day.year, 8 if day.month >= 8 else 1, 1)
