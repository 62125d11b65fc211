"""The words of the county's summary: a part's title and text, and a part of the office's own."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
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


LAST, FIRST = "-last", "-first"
"""What the choice of place sends for the end and the beginning of the summary. No key of a part begins so."""


class SectionAddForm(PortalForm):
    """A part that the office adds: its title, and after which part it stands."""

    title = forms.CharField(label=_("Title"), max_length=TITLE)
    after = forms.ChoiceField(label=_("Where does it stand?"), required=False)

    def __init__(self, *args: Any, parts: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["autocomplete"] = "off"
        choices = [(key, gettext("After “%(title)s”") % {"title": title}) for key, title in parts]
        after = cast(forms.ChoiceField, self.fields["after"])
        after.choices = [(LAST, gettext("Last")), (FIRST, gettext("First")), *choices]


def place_of(chosen: str) -> str | None:
    """The key of the part that the new one stands after, "" for first, None for last."""
    return {LAST: None, "": None, FIRST: ""}.get(chosen, chosen)


class ReopenForm(PortalForm):
    """Why a frozen summary is opened again."""

    comment = forms.CharField(
        label=_("Why is it opened again?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
