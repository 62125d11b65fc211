"""The forms of the portal's own pages."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import OSLO
from common.forms import LongText, PortalForm


class ClockForm(PortalForm):
    """The instant that the demo's clock shall show: a day and an hour in Norway, or the instant of an event."""

    date = forms.DateField(
        label=gettext_lazy("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    time = forms.TimeField(
        label=gettext_lazy("Time of day"),
        required=False,
        initial="08:05",
        widget=forms.TimeInput(attrs={"type": "time", "size": "6"}, format="%H:%M"),
    )
    event = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("event"):
            for name in ("date", "time"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill in this field."))
        return cleaned

    def instant(self) -> datetime:
        """What was asked for. Call on a valid form."""
        event: datetime | None = self.cleaned_data["event"]
        return event or datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"], tzinfo=OSLO)


class DoneForm(PortalForm):
    """What one wants to say about something that is done outside the portal."""

    mark_optional = True
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For instance the date and the amount. The county governor can read it."),
    )


class ReasonForm(PortalForm):
    """Why somebody does something that must be explained."""

    reason = LongText(label=gettext_lazy("Reason"), required=True, rows=3, max_length=1000)


class PauseForm(ReasonForm):
    """Why mail is held back; colleagues read it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Your colleagues see it on their pages while mail is held back.")
