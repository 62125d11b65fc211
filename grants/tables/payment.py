"""The lists of payments and of the ledger's lines."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from common.money import grouped
from common.tables import NUM, DayColumn, KronerColumn, PortalTable
from grants.letters import name_of, recipient_of
from grants.payment_standing import rows_of, standing_of
from grants.queries.payment import holds_on


class PaymentTable(PortalTable):
    """Each recipient with its letter, its payments, and how much is paid."""

    caption = gettext_lazy("Payments")
    recipient = tables.Column(
        verbose_name=gettext_lazy("For"), empty_values=(), order_by=("network__name", "university__name")
    )
    payee = tables.Column(verbose_name=gettext_lazy("Paid to"), empty_values=(), orderable=False)
    letter = tables.Column(verbose_name=gettext_lazy("Letter"), accessor="letter__number")
    amount = KronerColumn(verbose_name=gettext_lazy("Granted (kr)"), accessor="amount_nok")
    paid = tables.Column(verbose_name=gettext_lazy("Paid (kr)"), empty_values=(), orderable=False, attrs=NUM)
    plan = tables.Column(verbose_name=gettext_lazy("Payments"), empty_values=(), orderable=False)

    def render_recipient(self, record: Any) -> str:
        address = reverse(
            "grants:payment_grant",
            kwargs={"year": record.decision.round.grant_year, "grant": record.pk},
        )
        return format_html('<a class="ds-link" href="{}">{}</a>', address, name_of(record))

    def render_payee(self, record: Any) -> str:
        return str(recipient_of(record) or "–")

    def render_paid(self, record: Any) -> str:
        return grouped(standing_of(record).paid_nok)

    def render_plan(self, record: Any) -> str:
        """Each payment with its day and state; that the next one is held is said once."""
        context = {"rows": rows_of(record), "holds": holds_on(record)}
        return render_to_string("grants/_payment_states.html", context)


class LedgerTable(PortalTable):
    """Each line of the ledger: when, what, on which account, for whom, how much."""

    caption = gettext_lazy("Postings")
    on = DayColumn(verbose_name=gettext_lazy("Day"), accessor="posting__on")
    kind = tables.Column(
        verbose_name=gettext_lazy("Kind"), accessor="posting__get_kind_display", order_by="posting__kind"
    )
    text = tables.Column(verbose_name=gettext_lazy("Text"), accessor="posting__text")
    account = tables.Column(
        verbose_name=gettext_lazy("Account"), accessor="get_account_display", order_by="account"
    )
    recipient = tables.Column(
        verbose_name=gettext_lazy("Recipient"), accessor="grant", empty_values=(), orderable=False
    )
    amount = KronerColumn(verbose_name=gettext_lazy("Amount (kr)"), accessor="amount_nok")
    by = tables.Column(verbose_name=gettext_lazy("By"), accessor="posting__by__name", orderable=False)

    def render_recipient(self, record: Any) -> str:
        return name_of(record.grant) if record.grant else "–"
