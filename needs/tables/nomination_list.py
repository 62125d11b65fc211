"""The list of the networks' prioritised lists, and their rows as a workbook."""

from collections.abc import Iterable, Sequence
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.documents.workbook import Column, Sheet
from common.tables import InstantColumn, NumberColumn
from common.tag_colors import color_of
from needs.queries.nomination_list import RankedRow
from needs.states import NominationListState
from needs.tables.networks import NetworksTable


class NominationListTable(NetworksTable):
    """One row for each network."""

    caption = _("The networks' prioritised lists")
    detail = "needs:nomination_list_detail"
    list_state = tables.Column(verbose_name=_("State"), empty_values=())
    nominations_count = NumberColumn(verbose_name=_("Nominations"))
    list_submitted_at = InstantColumn(verbose_name=_("Sent"), default="–")

    def render_list_state(self, record: Any) -> str:
        state = record.list_state
        label = NominationListState(state).label if state else gettext("Not begun")
        return render_to_string("components/state_tag.html", {"color": color_of(state), "label": label})


PLACE = Column(_("Place"), 8)
WHO = (
    Column(_("Employee"), 28),
    Column(_("E-mail"), 32),
    Column(_("Kindergarten"), 28),
    Column(_("Kindergarten owner"), 28),
    Column(_("Kind of owner"), 18),
)
WHAT = (
    Column(_("Kind of study"), 28),
    Column(_("Name of the study"), 32),
    Column(_("Institution"), 28),
    Column(_("Credits (studiepoeng)"), 12, "0.#"),
    Column(_("Year of study"), 10),
    Column(_("Position, in percent"), 12),
    Column(_("Begins"), 12),
    Column(_("Ends"), 12),
    Column(_("Amount, kr"), 14),
    Column(_("Granted, kr"), 14),
)
WHY = (Column(_("The network's argument"), 60), Column(_("Why it is not granted"), 60))


def list_sheets(rows: Iterable[RankedRow], *, with_names: bool) -> list[Sheet]:
    """A network's list as a sheet: with everything, or with numbers and studies only."""
    columns = [PLACE, *WHO, *WHAT, *WHY] if with_names else [PLACE, *WHAT]
    found = [[row.rank, *cells_of(row, with_names=with_names)] for row in rows]
    return [Sheet(_("Nominations"), columns, found)]


def cells_of(row: RankedRow, *, with_names: bool) -> Sequence[Any]:
    """One nomination's cells under WHO, WHAT and WHY, or under WHAT alone."""
    what = [
        row.study_type,
        row.study_name,
        row.institution,
        row.ects,
        row.year_of_study,
        row.position_percent,
        row.start_on,
        row.end_on,
        row.amount_nok,
        row.granted_nok,
    ]
    if not with_names:
        return what
    who = [row.student_name, row.student_email, row.kindergarten, row.owner, row.owner_kind]
    return [*who, *what, row.why, row.reason]
