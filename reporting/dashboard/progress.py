"""Pictures of how far the networks are, and of what a network covers."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.pictures import BEGUN, DONE, EMPTY, LATE, NOTHING, Level, Picture, grid, stacked
from needs.states import BasisState, NominationListState
from networks.models import Round
from networks.states import Duty
from reporting.queries.dashboard import Cover, Mark, NetworkProgress
from reporting.states import ReportState

STATES = {
    Duty.DECISION_BASIS: BasisState,
    Duty.NOMINATION_LIST: NominationListState,
    Duty.REPORT: ReportState,
}


def progress_picture(
    rows: Sequence[NetworkProgress], round: Round, address_of: Callable[[int], str]
) -> Picture:
    """A line of squares for each network, one for each duty."""
    duties = [mark.duty for mark in rows[0].marks] if rows else []
    return grid(
        [(row.name, [(_level(mark), _words(mark)) for mark in row.marks]) for row in rows],
        key="progress",
        title=_("How far the networks are in %(year)s") % {"year": round.grant_year},
        text=_progress_text(rows),
        label_header=_("Network"),
        column_headers=[str(duty.label) for duty in duties],
        addresses=[address_of(row.pk) for row in rows],
    )


def cover_picture(found: Cover, name: str) -> Picture:
    """How many of the network's kindergartens have come so far."""
    rows = (
        (_("Have shared their assessment"), found.assessed),
        (_("Stand in a need that is sent"), found.in_need),
        (_("Take part in a measure"), found.in_measure),
    )
    said = " ".join(
        _("%(what)s: %(number)s of %(total)s kindergartens.")
        % {"what": what, "number": number, "total": found.total}
        for what, number in rows
    )
    return stacked(
        [(label, (number, found.total - number)) for label, number in rows] if found.total else [],
        key="cover",
        title=_("What the work reaches of the kindergartens in %(network)s") % {"network": name},
        text=said if found.total else _("There is nothing to show yet."),
        label_header=_("Kindergartens that"),
        part_headers=(_("Yes"), _("Not yet")),
        total_header=_("In all"),
        are_shares=True,
    )


def _level(mark: Mark) -> Level:
    if not mark.total:
        return Level(_("Owes nothing"), "", *EMPTY)
    if mark.is_done:
        return Level(_("Sent"), "✓", *DONE)
    if mark.is_late:
        return Level(_("Late"), "!", *LATE)
    if mark.has_begun:
        return Level(_("Under way"), "…", *BEGUN)
    return Level(_("Not begun"), "–", *NOTHING)


def _words(mark: Mark) -> str:
    if not mark.total:
        return _("Owes nothing")
    late = _("late") if mark.is_late else ""
    if mark.state is None:
        said = _("%(done)s of %(total)s") % {"done": mark.done, "total": mark.total}
    else:
        said = str(STATES[mark.duty](mark.state).label) if mark.state else _("Not begun")
    return f"{said}, {late}" if late else said


def _progress_text(rows: Sequence[NetworkProgress]) -> str:
    """'Decision basis: 7 of 10 networks have sent, 1 is late. …'"""
    if not rows:
        return _("There is nothing to show yet.")
    said = []
    for column in zip(*(row.marks for row in rows), strict=True):
        owing = [mark for mark in column if mark.total]
        late = sum(mark.is_late for mark in owing)
        text = _("%(duty)s: %(done)s of %(total)s networks are done") % {
            "duty": column[0].duty.label,
            "done": sum(mark.is_done for mark in owing),
            "total": len(owing),
        }
        said.append(
            text + (", " + ngettext("%(n)s is late", "%(n)s are late", late) % {"n": late} if late else "")
        )
    return ". ".join(said) + "."
