"""The lists of mails: staff's, and a network's own."""

from collections.abc import Callable, Collection
from typing import Any

import django_tables2 as tables
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common import dates
from common.models import OutboxMail
from common.outbox.queries import RESENDABLE, SHOWN_STATUSES, shown_status
from common.outbox.reasons import in_words
from common.tables import InstantColumn, PortalTable
from common.tag_colors import color_of
from rekom.letter_samples import label_of
from rekom.outbox.reads import CappedPaginator, about, names_of_topics

PER_PAGE = 25
ABOUT = ("duty", "network", "organisation", "kindergarten")


class MailTable(PortalTable):
    """What all lists of mails share. `scopes` are what is paused now."""

    planned_at = InstantColumn(verbose_name=_("When"), orderable=False)
    kind = tables.Column(verbose_name=_("Letter"), orderable=False)
    topics = tables.Column(verbose_name=_("About"), orderable=False)
    to = tables.Column(verbose_name=_("To"), orderable=False)
    status = tables.Column(verbose_name=_("State"), orderable=False)

    shown_topics: Collection[str] = ABOUT

    def __init__(self, *args: Any, scopes: Collection[str], **kwargs: Any) -> None:
        self.names: dict[str, str] = {}
        self.scopes = scopes
        self._tags: dict[str, Any] = {}
        super().__init__(*args, **kwargs)

    def leaf_to(self, request: HttpRequest, *, topics_shown: Callable[[str], bool]) -> None:
        """Turn to the page that the address names (the nearest for one that does not exist), and name its topics.

        These lists are not sorted: newest first is the order that the database has at hand.
        """
        self.request = request
        self.paginator = CappedPaginator(self.rows, PER_PAGE)
        self.page = self.paginator.get_page(request.GET.get("page"))
        found = (topic for row in self.paginated_rows for topic in row.record.topics)
        self.names = names_of_topics(topic for topic in found if topics_shown(topic))

    def render_kind(self, value: str) -> str:
        return label_of(value)

    def render_topics(self, record: OutboxMail) -> str:
        return " · ".join(about(record, self.names, self.shown_topics)) or "–"

    def render_to(self, record: OutboxMail) -> str:
        return record.recipient.name if record.recipient else "–"

    def render_status(self, record: OutboxMail) -> Any:
        status = shown_status(record, self.scopes)
        if status not in self._tags:
            self._tags[status] = state_tag(status)
        return self._tags[status]


class OutboxTable(MailTable):
    """Who was told what and when, for the county governor's staff; a tick sends a mail again."""

    caption = _("Who was told what and when")
    choose = tables.Column(
        verbose_name=_("Choose"), accessor="pk", orderable=False, attrs={"td": {"class": "nowrap"}}
    )

    class Meta(PortalTable.Meta):
        sequence = ("planned_at", "kind", "topics", "to", "status", "choose")

    def render_planned_at(self, record: OutboxMail) -> Any:
        label = _("Open the mail to %(name)s, %(kind)s") % {
            "name": self.render_to(record),
            "kind": label_of(record.kind),
        }
        address = reverse("outbox_detail", kwargs={"pk": record.pk})
        when = dates.instant(record.planned_at)
        return format_html(
            '<a href="{}"><span class="visually-hidden">{}: </span>{}</a>', address, label, when
        )

    def render_to(self, record: OutboxMail) -> Any:
        return f"{record.recipient.name}, {record.to}" if record.recipient else record.to

    def render_status(self, record: OutboxMail) -> Any:
        reason = in_words(record.reason)
        tag = super().render_status(record)
        return format_html('{} <span class="small subtle">{}</span>', tag, reason) if reason else tag

    def render_choose(self, record: OutboxMail) -> Any:
        if record.status not in RESENDABLE or record.is_resent:  # type: ignore[attr-defined]  # -- annotated
            return "–"
        label = _("Choose the mail to %(name)s, %(kind)s") % {
            "name": self.render_to(record),
            "kind": label_of(record.kind),
        }
        return format_html(
            '<input class="ds-input" type="checkbox" name="mail" value="{}" form="resend-form" aria-label="{}">',
            record.pk,
            label,
        )


class NetworkMailTable(MailTable):
    """The mails about a network and its bodies, for its leaders: no text, no address, no other bodies."""

    caption = _("Letters to those in the network")


def state_tag(status: str) -> Any:
    """A mail's state as a coloured tag."""
    labels = dict(SHOWN_STATUSES)
    context = {"color": color_of(status), "label": labels.get(status, status)}
    return SafeString(render_to_string("components/state_tag.html", context).strip())
