"""The directorate's layout is set up: column by column, from last year's, or from the headings of a workbook."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import NotNow
from common.versions import check_version
from networks.models import Round, User
from reporting.layout_reading import headings_in
from reporting.layout_sources import guessed, offered
from reporting.models import DirectorateLayout, ExportColumn, RowsPer
from reporting.queries.layout import layout_before, questions_of
from reporting.rules import layout as rules

Columns = Sequence[tuple[str, str]]
"""Each column as (heading, source), in order."""


@transaction.atomic
def save_layout(
    *, round: Round, title: str, rows_per: str, columns: Columns, version: int, by: User, now: datetime
) -> DirectorateLayout:
    """Save the round's layout. `version` is what the page showed (0: nobody had set it up).

    Raises NotAllowed; NotNow when a column lacks a heading or names what is not offered, or somebody has saved since.
    """
    rules.check_may_edit_layout(by, round, now=now)
    rules.check_columns(columns, offered(rows_per, questions_of(round)))
    layout = _locked_or_begun(round, by=by, now=now)
    check_version(layout.version, version)
    layout.title, layout.rows_per, layout.version = title.strip(), rows_per, version + 1
    layout.saved_by, layout.saved_at = by, now
    layout.save()
    layout.columns.all().delete()
    ExportColumn.objects.bulk_create(
        ExportColumn(layout=layout, order=order, heading=heading.strip(), source=source)
        for order, (heading, source) in enumerate(columns, start=1)
    )
    return layout


@transaction.atomic
def copy_layout(*, round: Round, version: int, by: User, now: datetime) -> DirectorateLayout:
    """Take the county's newest layout of an earlier year. What is no longer asked stands without a source.

    Raises NotAllowed; NotNow when there is none, or somebody has saved since.
    """
    rules.check_may_edit_layout(by, round, now=now)
    before = layout_before(round)
    if before is None:
        raise NotNow(_("There is no layout of an earlier year to copy."))
    known = offered(before.rows_per, questions_of(round))
    columns = [(row.heading, row.source if row.source in known else "") for row in before.columns.all()]
    return save_layout(
        round=round,
        title=before.title,
        rows_per=before.rows_per,
        columns=columns,
        version=version,
        by=by,
        now=now,
    )


@transaction.atomic
def take_headings(
    *, round: Round, content: bytes, rows_per: str, version: int, by: User, now: datetime
) -> DirectorateLayout:
    """Take the headings of an empty workbook as the columns. One that is called as in the portal gets its source.

    Raises NotAllowed, NotNow, and ValidationError for a file that is no workbook with a row of headings.
    """
    rules.check_may_edit_layout(by, round, now=now)
    title, headings = headings_in(content)
    known = offered(rows_per, questions_of(round))
    columns = [(heading, guessed(heading, known)) for heading in headings]
    return save_layout(
        round=round, title=title, rows_per=rows_per, columns=columns, version=version, by=by, now=now
    )


def _locked_or_begun(round: Round, *, by: User, now: datetime) -> DirectorateLayout:
    begun = DirectorateLayout(round=round, rows_per=RowsPer.RECIPIENT, version=0, saved_by=by, saved_at=now)
    DirectorateLayout.objects.bulk_create([begun], ignore_conflicts=True)
    return DirectorateLayout.objects.select_for_update(of=("self",)).get(round=round)
