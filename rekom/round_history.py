"""How a round's dates have been changed, in words: who changed which date from what to what, and why."""

from datetime import date

from django.utils.translation import gettext as _

from common import dates
from common.models import StateChange
from common.timeline import Line
from networks import queries
from networks.models import Round


def changes_of(round: Round) -> list[Line]:
    """The lines about the round's dates, oldest first."""
    labels = {row.pk: row.get_duty_display() for row in round.deadlines.all()}
    return [
        Line(line.at, str(line.by), _words(line, str(labels.get(line.object_id, ""))), line.comment)
        for line in queries.date_changes(round)
    ]


def _words(line: StateChange, duty: str) -> str:
    if line.verb == queries.SWITCH_CHANGED:
        is_on = line.after == "on"
        return _("Due dates move to working days, by") if is_on else _("Due dates stay as set, by")
    words = {"duty": duty, "before": "", "after": ""}
    if line.verb == queries.DATES_CHANGED:
        words |= {"before": _span(line.before), "after": _span(line.after)}
        return _("%(duty)s: from %(before)s to %(after)s, by") % words
    words |= {"before": _reminders(line.before), "after": _reminders(line.after)}
    return _("%(duty)s: reminders from %(before)s to %(after)s, by") % words


def _span(text: str) -> str:
    """'2026-09-01/2026-12-01' -> '1. september 2026 – 1. desember 2026'."""
    return " – ".join(dates.day(date.fromisoformat(part)) for part in text.split("/"))


def _reminders(text: str) -> str:
    """'1;21,7,1;1,7' -> 'ved åpning, 21, 7, 1 dager før, 1, 7 dager etter'."""
    at_opening, before, after = text.split(";")
    parts = [_("when it opens")] if at_opening == "1" else []
    if before:
        parts.append(_("%(days)s days before") % {"days": before.replace(",", ", ")})
    if after:
        parts.append(_("%(days)s days after") % {"days": after.replace(",", ", ")})
    return "; ".join(parts) or _("none")
