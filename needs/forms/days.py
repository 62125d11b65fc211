"""One line of days that a university has used."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import NumberField, PickOne, PortalForm
from needs.models import Measure, UsedDays
from needs.rules.days import MOST_DAYS
from needs.services.days import DaysInput
from networks.models import Network


class DaysForm(PortalForm):
    """When, how many, where, and for what."""

    mark_optional = True
    on = forms.DateField(label=gettext_lazy("Date"), help_text=gettext_lazy("The day, or the last of them."))
    days = NumberField(
        label=gettext_lazy("Days"),
        min_value=Decimal("0.5"),
        max_value=MOST_DAYS,
        max_digits=5,
        decimal_places=1,
        help_text=gettext_lazy("Whole or half days, for instance 1,5."),
    )
    network = PickOne(label=gettext_lazy("Network"))
    measure = PickOne(
        label=gettext_lazy("Measure"),
        help_text=gettext_lazy("Leave it empty for work for the network as a whole."),
    )
    what = forms.CharField(label=gettext_lazy("What it was"), max_length=200, required=False)

    def __init__(
        self, *args: Any, networks: Sequence[Network], measures: Sequence[Measure], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["network"]
        place.offer(networks, empty=_("Choose a network"))
        place.required = True
        field: Any = self.fields["measure"]
        field.offer(measures, empty=_("None in particular"))
        named = [(str(row.pk), _named(row)) for row in measures]
        field.choices = [field.choices[0], *named]

    @classmethod
    def starting_with(cls, row: UsedDays, **kwargs: Any) -> "DaysForm":
        """The form of a line as it stands."""
        initial = {
            "on": row.on,
            "days": row.days,
            "network": row.network_id,
            "measure": row.measure_id,
            "what": row.what,
        }
        return cls(initial=initial, **kwargs)

    def clean_days(self) -> Decimal:
        days: Decimal = self.cleaned_data["days"]
        if days * 2 % 1:
            raise ValidationError(_("Write whole or half days, for instance 1,5."))
        return days

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        network, measure = data.get("network"), data.get("measure")
        if network and measure and measure.basis.network_id != network.pk:
            self.add_error("measure", _("The measure belongs to another network."))
        return data

    @property
    def typed(self) -> DaysInput:
        """What is typed, as the service takes it."""
        return DaysInput(**self.cleaned_data)


def _named(measure: Measure) -> str:
    basis = measure.basis
    return f"{measure.title} ({basis.network.name} {basis.round.grant_year})"
