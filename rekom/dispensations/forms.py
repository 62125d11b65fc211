"""What is typed about later dates: a request, an answer, what to look for in the list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PortalForm
from networks.states import MAY_ASK, RequestState


class AskForm(PortalForm):
    """Why a later date is wanted, and which."""

    mark_optional = True
    reason = LongText(
        label=_("Why do you need a new deadline?"),
        required=True,
        max_length=2000,
        help_text=_("Write nothing about anybody's health, or that can be traced to a child or an employee."),
    )
    wanted_on = forms.DateField(label=_("Until when do you need it?"), required=False)


class GiveForm(PortalForm):
    """A later date, and why it is given."""

    until = forms.DateField(label=_("New deadline"), help_text=_("To the end of this day."))
    reason = LongText(label=_("Reason"), required=True, max_length=2000)


class DeclineForm(PortalForm):
    """Why no later date is given."""

    reason = LongText(label=_("Why not?"), required=True, max_length=2000)


class ListForm(PortalForm):
    """What to look for in the list of a round."""

    aar = forms.ChoiceField(label=_("Round"), required=False)
    duty = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[("", _("All")), *((duty.value, duty.label) for duty in MAY_ASK)],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *RequestState.choices]
    )
    network = forms.ChoiceField(label=_("Network"), required=False)

    def __init__(
        self, *args: Any, years: Sequence[int], networks: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("aar", [(str(year), str(year)) for year in years], more_than=1)
        self._offer("network", [("", _("All")), *networks], more_than=2)

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]], *, more_than: int) -> None:
        field: Any = self.fields[name]
        field.choices = choices
        if len(choices) <= more_than:
            del self.fields[name]

    @property
    def wanted(self) -> dict[str, str]:
        """What was chosen; what makes no sense is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("duty", "state", "network")}


class ChooseForm(PortalForm):
    """Whom to give a later date: one body that owes the duty."""

    body = forms.ChoiceField(label=_("Who gets a new deadline?"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["body"]
        field.choices = [("", _("Choose")), *choices]
