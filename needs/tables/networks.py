"""What the lists with one row for each network share."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.sorting import in_norwegian
from common.tables import PortalTable


class NetworksTable(PortalTable):
    """One row for each network, with its name as the way to the page `detail`."""

    detail = ""
    name = tables.Column(verbose_name=_("Network"))

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)

    def order_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "name", is_descending, "pk"), True

    def render_name(self, record: Any) -> str:
        address = reverse(self.detail, kwargs={"network": record.pk, "year": self.year})
        return format_html('<a href="{}">{}</a>', address, record)
