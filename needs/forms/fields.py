"""Fields that several of these forms use."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from common import forms
from needs.models import LONG_TEXT, term_label, terms
from networks.models import Round


class LongText(forms.LongText):
    """A text of several lines that may be empty in a draft."""

    longest = LONG_TEXT


def term_choices(round: Round, *, also: Iterable[date | None] = ()) -> list[tuple[str, Any]]:
    """The half-years that work can start in: those of the grant year and the next, and those chosen before."""
    days = {*terms(round.grant_year), *(day for day in also if day)}
    return [("", _("Not decided")), *((day.isoformat(), term_label(day)) for day in sorted(days))]


def year_choices() -> list[tuple[str, Any]]:
    """One to three years: longer than three years nobody plans in one report."""
    return [("", _("Not decided")), ("1", _("1 year")), ("2", _("2 years")), ("3", _("3 years"))]


def to_date(value: str) -> date:
    """The chosen half-year's first day."""
    return date.fromisoformat(value)
