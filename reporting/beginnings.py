"""What the facts about a measure start with: what the kindergartens have written about their development work."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from needs.queries.development import Progress

MOST_TRACES = 10
LONGEST_TRACE = 400
"""Characters of one trace in the report's draft."""


def what_was_done(progress: Progress) -> str:
    """'7 barnehager har arbeidet med dette. 83 ansatte har vært med. 12 samlinger er holdt.'"""
    places, people = progress.kindergartens, progress.staff
    parts = []
    if places:
        text = ngettext(
            "%(n)s kindergarten has worked with this.", "%(n)s kindergartens have worked with this.", places
        )
        parts.append(text % {"n": places})
    if people:
        text = ngettext("%(n)s employee has taken part.", "%(n)s employees have taken part.", people)
        parts.append(text % {"n": people})
    if progress.gatherings:
        text = ngettext("%(n)s gathering was held.", "%(n)s gatherings were held.", progress.gatherings)
        parts.append(text % {"n": progress.gatherings})
    if progress.planning_days:
        text = ngettext(
            "%(n)s planning day was used for it.",
            "%(n)s planning days were used for it.",
            progress.planning_days,
        )
        parts.append(text % {"n": progress.planning_days})
    return " ".join(parts)


def what_is_seen(progress: Progress) -> str:
    """The traces of change, one line each, with the kindergarten's name."""
    if not progress.traces:
        return ""
    lines = [f"– {name}: {Truncator(text).chars(LONGEST_TRACE)}" for name, text in progress.traces]
    return "\n".join([_("The kindergartens see this:"), *lines])
