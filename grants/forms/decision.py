"""Forms of the decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from needs.models import LONG_TEXT


class LongText(forms.CharField):
    """A text of several lines. Too long is refused with a sentence; the browser never cuts what is pasted."""

    widget = forms.Textarea(attrs={"rows": 6})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONG_TEXT, **kwargs})

    def to_python(self, value: Any) -> str:
        """Line breaks count once, as they did when the text was typed."""
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`."""
        return {}


class ReasonsForm(forms.Form):
    """Why the governor decides as it does."""

    reasons = LongText(
        label=_("Reasons for the decision"),
        help_text=_("This text stands in every letter. A new line makes a new paragraph."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )


class CommentForm(forms.Form):
    """What must be changed."""

    comment = LongText(
        label=_("What must be changed?"), help_text=_("The case officer gets this by e-mail.")
    )
