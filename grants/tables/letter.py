"""The list of letters."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import dates
from common.tables import DayColumn, KronerColumn, PortalTable
from grants.letters import recipient_of


class LetterTable(PortalTable):
    """Each letter with its recipient, amount and file."""

    caption = gettext_lazy("Grant letters")
    recipient = tables.Column(
        verbose_name=gettext_lazy("For"),
        empty_values=(),
        order_by=("grant__network__name", "grant__university__name"),
    )
    payee = tables.Column(verbose_name=gettext_lazy("Paid to"), empty_values=(), orderable=False)
    number = tables.Column(verbose_name=gettext_lazy("Letter"))
    issued_at = DayColumn(verbose_name=gettext_lazy("Issued"))
    amount = KronerColumn(verbose_name=gettext_lazy("Amount (kr)"), accessor="grant__amount_nok")
    seen_at = tables.Column(verbose_name=gettext_lazy("Seen"), empty_values=())
    file = tables.Column(verbose_name=gettext_lazy("File"), empty_values=(), orderable=False)

    budget = tables.Column(verbose_name=gettext_lazy("Budget"), empty_values=(), orderable=False)

    def render_recipient(self, record: Any) -> str:
        return str(record.grant.network or record.grant.university)

    def render_number(self, record: Any) -> str:
        return format_html(
            '<a class="ds-link" href="{}">{}</a>',
            reverse("grants:letter_detail", kwargs={"letter": record.pk}),
            record.number,
        )

    def render_seen_at(self, record: Any) -> str:
        """When a reader first opened the letter."""
        return dates.instant_short(record.seen_at) if record.seen_at else _("Not yet")

    def render_payee(self, record: Any) -> str:
        return str(recipient_of(record.grant) or "–")

    def render_budget(self, record: Any) -> str:
        """A link to the budget of each network whose measures the letter gives money to."""
        networks = {line.network.pk: line.network for line in record.grant.lines.all() if line.network}
        year = record.grant.decision.round.grant_year
        return format_html_join(
            ", ",
            '<a class="ds-link" href="{}">{}</a>',
            (
                (reverse("grants:adjustment_detail", kwargs={"year": year, "network": pk}), network.name)
                for pk, network in networks.items()
            ),
        )

    def render_file(self, record: Any) -> str:
        return format_html(
            '<a class="ds-link" href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse("grants:letter_download", kwargs={"letter": record.pk}),
            _("Download PDF"),
            record.number,
        )
