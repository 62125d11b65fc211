"""The lists of a network's municipalities and universities, now, before and ahead."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.tables import DayColumn, PortalTable
from networks.models import NetworkMunicipality, Partnership


class PeriodTable(PortalTable):
    """One row for each period, with its days, how it stands, and the way to its last day."""

    url_name = ""
    valid_from = DayColumn(verbose_name=_("From"), orderable=False)
    last_on = DayColumn(verbose_name=_("Last day"), orderable=False, default="–")
    stands = tables.Column(verbose_name=_("Status"), empty_values=(), orderable=False)
    change = tables.Column(verbose_name=_("Change"), accessor="pk", orderable=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def render_stands(self, record: NetworkMunicipality | Partnership) -> Any:
        if record.valid_from > self.today:
            said = {"color": "info", "label": _("Ahead")}
        elif record.is_valid_on(self.today):
            said = {"color": "success", "label": _("Now")}
        else:
            said = {"color": "neutral", "label": _("Ended")}
        return render_to_string("components/state_tag.html", said)

    def render_change(self, record: NetworkMunicipality | Partnership) -> Any:
        where = {"network": record.network_id, "pk": record.pk}
        return format_html(
            '<a href="{}">{}<span class="visually-hidden">: {}</span></a>',
            reverse(f"networks:{self.url_name}", kwargs=where),
            _("End or change the last day"),
            self.name_of(record),
        )

    def name_of(self, record: Any) -> str:
        """What the row is called."""
        raise NotImplementedError


class MembershipTable(PeriodTable):
    """The network's municipalities."""

    caption = _("Municipalities")
    url_name = "membership_end"
    municipality = tables.Column(verbose_name=_("Municipality"), orderable=False)

    class Meta(PortalTable.Meta):
        sequence = ("municipality", "...")

    def name_of(self, record: Any) -> str:
        return str(record.municipality)


class PartnershipTable(PeriodTable):
    """The network's universities."""

    caption = _("Universities")
    url_name = "partnership_end"
    university = tables.Column(verbose_name=_("University"), orderable=False)
    municipality = tables.Column(verbose_name=_("Where"), orderable=False, default=_("The whole network"))

    class Meta(PortalTable.Meta):
        sequence = ("university", "municipality", "...")

    def render_university(self, record: Partnership) -> Any:
        if not record.is_first_partner:
            return str(record.university)
        tag = render_to_string("components/state_tag.html", {"color": "info", "label": _("first partner")})
        return format_html("{} {}", record.university, tag)

    def name_of(self, record: Any) -> str:
        return str(record.university)
