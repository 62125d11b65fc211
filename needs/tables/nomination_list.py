"""The list of the networks' prioritised lists."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.tables import InstantColumn, NumberColumn
from common.tag_colors import color_of
from needs.states import NominationListState
from needs.tables.networks import NetworksTable


class NominationListTable(NetworksTable):
    """One row for each network."""

    caption = _("The networks' prioritised lists")
    detail = "needs:nomination_list_detail"
    list_state = tables.Column(verbose_name=_("State"), empty_values=())
    nominations_count = NumberColumn(verbose_name=_("Nominations"))
    list_submitted_at = InstantColumn(verbose_name=_("Sent"), default="–")

    def render_list_state(self, record: Any) -> str:
        state = record.list_state
        label = NominationListState(state).label if state else gettext("Not begun")
        return render_to_string("components/state_tag.html", {"color": color_of(state), "label": label})
