"""The words of the county's summary: a part's title and text, and a part of the office's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PortalForm

TITLE = 300


class SectionForm(PortalForm):
    """One part. The text may be empty: then what the reports say stands in its place."""

    title = forms.CharField(label=_("Title"), max_length=TITLE, required=False)
    text = LongText(
        label=_("Text"),
        rows=14,
        help_text=_("Leave it empty to let the texts of the reports stand as they are."),
    )


class SectionAddForm(PortalForm):
    """The title of a part that the office adds."""

    title = forms.CharField(label=_("Title"), max_length=TITLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["autocomplete"] = "off"


class ReopenForm(PortalForm):
    """Why a frozen summary is opened again."""

    comment = forms.CharField(
        label=_("Why is it opened again?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
