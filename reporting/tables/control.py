"""The list of reports that wait for the County Governor, with what the control sees in each."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.tables import DayColumn, KronerColumn, NumberColumn, PortalTable


class ControlTable(PortalTable):
    """One row for each report that waits: dicts of `queries.control_list.rows_to_control`."""

    caption = _("Reports to read")
    name = tables.Column(verbose_name=_("Recipient"))
    submitted_at = DayColumn(verbose_name=_("Sent"))
    granted_nok = KronerColumn(verbose_name=_("Granted, kr"))
    unspent_nok = KronerColumn(verbose_name=_("Unspent, kr"))
    must = NumberColumn(verbose_name=_("Must be answered"))
    count = NumberColumn(verbose_name=_("Findings"))
    waiting = NumberColumn(verbose_name=_("Questions without answer"))

    def render_name(self, value: str, record: Any) -> Any:
        address = reverse("reporting:report_control", kwargs={"pk": record["grant"]})
        return format_html('<a href="{}">{}</a>', address, value)
