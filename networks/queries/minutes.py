"""What the minutes of a meeting are made of."""

from collections import defaultdict
from dataclasses import dataclass, field

from networks.models import AgendaItem, Attendance, Ballot, Declaration, Meeting
from networks.queries.meetings import attendance_of, items_of
from networks.states import ImpartialityState


@dataclass
class CaseRows:
    """A case with what was declared about impartiality (not what was withdrawn), and the votes on it."""

    item: AgendaItem
    declarations: list[Declaration] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=list)


@dataclass
class MinutesRows:
    """A meeting with all that its minutes tell, in the order in which it is told."""

    meeting: Meeting
    attendance: list[Attendance]
    cases: list[CaseRows]


def minutes_rows(meeting: Meeting) -> MinutesRows:
    """All that the minutes tell, in five statements however many cases there are."""
    declarations, ballots = defaultdict(list), defaultdict(list)
    rows = Declaration.objects.filter(item__meeting=meeting).exclude(state=ImpartialityState.WITHDRAWN)
    for declaration in rows.select_related("person").order_by("declared_at", "pk"):
        declarations[declaration.item_id].append(declaration)
    votes = Ballot.objects.filter(item__meeting=meeting, closed_at__isnull=False).order_by("opened_at", "pk")
    for ballot in votes.prefetch_related("votes__person", "votes__seat"):
        ballots[ballot.item_id].append(ballot)
    cases = [CaseRows(item, declarations[item.pk], ballots[item.pk]) for item in items_of(meeting)]
    return MinutesRows(meeting, attendance_of(meeting), cases)
