"""Tables and filters of what has become of bodies and places."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.tables import DayColumn, NumberColumn, PortalTable
from networks.models import KindergartenPeriod, RegisterChange
from networks.states import RegisterChangeKind as Kind

PAGES = {
    "organisation": "networks:organisation_detail",
    "kindergarten": "networks:kindergarten_detail",
    "municipality": "networks:municipality_detail",
}


class ChangeTable(PortalTable):
    """One row for each change, the newest first."""

    caption = _("What has changed")
    on = DayColumn(verbose_name=_("Day"), orderable=False)
    what = tables.Column(verbose_name=_("What happened"), accessor="kind", orderable=False)
    about = tables.Column(verbose_name=_("About"), empty_values=(), orderable=False)
    became = tables.Column(verbose_name=_("Became"), empty_values=(), orderable=False)
    note = tables.Column(verbose_name=_("Note"), orderable=False, default="–")
    source = tables.Column(verbose_name=_("Known from"), orderable=False)

    def __init__(self, *args: Any, links: bool = True, may_record: bool = False, **kwargs: Any) -> None:
        self.links, self.may_record = links, may_record
        super().__init__(*args, **kwargs)

    def render_what(self, record: RegisterChange) -> Any:
        if not record.is_planned:
            return record.get_kind_display()
        tag = render_to_string("components/state_tag.html", {"color": "info", "label": _("Planned")})
        if not self.may_record:
            return format_html("{} {}", record.get_kind_display(), tag)
        return format_html(
            '{} {} <a href="{}" aria-label="{}">{}</a>',
            record.get_kind_display(),
            tag,
            reverse("history_cancel", kwargs={"pk": record.pk}),
            _("Take back: %(what)s, %(name)s")
            % {"what": record.get_kind_display(), "name": record.name_before},
            _("Take back"),
        )

    def render_about(self, record: RegisterChange) -> Any:
        return self._named(record, "") or record.name_before

    def render_became(self, record: RegisterChange) -> Any:
        return record.name_after or self._named(record, "to_") or "–"

    def _named(self, record: RegisterChange, prefix: str) -> Any:
        for name, page in PAGES.items():
            found = getattr(record, f"{prefix}{name}")
            if found is not None:
                said = record.name_before if not prefix and record.name_before else str(found)
                may_open = self.links or name != "organisation"
                url = reverse(page, kwargs={"pk": found.pk})
                return format_html('<a href="{}">{}</a>', url, said) if may_open else said
        return ""


class PeriodTable(PortalTable):
    """How a kindergarten has been registered, the newest first."""

    caption = _("How the kindergarten has been registered")
    valid_from = DayColumn(verbose_name=_("From"), orderable=False)
    valid_to = DayColumn(
        verbose_name=pgettext_lazy("the end of a period", "Until"), orderable=False, default="–"
    )
    name = tables.Column(verbose_name=_("Name"), orderable=False)
    owner = tables.Column(verbose_name=_("Owner"), orderable=False)
    municipality = tables.Column(verbose_name=_("Municipality"), orderable=False)

    class Meta(PortalTable.Meta):
        model = KindergartenPeriod
        fields = ()


class FiguresTable(PortalTable):
    """A kindergarten's figures, one row for each year."""

    caption = _("Figures per year")
    year = tables.Column(verbose_name=_("Year"), orderable=False)
    children = NumberColumn(verbose_name=_("Children"), orderable=False)
    staff_fte = tables.Column(
        verbose_name=_("Staff (FTE)"),
        attrs={"th": {"class": "num"}, "td": {"class": "num"}},
        orderable=False,
        default="–",
    )
    departments = NumberColumn(verbose_name=_("Departments"), orderable=False)
    source = tables.Column(verbose_name=_("Known from"), orderable=False, default="–")


class YearSumTable(PortalTable):
    """A municipality's sums per year: as it was then, and with what it has become by today."""

    caption = _("Sums per year")
    year = tables.Column(verbose_name=_("Year"), orderable=False)
    kindergartens = NumberColumn(verbose_name=_("Kindergartens"), orderable=False)
    children = NumberColumn(verbose_name=_("Children"), orderable=False)
    kindergartens_now = NumberColumn(verbose_name=_("Kindergartens, within today's borders"), orderable=False)
    children_now = NumberColumn(verbose_name=_("Children, within today's borders"), orderable=False)


class ChangeFilter(django_filters.FilterSet):
    """By kind and year."""

    kind = django_filters.ChoiceFilter(label=_("What happened"), empty_label=_("All"), choices=Kind.choices)
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("All"), method="by_year")

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def by_year(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(on__year=int(value))
