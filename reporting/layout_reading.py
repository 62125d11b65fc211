"""The headings of an uploaded workbook: the directorate's own, empty one. Nothing in it is computed or trusted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.documents.opening import Page, open_workbook
from reporting.rules.layout import MOST_COLUMNS

SEARCHED_ROWS = 20
"""Headings stand in one of the first rows of a sheet."""
LONGEST_HEADING, LONGEST_TITLE = 200, 200


def headings_in(content: bytes) -> tuple[str, list[str]]:
    """The sheet's name, and its headings from left to right: the row with most texts among the first ones.

    The first sheet that has one counts. Raises ValidationError with a sentence for the person who uploaded it.
    """
    for page in open_workbook(content):
        headings = _headings(page)
        if headings:
            return page.title[:LONGEST_TITLE], headings
    raise ValidationError(_("No row of headings was found in the workbook."), code="no_headings")


def _headings(page: Page) -> list[str]:
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), cell in page.cells.items():
        text = " ".join(cell.text.split())
        if row <= SEARCHED_ROWS and text and cell.number is None and not cell.is_error:
            rows.setdefault(row, []).append((column, text[:LONGEST_HEADING]))
    if not rows:
        return []
    best = max(rows, key=lambda row: (len(rows[row]), -row))
    found = [text for _column, text in sorted(rows[best])]
    if len(found) > MOST_COLUMNS:
        raise ValidationError(
            _("The workbook has more than %(most)s headings."), code="too_many", params={"most": MOST_COLUMNS}
        )
    return found
