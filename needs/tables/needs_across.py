"""The list of needs across networks and rounds."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.sorting import in_norwegian
from common.tables import PortalTable
from common.text_search import marked

WORDS = 35


class NeedsAcrossTable(PortalTable):
    """One row for each need: its theme and what is written, whose it is, where, and when it is wished."""

    caption = gettext_lazy("Needs")
    title = tables.Column(verbose_name=gettext_lazy("Need"), order_by=("theme__order", "pk"))
    owner = tables.Column(verbose_name=gettext_lazy("Owner"), accessor="report__owner__name")
    network = tables.Column(verbose_name=gettext_lazy("Network"), accessor="report__network__name")
    places = tables.Column(verbose_name=gettext_lazy("Municipality"), orderable=False)
    start_on = tables.Column(
        verbose_name=gettext_lazy("Start"), order_by=("start_on", "pk"), empty_values=(None,)
    )
    comments_count = tables.Column(
        verbose_name=gettext_lazy("Comments"), order_by=("comments_count", "pk"), empty_values=(None, 0)
    )
    choose = tables.Column(verbose_name=gettext_lazy("Choose"), accessor="pk", orderable=False)

    def __init__(
        self, *args: Any, may_choose: bool, has_networks: bool, has_years: bool, **kwargs: Any
    ) -> None:
        self.has_years = has_years
        hidden = [] if may_choose else ["choose"]
        hidden += [] if has_networks else ["network"]
        super().__init__(*args, exclude=hidden, **kwargs)

    def order_owner(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "report__owner__name", is_descending, "pk"), True

    def order_network(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "report__network__name", is_descending, "pk"), True

    def render_title(self, record: Any) -> Any:
        url = reverse("needs:need_read", kwargs={"pk": record.pk})
        found = getattr(record, "excerpt", "")
        words = marked(found) if found else Truncator(record.why).words(WORDS, truncate=" …")
        return format_html('<a href="{}">{}</a><span class="hint">{}</span>', url, record.title or "–", words)

    def render_owner(self, value: str, record: Any) -> Any:
        if not self.has_years:
            return value
        return format_html('{}<span class="hint">{}</span>', value, record.report.round.grant_year)

    def render_places(self, value: list[str], record: Any) -> Any:
        if not value:
            return "–"
        number = len(record.kindergarten_names)
        words = ngettext("%(n)s kindergarten", "%(n)s kindergartens", number) % {"n": number}
        return format_html('{}<span class="hint">{}</span>', ", ".join(value), words)

    def render_start_on(self, record: Any) -> Any:
        if not record.years:
            return record.start_label
        words = ngettext("%(n)s year", "%(n)s years", record.years) % {"n": record.years}
        return format_html('{}<span class="hint">{}</span>', record.start_label, words)

    def render_choose(self, record: Any) -> Any:
        label = _("Choose %(name)s") % {"name": f"{record.title}, {record.report.owner.name}"}
        return format_html(
            '<input class="ds-input" type="checkbox" name="behov" value="{}" form="measure-form" aria-label="{}">',
            record.pk,
            label,
        )
