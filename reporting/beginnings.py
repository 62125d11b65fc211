"""What a report starts with: what the kindergartens have written about their development work."""

from collections.abc import Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from needs.queries.development import Progress, progress_of
from reporting.models import Report, ReportLine

MOST_TRACES = 10
LONGEST_TRACE = 400
"""Characters of one trace in the report's draft."""


def begin_lines(report: Report, lines: Sequence[ReportLine]) -> bool:
    """Fill the texts of a report that is not begun, line by line; the writer changes them and saves.

    Returns whether something was filled. Nothing is stored here.
    """
    if report.pk is not None:
        return False
    measures = [line.line.measure_id for line in lines if line.line.measure_id]
    found = progress_of(measures, most_traces=MOST_TRACES) if measures else {}
    for line in lines:
        progress = found.get(line.line.measure_id or 0)
        if progress is not None:
            line.done = what_was_done(progress)
            line.attainment_text = what_is_seen(progress)
    return bool(found)


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
