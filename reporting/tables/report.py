"""The list of reports, also of those that are owed."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.tables import DayColumn, KronerColumn, PortalTable
from common.tag_colors import color_of
from reporting.queries import report_of


class ReportTable(PortalTable):
    """One row for each issued grant."""

    caption = _("Reports")
    recipient = tables.Column(verbose_name=_("Recipient"), empty_values=(), orderable=False)
    year = tables.Column(verbose_name=_("Round"), accessor="decision__round__grant_year")
    amount_nok = KronerColumn(verbose_name=_("Granted, kr"))
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)
    submitted_at = DayColumn(verbose_name=_("Sent"), accessor="report__submitted_at")

    def render_recipient(self, record: Any) -> Any:
        address = reverse("reporting:report_detail", kwargs={"pk": record.pk})
        return format_html('<a href="{}">{}</a>', address, record.network or record.university)

    def render_state(self, record: Any) -> str:
        report = report_of(record)
        code, label = (report.state, report.get_state_display()) if report else ("missing", _("Not begun"))
        if report and report.is_late:
            label = _("%(state)s, late") % {"state": label}
        return render_to_string("components/state_tag.html", {"color": color_of(code), "label": label})
