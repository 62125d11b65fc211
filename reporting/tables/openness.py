"""The public lists: measures, and the recipients of a year."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.sorting import in_norwegian
from common.tables import KronerColumn, NumberColumn, PortalTable

SHOWN_PLACES = 4


class OpenMeasureTable(PortalTable):
    """One row for each measure that was given money."""

    caption = _("Measures that were given money")
    title = tables.Column(verbose_name=_("Measure"))
    theme_name = tables.Column(verbose_name=_("Theme"))
    network_name = tables.Column(verbose_name=_("Network"))
    places = tables.Column(verbose_name=_("Municipalities"), orderable=False, empty_values=())
    kindergarten_count = NumberColumn(verbose_name=_("Kindergartens"))
    total_nok = KronerColumn(verbose_name=_("Amount (kr)"))
    year = tables.Column(verbose_name=_("Year"))

    def __init__(self, *args: Any, namespace: str, suffix: str, **kwargs: Any) -> None:
        self.namespace, self.suffix = namespace, suffix
        super().__init__(*args, **kwargs)

    def render_title(self, value: str, record: dict[str, Any]) -> SafeString | str:
        if not record["grant"]:
            return value
        url = reverse(f"{self.namespace}:grant", kwargs={"pk": record["grant"]})
        return format_html('<a href="{}#tiltak-{}">{}</a>', url, record["pk"], value)

    def render_places(self, value: list[str]) -> str:
        more = len(value) - SHOWN_PLACES
        names = ", ".join(value[:SHOWN_PLACES])
        return str(_("%(names)s and %(more)s more") % {"names": names, "more": more}) if more > 0 else names

    def order_title(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "title", is_descending, "pk"), True

    def order_network_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "network_name", is_descending, "-year", "pk"), True

    def order_theme_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "theme_name", is_descending, "-year", "pk"), True
