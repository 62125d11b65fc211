"""The forms of scenarios: their name, their numbers, and one amount set by hand."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, PortalForm
from grants.allocation import AllocationError
from grants.forms.budget import MOST_NOK, BudgetForm
from grants.models import Scenario
from grants.services.scenario import ScenarioValues
from grants.states import Leftover

PLACES = {
    "frame_too_small": "frame_nok",
    "committed_above_cap": "individual_cap_percent",
    "no_weights": "weight_children",
    "overrides_above_total": "frame_nok",
    "overrides_do_not_fit": "recomputes_rest",
}
"""The field at which each refusal of the allocation stands."""


class ScenarioForm(BudgetForm):
    """The numbers and choices of a scenario: those of the frame and the key, and two more."""

    is_preliminary = None  # type: ignore[assignment]  # -- Django leaves a field out so
    note = None  # type: ignore[assignment]  # -- Django leaves a field out so
    leftover = forms.ChoiceField(
        label=_("What individual measures leave under the cap"), choices=Leftover.choices, widget=forms.Select
    )
    recomputes_rest = forms.BooleanField(
        label=_("The others share the rest when an amount is set by hand"),
        help_text=_("Without this the others keep their amounts, and the difference is not distributed."),
        required=False,
    )

    @staticmethod
    def of(scenario: Scenario) -> dict[str, Any]:
        """The values as they are saved."""
        return {name: getattr(scenario, name) for name in ScenarioForm.base_fields}

    @property
    def scenario_values(self) -> ScenarioValues:
        """The typed values for the service."""
        names = [field.name for field in fields(ScenarioValues)]
        return ScenarioValues(**{name: self.cleaned_data[name] for name in names})

    def refuse(self, error: AllocationError, sentence: str) -> None:
        """Put a refusal of the allocation at the field that it is about."""
        weight = f"weight_{error.path.rpartition('.')[2]}"
        place = weight if error.code == "empty_weight" else PLACES.get(error.code)
        self.add_error(place, sentence)


class NewScenarioForm(PortalForm):
    """The name of a new scenario, and what it begins with."""

    name = forms.CharField(label=_("Name"), max_length=80)
    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, scenarios: Iterable[Scenario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["start"]
        copies = [(str(row.pk), gettext("A copy of “%(name)s”") % {"name": row.name}) for row in scenarios]
        chooser.choices = [("", gettext("The recorded frame and key, and the figures of today")), *copies]
        chooser.required = False


class ScenarioNameForm(PortalForm):
    """The name and the note of a scenario."""

    name = forms.CharField(label=_("Name"), max_length=80)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What is tried here, and why. The forum sees it when the scenario is shared."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OverrideForm(PortalForm):
    """One amount set by hand."""

    amount_nok = KronerField(label=_("Amount set by hand"), max_value=MOST_NOK)
    reason = forms.CharField(
        label=_("Why is the amount set by hand?"),
        help_text=_("It stands with the amount wherever the scenario is shown."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    recomputes_rest = forms.BooleanField(
        label=_("The others share the rest by the key"),
        help_text=_("Without this the others keep their amounts, and the difference is not distributed."),
        required=False,
    )
