"""How the workbook is laid out: its sheets, the keys in hidden cells, and how much it takes.

In each sheet column A is hidden and holds the key of the row, and row 1 is hidden and holds the keys of the columns;
A1 holds the key of the sheet. So rows, columns and sheets may be moved and renamed.
"""

from needs.models import NeedsReport, StaffGroup
from needs.rules.needs_report import is_from_service

TEMPLATE = 1
"""The edition of the workbook. A new column needs no new number: what a workbook does not have is left alone."""
UNDERSTOOD = {1}
"""The editions that can still be uploaded. Take one out when its cells have come to mean another thing."""

MARK = "rekom:"
STATE, ASSESSMENTS, INVOLVEMENT = "state", "assessments", "involvement"
TOOK_PART, NEEDS, PLACES, COOPERATION = "took_part", "needs", "places", "cooperation"
FILLED = (ASSESSMENTS, INVOLVEMENT, TOOK_PART, NEEDS, PLACES, COOPERATION)
"""The sheets that people fill in, in their order."""

KEYS_ROW, NOTE_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4
KEY_COLUMN, FIRST_COLUMN = 1, 2
MOST_NEEDS = 30
ALL = "all"
"""The row of the places' sheet that stands for all kindergartens."""
REPORT = "report"
ORDER = "order"
REMOVED = "removed"

GROUPS = "staff_groups"
NEED_COLUMNS = (ORDER, "theme", "theme_other", "why", "goal", "way_of_working", "start_on", "years")
NEED_TEXTS = {"theme_other": 120, "why": 20_000, "goal": 20_000, "way_of_working": 20_000}
"""The texts of a need, and how many characters each can have."""
SHORT = {"involved_when": 200}
LONG = 20_000


def group_key(group: str) -> str:
    """The key of the cell in which one staff group is ticked."""
    return f"{GROUPS}:{group}"


GROUP_KEYS = tuple(group_key(group) for group in StaffGroup.values)
INVOLVEMENT_COLUMNS = (*GROUP_KEYS, "involved_when", "staff_involvement")


def took_part_rows(report: NeedsReport) -> list[str]:
    """The questions on who took part; a municipal service has no heads to ask."""
    asked = [*GROUP_KEYS, "involved_when", "staff_involvement"]
    return asked if is_from_service(report) else ["heads_involvement", *asked]


def cooperation_rows(report: NeedsReport) -> list[str]:
    """The questions on cooperation: PPT's part not of a service, what the owner contributes where the scheme asks."""
    asked = ["sami_perspectives", "ppt_part", "ppt_involvement", "own_contribution"]
    if is_from_service(report):
        asked.remove("ppt_part")
    if not report.round.scheme.asks_own_contribution:
        asked.remove("own_contribution")
    return asked


def assessment_key(kindergarten: int) -> str:
    """The key of a kindergarten's assessment."""
    return f"assessment:{kindergarten}"


def need_key(need: int) -> str:
    """The key of a need that is stored."""
    return f"need:{need}"


def new_key(number: int) -> str:
    """The key of an empty row for a need."""
    return f"new:{number}"


def number_in(key: str) -> int:
    """The number in a key: 12 for 'need:12'."""
    return int(key.rpartition(":")[2])


def longest(field: str) -> int:
    """How many characters a text field can have."""
    return NEED_TEXTS.get(field, SHORT.get(field, LONG))
