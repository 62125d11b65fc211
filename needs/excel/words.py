"""The words of the workbook: names of sheets, headings, choices. Asked for within `in_norwegian`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from needs.excel import layout
from needs.models import PptPart, StaffGroup, term_label
from needs.queries.workbook import Stand

Options = list[tuple[Any, str]]

TITLES = {
    layout.ASSESSMENTS: _("Assessments"),
    layout.INVOLVEMENT: _("Who took part, by kindergarten"),
    layout.TOOK_PART: _("Who took part, owner"),
    layout.NEEDS: _("Needs"),
    layout.PLACES: _("Needs by kindergarten"),
    layout.COOPERATION: _("Cooperation"),
}
LABELS = {
    "heads_involvement": _("How did the heads take part?"),
    "involved_when": _("When did they take part?"),
    "staff_involvement": _("How did the staff take part?"),
    "sami_perspectives": _("Sami perspectives"),
    "ppt_part": _("Has PPT taken part?"),
    "ppt_involvement": _("Cooperation with PPT and the competence boost (Kompetanseløftet)"),
    "own_contribution": _("What do you contribute yourselves?"),
    "order": _("Priority"),
    "theme": _("Theme"),
    "theme_other": _("In your own words, if the theme is not in the list"),
    "why": _("Why do you need this?"),
    "goal": _("What do you want to achieve?"),
    "way_of_working": _("How do you want to work?"),
    "start_on": _("When do you want to start?"),
    "years": _("For how long?"),
    "kindergartens": _("Which kindergartens?"),
    "staff_groups": _("Who took part?"),
    "removed": _("Removed"),
}
"""What a field is called, in the workbook and on the pages about it."""


@contextmanager
def in_norwegian() -> Iterator[None]:
    """The workbook is in bokmål, whoever downloads it."""
    with translation.override("nb"):
        yield


def groups() -> Options:
    """The staff groups with their names."""
    return [(value, str(label)) for value, label in StaffGroup.choices]


def ppt_parts() -> Options:
    """How far PPT has taken part."""
    return [(value, str(label)) for value, label in PptPart.choices]


def durations() -> Options:
    """One to three years."""
    return [(1, str(_("1 year"))), (2, str(_("2 years"))), (3, str(_("3 years")))]


def starts(stand: Stand) -> list[tuple[date, str]]:
    """The half-years that work can start in."""
    return [(day, term_label(day)) for day in stand.starts]


def theme_names(stand: Stand) -> Options:
    """The themes that a need can have."""
    return [(theme.pk, theme.name) for theme in stand.themes_for_needs]


def choices(stand: Stand) -> dict[str, Options]:
    """The choices of each field that has a list, in bokmål."""
    asked: dict[str, Callable[[], Options]] = {
        "theme": lambda: theme_names(stand),
        "start_on": lambda: list(starts(stand)),
        "years": durations,
        "ppt_part": ppt_parts,
        "staff_groups": groups,
    }
    with in_norwegian():
        return {field: read() for field, read in asked.items()}
