"""The list of decision bases."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.tables import InstantColumn, KronerColumn, NumberColumn
from common.tag_colors import color_of
from needs.states import BasisState
from needs.tables.networks import NetworksTable


class DecisionBasisTable(NetworksTable):
    """One row for each network."""

    caption = _("Decision bases")
    detail = "needs:decision_basis_detail"
    basis_state = tables.Column(verbose_name=_("State"), empty_values=())
    measures_count = NumberColumn(verbose_name=_("Measures"))
    network_nok = KronerColumn(verbose_name=_("The network, kr"))
    university_nok = KronerColumn(verbose_name=_("Universities, kr"))
    submitted_at = InstantColumn(verbose_name=_("Sent"), default="–")

    def render_name(self, record: Any) -> str:
        return super().render_name(record) if record.is_readable else str(record)

    def render_basis_state(self, record: Any) -> str:
        state = record.basis_state
        label = BasisState(state).label if state else gettext("Not begun")
        tag = render_to_string(
            "components/state_tag.html", {"color": color_of(state or "none"), "label": label}
        )
        mark = gettext("Sent without an approval") if record.silent_reason else ""
        return format_html('<div>{}<span class="hint">{}</span></div>', tag, mark) if mark else tag

    def render_network_nok(self, value: int, record: Any) -> str:
        return self._amount(value, record)

    def render_university_nok(self, value: int, record: Any) -> str:
        return self._amount(value, record)

    def _amount(self, value: int, record: Any) -> str:
        """Sums of a draft are its builders' own until it is sent."""
        return KronerColumn().render(value) if record.is_readable else "–"

    def render_measures_count(self, value: int, record: Any) -> str:
        return str(value) if record.is_readable else "–"
