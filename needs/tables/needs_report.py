"""The list of needs reports, also of those that are owed."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.sorting import in_norwegian
from common.tables import DayColumn, NumberColumn, PortalTable
from needs.queries import NOT_BEGUN
from needs.states import NeedsReportState
from needs.tables.assessment import state_tag_html


class NeedsReportTable(PortalTable):
    """One row for each owner and network; the row's values come from `queries.report_pairs`."""

    caption = _("Needs reports")
    owner_name = tables.Column(verbose_name=_("Owner"))
    network_name = tables.Column(verbose_name=_("Network"))
    kindergartens = NumberColumn(
        verbose_name=_("Kindergartens"), order_by=("kindergartens", "owner_id", "network_id")
    )
    state = tables.Column(verbose_name=_("State"), order_by=("state", "owner_id", "network_id"))
    submitted_at = DayColumn(verbose_name=_("Sent"), order_by=("submitted_at", "owner_id", "network_id"))

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)

    def order_owner_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "owner_name", is_descending, "owner_id", "network_id"), True

    def order_network_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "network_name", is_descending, "owner_id", "network_id"), True

    def render_owner_name(self, value: str, record: Any) -> Any:
        place = {"owner": record["owner_id"], "network": record["network_id"], "year": self.year}
        return format_html('<a href="{}">{}</a>', reverse("needs:needs_report_detail", kwargs=place), value)

    def render_state(self, value: str, record: Any) -> Any:
        if value == NOT_BEGUN:
            return state_tag_html("missing", _("Not begun"))
        if value == NeedsReportState.SUBMITTED and record["received_how"]:
            return state_tag_html(value, _("Recorded by the network"))
        return state_tag_html(value, NeedsReportState(value).label)
