"""The list of kindergartens in granted measures, and how far their work has come."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.dates import day
from common.tables import NUM, PortalTable
from needs.queries.development import Place
from needs.states import DevelopmentState
from needs.tables.assessment import state_tag_html

BARE: dict[str, Any] = {"orderable": False, "empty_values": ()}


class DevelopmentTable(PortalTable):
    """One row for each kindergarten of each granted measure; the work is a link for those who may open it."""

    caption = _("Development work")
    kindergarten = tables.Column(verbose_name=_("Kindergarten"), **BARE)
    measure = tables.Column(verbose_name=_("Measure"), **BARE)
    state = tables.Column(verbose_name=_("State"), **BARE)
    staff = tables.Column(verbose_name=_("Employees"), attrs=NUM, **BARE)
    hours = tables.Column(verbose_name=_("Hours a week"), attrs=NUM, **BARE)
    held = tables.Column(verbose_name=_("Gatherings held"), attrs=NUM, **BARE)
    entry = tables.Column(verbose_name=_("Last in the log"), **BARE)
    act = tables.Column(verbose_name=_("What you can do"), **BARE)

    def __init__(self, *args: Any, opens: bool, leads: bool, **kwargs: Any) -> None:
        self.opens = opens
        super().__init__(*args, exclude=() if leads else ("act",), **kwargs)

    def render_kindergarten(self, record: Place) -> Any:
        name = record.kindergarten.name
        if record.work is None or not self.opens:
            return name
        url = reverse("needs:development_detail", kwargs={"pk": record.work.pk})
        return format_html('<a href="{}">{}</a>', url, name)

    def render_measure(self, record: Place) -> Any:
        basis = record.measure.basis
        where = f"{basis.network.name} {basis.round.grant_year}"
        return format_html('{}<span class="hint">{}</span>', record.measure.title, where)

    def render_state(self, record: Place) -> Any:
        if record.work is None:
            return state_tag_html("missing", _("Not begun"))
        return state_tag_html(record.work.state, DevelopmentState(record.work.state).label)

    def render_staff(self, record: Place) -> Any:
        return _number(record.work and record.work.staff)

    def render_hours(self, record: Place) -> Any:
        return _number(record.work and record.work.hours_per_week)

    def render_held(self, record: Place) -> Any:
        return _number(getattr(record.work, "held", None))

    def render_entry(self, record: Place) -> Any:
        last = getattr(record.work, "last_entry_on", None)
        return day(last) if last else "–"

    def render_act(self, record: Place) -> Any:
        if record.work is None:
            place = {"measure": record.measure.pk, "kindergarten": record.kindergarten.pk}
            return _link(reverse("needs:development_begin", kwargs=place), _("Begin"), record)
        if record.work.state in (DevelopmentState.PLANNED, DevelopmentState.ONGOING):
            url = reverse("needs:development_log_create", kwargs={"pk": record.work.pk})
            return _link(url, _("Write in the log"), record)
        return "–"


def _number(value: Any) -> str:
    return "–" if value is None else number_format(value.normalize() if isinstance(value, Decimal) else value)


def _link(url: str, label: Any, record: Place) -> Any:
    return format_html(
        '<a class="ds-link" href="{}">{}<span class="visually-hidden">: {}, {}</span></a>',
        url,
        label,
        record.kindergarten.name,
        record.measure.title,
    )
