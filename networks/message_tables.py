"""The lists of messages to many."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.tables import InstantColumn, NumberColumn, PortalTable
from networks.models import Message, Network


class MessageTable(PortalTable):
    """One row for each message that a network has sent."""

    caption = _("Messages")
    subject = tables.Column(verbose_name=_("Message"), linkify=("networks:message_detail", [tables.A("pk")]))
    sent_at = InstantColumn(verbose_name=_("Sent"))
    sent_by = tables.Column(verbose_name=_("By"), orderable=False)
    sent = NumberColumn(verbose_name=_("To how many"))
    opened = NumberColumn(verbose_name=_("Opened by"))


class CountyMessageTable(MessageTable):
    """The same for the county governor's office, with how many networks have passed each one on."""

    passed = NumberColumn(verbose_name=_("Passed on by networks"))


class InboxTable(PortalTable):
    """One row for each message to the person."""

    caption = _("Messages to you")
    subject = tables.Column(verbose_name=_("Message"), linkify=("networks:message_detail", [tables.A("pk")]))
    sender = tables.Column(verbose_name=_("From"), accessor="sent_by", orderable=False)
    sent_at = InstantColumn(verbose_name=_("Sent"))
    read_at = InstantColumn(verbose_name=_("Opened"), default=_("Not opened"))

    def render_sender(self, record: Message) -> str:
        return f"{record.sent_by} ({record.network or record.county.office_name})"


class ToPassOnTable(PortalTable):
    """One row for each message of the county governor to the network's leaders."""

    caption = _("From the County Governor")
    subject = tables.Column(
        verbose_name=_("Message"), linkify=("networks:message_detail", [tables.A("pk")]), orderable=False
    )
    sent_at = InstantColumn(verbose_name=_("Sent"), orderable=False)
    passed_at = InstantColumn(verbose_name=_("Passed on"), default=_("Not passed on"), orderable=False)
    act = tables.Column(verbose_name=_("What you can do"), accessor="pk", orderable=False)

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        self.network = network
        super().__init__(*args, **kwargs)

    def render_act(self, record: Any) -> Any:
        if record.passed_at:
            return "–"
        url = reverse("networks:message_pass_on", kwargs={"network": self.network.pk, "pk": record.pk})
        return format_html(
            '<a href="{}">{}<span class="visually-hidden">: {}</span></a>', url, _("Pass on"), record.subject
        )


class HoldingTable(PortalTable):
    """One row for each network: who has the governor's message there."""

    caption = _("Who has it")
    network = tables.Column(verbose_name=_("Network"))
    leaders = NumberColumn(verbose_name=_("Sent to"))
    opened = NumberColumn(verbose_name=_("Opened by"))
    passed_at = InstantColumn(
        verbose_name=_("Passed on"), accessor="passed__sent_at", default=_("Not passed on")
    )
    passed_by = tables.Column(verbose_name=_("By"), accessor="passed__sent_by", default="–")
    passed_to = NumberColumn(verbose_name=_("Passed on to"), accessor="passed__sent")
    passed_opened = NumberColumn(verbose_name=_("Opened there by"), accessor="passed__opened")


class RecipientTable(PortalTable):
    """One row for each person who was sent a message."""

    caption = _("Who was sent it")
    person = tables.Column(verbose_name=_("Name"))
    email = tables.Column(verbose_name=_("E-mail"), accessor="person__email")
    opened_at = InstantColumn(verbose_name=_("Opened in the portal"), default=_("Not opened"))

    def __init__(self, *args: Any, refused: Any = (), **kwargs: Any) -> None:
        self.refused = set(refused)
        super().__init__(*args, **kwargs)

    def render_email(self, record: Any, value: str) -> Any:
        if record.person_id not in self.refused:
            return value
        return format_html(
            '{} <span class="ds-tag" data-size="sm" data-color="danger">{}</span>',
            value,
            _("The address does not work"),
        )
