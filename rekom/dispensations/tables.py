"""The list of later dates."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.dates import day
from common.tables import InstantColumn, PortalTable
from common.tag_colors import color_of
from rekom.dispensations.rows import Row, used_label


class DispensationTable(PortalTable):
    """One row for each request, and for each later date that nobody asked for."""

    caption = _("New deadlines")
    body = tables.Column(verbose_name=_("Who"), accessor="owed", order_by=("name",))
    network = tables.Column(verbose_name=_("Network"), orderable=False)
    reason = tables.Column(verbose_name=_("Why"), orderable=False)
    asked_by = tables.Column(verbose_name=_("Asked for by"), order_by=("asked_by", "at"))
    state = tables.Column(verbose_name=_("State"), order_by=("state", "at"))
    answered_by = tables.Column(verbose_name=_("Answered by"), order_by=("answered_by", "at"))
    due_at = InstantColumn(verbose_name=_("New deadline"), orderable=False)
    is_used = tables.Column(verbose_name=_("Used"), empty_values=(), orderable=False)

    def render_body(self, record: Row) -> Any:
        name = format_html("{}", str(record.owed))
        if record.request is not None:
            address = reverse("dispensation_request", kwargs={"pk": record.request.pk})
            name = format_html('<a href="{}">{}</a>', address, str(record.owed))
        return format_html('<div>{}<span class="hint">{}</span></div>', name, record.owed.duty.label)

    def render_network(self, value: tuple[int, str]) -> str:
        return value[1]

    def render_asked_by(self, value: str, record: Row) -> Any:
        when = day(record.asked_at) if record.asked_at else ""
        return format_html('<div>{}<span class="hint">{}</span></div>', value, when)

    def render_state(self, value: str, record: Row) -> str:
        return render_to_string(
            "components/state_tag.html", {"color": color_of(value), "label": record.state_label}
        )

    def render_is_used(self, record: Row) -> str:
        return used_label(record) or "–"
