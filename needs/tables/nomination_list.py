"""The list of the networks' prioritised lists."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.sorting import norwegian
from common.tables import InstantColumn, NumberColumn, PortalTable
from common.tag_colors import color_of
from needs.states import NominationListState


class NominationListTable(PortalTable):
    """One row for each network."""

    caption = _("The networks' prioritised lists")
    name = tables.Column(verbose_name=_("Network"))
    list_state = tables.Column(verbose_name=_("State"), empty_values=())
    nominations_count = NumberColumn(verbose_name=_("Nominations"))
    list_submitted_at = InstantColumn(verbose_name=_("Sent"), default="–")

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)

    def order_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        order = norwegian("name")
        return queryset.order_by(order.desc() if is_descending else order, "pk"), True

    def render_name(self, record: Any) -> str:
        place = {"network": record.pk, "year": self.year}
        return format_html(
            '<a href="{}">{}</a>', reverse("needs:nomination_list_detail", kwargs=place), record
        )

    def render_list_state(self, record: Any) -> str:
        state = record.list_state
        label = NominationListState(state).label if state else gettext("Not begun")
        return render_to_string("components/state_tag.html", {"color": color_of(state), "label": label})
