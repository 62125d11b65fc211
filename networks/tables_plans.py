"""The list of the public plans."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from common.tables import DayColumn, PortalTable


class PublicPlanTable(PortalTable):
    """One row for each plan that is adopted."""

    caption = _("Long-term plans")
    body_name = tables.Column(
        verbose_name=_("Whose plan"),
        linkify=("networks:plan_public_detail", [tables.A("pk")]),
        orderable=False,
    )
    places = tables.Column(verbose_name=_("Municipalities"), orderable=False, empty_values=())
    county_name = tables.Column(verbose_name=_("County"), orderable=False)
    adopted_at = DayColumn(verbose_name=_("Adopted"), orderable=False)

    def render_places(self, record: Any, value: list[str]) -> str:
        return ", ".join(value) if value else str(_("The whole county"))
