"""What is wrong in an uploaded workbook: which sheet, which cell, what is wrong, and what to write instead."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

SHOWN = 50
"""So many faults stand on the page; all of them stand in the marked copy."""
MOST = 2_000
"""So many faults are looked for: nobody mends more at a time."""


@dataclass(frozen=True)
class Fault:
    """One thing to mend. `row` and `column` count from 1; 0 when it is about the whole sheet."""

    sheet: str
    row: int
    column: int
    wrong: str
    instead: str

    @property
    def cell(self) -> str:
        """'E17', or '' when the fault is about the whole sheet."""
        return f"{get_column_letter(self.column)}{self.row}" if self.row and self.column else ""


class Unreadable(Exception):
    """A cell's content cannot be taken: what is wrong, and what to write instead."""

    def __init__(self, wrong: str, instead: str) -> None:
        super().__init__(wrong)
        self.wrong, self.instead = wrong, instead


class WrongWorkbook(Exception):
    """The workbook is not one that can be read here; `str()` is a sentence to the user."""


def need_fault(place: tuple[str, int, int], *, gone: bool) -> Fault:
    """A need that somebody has removed, or that cannot be removed. `place`: sheet, row, column."""
    if gone:
        return Fault(
            *place,
            _("Somebody has removed this need in the portal since you downloaded the workbook."),
            _("Move the text to an empty row if you still want the need. Empty this row if not."),
        )
    return Fault(
        *place,
        _("The network has already made a measure of this need, so it cannot be removed."),
        _("Write the need again, or download the workbook anew."),
    )


def room_fault(place: tuple[str, int, int], count: int) -> Fault:
    """More needs than a report has room for."""
    return Fault(
        *place,
        _("The report would have %(count)s needs. It has room for 30.") % {"count": count},
        _("Empty the rows of some needs."),
    )
