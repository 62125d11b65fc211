"""The list of an owner's kindergartens."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.sorting import in_norwegian
from common.tables import DayColumn, PortalTable
from needs.states import AssessmentState
from needs.tables.assessment import state_tag_html


class OwnerKindergartenTable(PortalTable):
    """One row for each kindergarten, with a link to its assessment."""

    caption = _("Kindergartens")
    name = tables.Column(verbose_name=_("Kindergarten"))
    municipality = tables.Column(verbose_name=_("Municipality"))
    head = tables.Column(
        verbose_name=_("Head"), accessor="head_name", order_by=("head_name", "pk"), empty_values=()
    )
    state = tables.Column(
        verbose_name=_("Assessment"),
        accessor="assessment_state",
        order_by=("assessment_state", "pk"),
        empty_values=(),
    )
    saved_at = DayColumn(verbose_name=_("Last saved"), order_by=("saved_at", "pk"))
    needs = tables.Column(
        verbose_name=_("Needs in the report"), accessor="needs_count", order_by=("needs_count", "pk")
    )
    nominations = tables.Column(
        verbose_name=_("Nominations"), accessor="nominations_count", order_by=("nominations_count", "pk")
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)

    def order_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "name", is_descending, "pk"), True

    def order_municipality(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        return in_norwegian(queryset, "municipality__name_nb", is_descending, "pk"), True

    def render_name(self, record: Any) -> Any:
        url = reverse("needs:assessment_detail", kwargs={"kindergarten": record.pk, "year": self.year})
        return format_html('<a href="{}">{}</a>', url, record.name)

    def render_head(self, record: Any) -> Any:
        return record.head_name or state_tag_html("missing", _("No head is known"))

    def render_state(self, record: Any) -> Any:
        if record.assessment_state is None:
            return state_tag_html("missing", _("Not begun"))
        return state_tag_html(record.assessment_state, AssessmentState(record.assessment_state).label)
