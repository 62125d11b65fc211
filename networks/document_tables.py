"""The list of a network's documents."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common.sorting import norwegian_key
from common.tables import DayColumn, PortalTable
from networks.models import Network
from networks.queries.documents import Paper
from networks.states import DocumentAudience

WORDS = 30
SHORT = {
    DocumentAudience.MEMBERS: _("Those in the network"),
    DocumentAudience.EVERYBODY: _("Also heads and owners"),
}


class DocumentTable(PortalTable):
    """One row for each document, minutes and plan included."""

    caption = _("Documents")
    title = tables.Column(verbose_name=_("Document"))
    kind = tables.Column(verbose_name=_("What it is"), accessor="kind_label")
    dated_on = DayColumn(verbose_name=_("Date"))
    added_by = tables.Column(verbose_name=_("Added by"))
    audience = tables.Column(verbose_name=_("Who can read it"), orderable=False)
    remove = tables.Column(verbose_name=_("Change"), accessor="key", orderable=False)

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        self.network = network
        super().__init__(*args, **kwargs)

    def render_title(self, record: Paper) -> Any:
        link = format_html(
            '<a class="ds-link" href="{}" download>{}</a>', paper_url(record, self.network), record.title
        )
        if not record.note:
            return link
        note = Truncator(record.note).words(WORDS, truncate=" …")
        return format_html('{}<span class="hint">{}</span>', link, note)

    def render_added_by(self, value: str) -> str:
        return value or "–"

    def render_audience(self, value: str) -> str:
        return str(SHORT[DocumentAudience(value)]) if value else "–"

    def render_remove(self, record: Paper) -> Any:
        if not record.may_remove:
            return "–"
        url = reverse("networks:document_remove", kwargs={"network": self.network.pk, "pk": record.key})
        return format_html(
            '<a href="{}">{}<span class="visually-hidden">: {}</span></a>', url, _("Take out"), record.title
        )

    def order_title(self, rows: Any, is_descending: bool) -> Any:
        return sorted(rows, key=lambda paper: norwegian_key(paper.title), reverse=is_descending), True


def paper_url(paper: Paper, network: Network) -> str:
    """The file's address."""
    if paper.source == "minutes":
        return reverse(
            "networks:meeting_minutes_download", kwargs={"meeting": paper.meeting, "pk": paper.key}
        )
    if paper.source == "plan":
        return reverse("networks:plan_public_download", kwargs={"pk": paper.key})
    return reverse("networks:document_download", kwargs={"network": network.pk, "pk": paper.key})
