"""The list of those who owe a duty."""

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import dates
from common.tables import InstantColumn, PortalTable
from common.tag_colors import color_of
from rekom.follow_up.reads import Owed


def tag(state: str, label: Any) -> Any:
    """A coloured tag for a state's code."""
    return render_to_string("components/state_tag.html", {"color": color_of(state), "label": label})


def _needs_no_network(rows: Iterable[Owed]) -> bool:
    """Whether the network says nothing new: it stands in each name, or it is the same for all."""
    known = list(rows)
    is_in_names = all(row.network_name in row.name for row in known)
    return is_in_names or len({row.network_name for row in known}) == 1


class FollowUpTable(PortalTable):
    """Who owes, who can do it, how far they have come, by when, and when they were last told."""

    caption = gettext_lazy("Who owes")
    name = tables.Column(verbose_name=gettext_lazy("Who"), order_by="sorted_by_name")
    people = tables.Column(
        verbose_name=gettext_lazy("People"), order_by="sorted_by_people", empty_values=(None,)
    )
    network_name = tables.Column(verbose_name=gettext_lazy("Network"), order_by="sorted_by_network")
    state = tables.Column(verbose_name=gettext_lazy("State"), order_by=("state_label", "sorted_by_name"))
    due_at = InstantColumn(verbose_name=gettext_lazy("Due"), order_by=("due_at", "sorted_by_name"))
    reminded_at = InstantColumn(verbose_name=gettext_lazy("Last told"))
    choose = tables.Column(verbose_name=gettext_lazy("Choose"), accessor="key", orderable=False)

    def __init__(self, *args: Any, may_remind: bool, **kwargs: Any) -> None:
        rows = kwargs["data"] if "data" in kwargs else args[0]
        hidden = [] if may_remind else ["choose"]
        hidden += ["network_name"] if _needs_no_network(rows) else []
        super().__init__(*args, exclude=hidden, sequence=("choose", "..."), **kwargs)

    def render_people(self, record: Owed) -> Any:
        if record.is_unreachable:
            return tag("failed", _("Nobody to remind"))
        if not record.refused:
            return record.people
        label = _("Address does not work: %(names)s") % {"names": ", ".join(record.refused)}
        return format_html("{} {}", record.people, tag("failed", label))

    def render_state(self, record: Owed) -> Any:
        tags = [tag(record.state, record.state_label)]
        if record.is_overdue:
            tags.append(tag("overdue", _("Overdue")))
        if record.has_asked:
            tags.append(tag("asked", _("Has asked for a new deadline")))
        return format_html_join(" ", "{}", ((one,) for one in tags))

    def render_due_at(self, record: Owed) -> Any:
        when = dates.instant(record.due_at)
        if not record.has_own_date:
            return when
        return format_html('{} <span class="small subtle">{}</span>', when, _("own deadline"))

    def render_choose(self, record: Owed) -> Any:
        if record.is_unreachable:
            return "–"
        label = _("Choose %(name)s") % {"name": record.name}
        return format_html(
            '<input class="ds-input" type="checkbox" name="body" value="{}" form="remind-form" aria-label="{}">',
            record.key,
            label,
        )
