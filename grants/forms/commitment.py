"""The form of what the county has promised for several years."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, PortalForm
from grants.forms.budget import MOST_NOK, Choices
from grants.models import Commitment
from grants.recipients import network_in, network_key, university_in, university_key
from grants.services.commitment import CommitmentValues


class CommitmentForm(PortalForm):
    """So much a year for each unit, from and to a day."""

    label = forms.CharField(label=_("What it is for"), max_length=160)
    recipient = forms.ChoiceField(label=_("Recipient"))
    unit_nok = KronerField(label=_("Amount a year for each"), max_value=MOST_NOK)
    units = forms.IntegerField(
        label=_("How many"),
        help_text=_("For instance the number of students. 1 when the amount is for all together."),
        min_value=1,
        max_value=9999,
    )
    first_on = forms.DateField(label=_("From"), widget=forms.DateInput)
    last_on = forms.DateField(
        label=_("To"),
        help_text=_("A year in which it runs only in spring or only in autumn gets half of the amount."),
        widget=forms.DateInput,
    )
    note = forms.CharField(
        label=_("What was promised, and where it stands"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, recipients: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["recipient"]
        chooser.choices = [("", _("Choose")), *recipients]

    def clean(self) -> dict[str, Any]:
        """It ends after it has begun."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = typed.get("first_on"), typed.get("last_on")
        if first and last and last <= first:
            self.add_error("last_on", gettext("It must end after it has begun."))
        return typed

    @property
    def values(self) -> CommitmentValues:
        """The typed commitment for the service."""
        typed = dict(self.cleaned_data)
        recipient = typed.pop("recipient")
        return CommitmentValues(**typed, network=network_in(recipient), university=university_in(recipient))


def initial_of(commitment: Commitment | None) -> dict[str, Any]:
    """The form's values as they stand."""
    if commitment is None:
        return {"units": 1}
    fields = ("label", "unit_nok", "units", "first_on", "last_on", "note")
    if commitment.network_id:
        recipient = network_key(commitment.network_id)
    else:
        recipient = university_key(commitment.university_id or 0)
    return {**{name: getattr(commitment, name) for name in fields}, "recipient": recipient}
