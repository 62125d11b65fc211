"""What kind of day a date is, in words: its weekday, the holiday it is, and the working day it moves to."""

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from common import dates
from common.working_days import holiday, is_working_day, next_working_day


def weekday(day: date) -> str:
    """'Lørdag', or 'Lørdag, Arbeidernes dag'. Public holidays keep their Norwegian names."""
    name = formats.date_format(day, "l").capitalize()
    found = holiday(day)
    return f"{name}, {found}" if found else name


def about_due(day: date, *, moves: bool) -> str:
    """The weekday of a due date and, when it is no working day, what that means."""
    if is_working_day(day):
        return f"{weekday(day)}."
    words = {"day": weekday(day), "next": _full(next_working_day(day))}
    if moves:
        return _("%(day)s. Not a working day: it is due on %(next)s instead.") % words
    return _("%(day)s. Not a working day; the next one is %(next)s.") % words


def _full(day: date) -> str:
    return f"{formats.date_format(day, 'l').lower()} {dates.day(day)}"
