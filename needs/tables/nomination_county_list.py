"""The county's combined list of nominations, and its rows as a workbook."""

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.documents.workbook import Column, Sheet
from common.money import kroner
from common.sorting import in_norwegian
from common.tables import KronerColumn, NumberColumn, PortalTable, StateColumn
from needs.queries.nomination_list import RankedRow
from needs.tables.nomination_list import PLACE, WHAT, WHO, WHY, cells_of

ONLY_WITH_NAMES = ("student_name", "kindergarten", "state")


class NominationCountyTable(PortalTable):
    """One row for each nomination; without names it tells numbers and studies only."""

    caption = _("All nominations in the county")
    pk = tables.Column(verbose_name=_("No."))
    student_name = tables.Column(verbose_name=_("Employee"))
    kindergarten = tables.Column(verbose_name=_("Kindergarten"))
    study_name = tables.Column(verbose_name=_("Study"))
    network_name = tables.Column(verbose_name=_("Network"), empty_values=())
    network_rank = NumberColumn(verbose_name=_("Place"), order_by=("network_rank", "pk"))
    amount_nok = KronerColumn(verbose_name=_("Amount, kr"), order_by=("amount_nok", "pk"))
    state = StateColumn(verbose_name=_("State"), order_by=("state", "pk"))
    outcome = tables.Column(verbose_name=_("Granted"), orderable=False, empty_values=())

    def __init__(self, *args: Any, with_names: bool, year: int, **kwargs: Any) -> None:
        self.year, self.with_names = year, with_names
        super().__init__(*args, exclude=() if with_names else ONLY_WITH_NAMES, **kwargs)

    def order_student_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "student_name", is_descending, "pk"), True

    def order_kindergarten(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "kindergarten__name", is_descending, "pk"), True

    def order_study_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "study_name", is_descending, "pk"), True

    def order_network_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "network_name", is_descending, "network_rank", "pk"), True

    def render_student_name(self, value: str, record: Any) -> Any:
        return format_html(
            '<a href="{}">{}</a>', reverse("needs:nomination_detail", kwargs={"pk": record.pk}), value
        )

    def render_kindergarten(self, record: Any) -> Any:
        kindergarten = record.kindergarten
        return format_html('{}<span class="hint">{}</span>', kindergarten.name, kindergarten.owner.name)

    def render_study_name(self, value: str, record: Any) -> Any:
        return format_html('{}<span class="hint">{}</span>', value, record.study_type or "")

    def render_network_name(self, record: Any) -> Any:
        if record.network_pk is None:
            return gettext("In no network")
        place = {"network": record.network_pk, "year": self.year}
        url = reverse("needs:nomination_list_detail", kwargs=place)
        hint = "" if record.is_list_sent else gettext("list not sent")
        return format_html('<a href="{}">{}</a><span class="hint">{}</span>', url, record.network_name, hint)

    def render_outcome(self, record: Any) -> Any:
        outcome = getattr(record, "outcome", None)
        if outcome is None:
            return "–"
        if not outcome.granted_nok:
            return gettext("Not granted")
        return format_html("{}{}", kroner(outcome.granted_nok), self._way_to_money(record))

    def _way_to_money(self, record: Any) -> Any:
        """The link to the chain around the nomination, for those who read it with its name."""
        if not self.with_names:
            return ""
        context = {"kind": "nomination", "pk": record.pk, "name": record.student_name or record.pk}
        return format_html(
            '<span class="hint">{}</span>', render_to_string("components/follow_money.html", context)
        )


def county_sheets(rows: Iterable[tuple[Any, RankedRow]], *, with_names: bool) -> list[Sheet]:
    """The combined list as a sheet: with everything, or with numbers and studies only."""
    first = [Column(_("No."), 8), Column(_("Network"), 28), PLACE]
    state = [Column(_("State"), 22), Column(_("The network's list"), 14)]
    columns = [*first, *WHO, *WHAT, *WHY, *state] if with_names else [*first, *WHAT]
    return [Sheet(_("Nominations"), columns, [_cells(*pair, with_names=with_names) for pair in rows])]


def _cells(nomination: Any, row: RankedRow, *, with_names: bool) -> list[Any]:
    found = [row.pk, nomination.network_name or "", row.rank, *cells_of(row, with_names=with_names)]
    if with_names:
        is_sent = gettext("Sent") if nomination.is_list_sent else gettext("Not sent")
        found += [nomination.get_state_display(), is_sent]
    return found
