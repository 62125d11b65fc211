"""The list of assessments."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.sorting import in_norwegian
from common.tables import DayColumn, PortalTable
from common.templatetags.portal import state_tag
from needs.states import AssessmentState


class AssessmentTable(PortalTable):
    """One row for each kindergarten; a link where there is something to read or to write."""

    caption = _("Assessments")
    name = tables.Column(verbose_name=_("Kindergarten"))
    owner = tables.Column(verbose_name=_("Owner"))
    municipality = tables.Column(verbose_name=_("Municipality"))
    state = tables.Column(
        verbose_name=_("State"),
        accessor="assessment_state",
        order_by=("assessment_state", "pk"),
        empty_values=(),
    )
    shared_at = DayColumn(verbose_name=_("Shared"), order_by=("shared_at", "pk"))

    def __init__(self, *args: Any, year: int, written: set[int], **kwargs: Any) -> None:
        self.year, self.written = year, written
        super().__init__(*args, **kwargs)

    def order_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "name", is_descending, "pk"), True

    def order_owner(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "owner__name", is_descending, "pk"), True

    def order_municipality(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "municipality__name_nb", is_descending, "pk"), True

    def render_name(self, record: Any) -> Any:
        is_shared = record.assessment_state == AssessmentState.SHARED
        if not is_shared and record.pk not in self.written:
            return record.name
        url = reverse("needs:assessment_detail", kwargs={"kindergarten": record.pk, "year": self.year})
        return format_html('<a href="{}">{}</a>', url, record.name)

    def render_state(self, record: Any) -> Any:
        if record.assessment_state is None:
            return state_tag_html("missing", _("Not begun"))
        return state_tag_html(record.assessment_state, AssessmentState(record.assessment_state).label)


def state_tag_html(state: str, label: Any) -> Any:
    """The coloured tag of a state that stands in an annotation."""
    colors = state_tag(state, label)
    return format_html('<span class="ds-tag" data-color="{}">{}</span>', colors["color"], colors["label"])
