"""The register of complaints as a list."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.tables import DayColumn, PortalTable, StateColumn
from grants.letters import name_of


class ComplaintTable(PortalTable):
    """Each complaint: from whom, about whose letter, when it came, whether in time, and how it stands."""

    caption = _("Complaints")
    complainant = tables.Column(verbose_name=_("From"))
    recipient = tables.Column(
        verbose_name=_("Letter to"),
        empty_values=(),
        order_by=("grant__network__name", "grant__university__name"),
    )
    received_on = DayColumn(verbose_name=_("Received"))
    is_in_time = tables.Column(verbose_name=_("In time"))
    due_at = DayColumn(verbose_name=_("Last day"))
    state = StateColumn(verbose_name=_("State"))
    forwarded_to = tables.Column(verbose_name=_("Sent to"), empty_values=("",))

    def render_complainant(self, record: Any, value: str) -> str:
        year = record.grant.decision.round.grant_year
        url = reverse("grants:complaint_detail", kwargs={"year": year, "complaint": record.pk})
        return format_html('<a class="ds-link" href="{}">{}</a>', url, value)

    def render_recipient(self, record: Any) -> str:
        return name_of(record.grant)

    def render_is_in_time(self, value: bool) -> Any:
        return _("Yes") if value else _("No, too late")
