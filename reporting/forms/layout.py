"""The forms of the directorate's layout: what its rows are, its columns, and the upload of an empty workbook."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import PortalForm
from common.uploads import ReceivedField
from reporting.layout_sources import Source
from reporting.models import RowsPer
from reporting.rules.layout import MOST_COLUMNS

EMPTY_ROWS = 3


class LayoutForm(PortalForm):
    """What the layout is called, and what its rows are about."""

    title = forms.CharField(label=gettext_lazy("Name of the sheet"), max_length=200, required=False)
    rows_per = forms.ChoiceField(
        label=gettext_lazy("Rows"),
        choices=RowsPer.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("When you change this, save once: then the list of contents fits the rows."),
    )


class ColumnForm(PortalForm):
    """One column: where it stands, its heading, and what stands under it."""

    order = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=999, required=False)
    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=200, required=False)
    source = forms.ChoiceField(label=gettext_lazy("Content"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def __init__(self, *args: Any, sources: Mapping[str, Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["source"]
        chosen.choices = [("", _("Nothing yet")), *((key, source.label) for key, source in sources.items())]
        place = str(self.prefix or "").rpartition("-")[2]
        number = int(place) + 1 if place.isdigit() else ""
        self.fields["heading"].widget.attrs["size"] = 40
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = _("%(what)s, column %(n)s") % {
                "what": field.label,
                "n": number,
            }


class ColumnFormSet(BaseFormSet):
    """All columns. Those without heading and content are left out."""

    def columns(self) -> list[tuple[str, str]]:
        """(heading, source) of each column that stays, in the order that was typed. Call when valid."""
        kept = []
        for place, form in enumerate(self.forms, start=1):
            typed = form.cleaned_data
            has_content = typed.get("heading") or typed.get("source")
            if has_content and not typed.get("remove"):
                order = typed.get("order") or MOST_COLUMNS * 10 + place
                kept.append((order, place, typed["heading"], typed["source"]))
        return [(heading, source) for _order, _place, heading, source in sorted(kept)]


Columns = formset_factory(
    ColumnForm,
    formset=ColumnFormSet,
    extra=EMPTY_ROWS,
    max_num=MOST_COLUMNS + EMPTY_ROWS,
    absolute_max=MOST_COLUMNS + EMPTY_ROWS,
)


class HeadingsForm(PortalForm):
    """The directorate's empty workbook."""

    file = ReceivedField(
        accept=".xlsx",
        label=gettext_lazy("The directorate's empty workbook"),
        help_text=gettext_lazy(
            "Excel (xlsx). The row of headings becomes the columns here, in place of those that stand. Then you say "
            "what stands under each."
        ),
        error_messages={"required": gettext_lazy("Choose the workbook that you got from the directorate.")},
    )
