"""What is typed about impartiality: the question, and what the meeting decides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PickOne, PortalForm
from networks.models import User
from networks.queries.lines import WHOLE, Line
from networks.states import ImpartialityState

OUTCOMES = [
    (ImpartialityState.RECUSED.value, _("Disqualified: takes no part here")),
    (ImpartialityState.CLEARED.value, _("Impartial: takes part as the others")),
]


class DeclareForm(PortalForm):
    """Which line, and why. Those who record for the meeting say whom it is about (`people`)."""

    person = PickOne(label=_("Whom it is about"))
    line = forms.ChoiceField(label=_("What it is about"))
    reason = LongText(
        label=_("Why"),
        required=True,
        rows=5,
        help_text=_(
            "One or two sentences. All who are called to the meeting can read it, and it stands in the minutes."
        ),
    )

    def __init__(self, *args: Any, lines: Sequence[Line], people: Sequence[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(WHOLE, _("The whole case")), *((row.key, row.label) for row in lines)]  # type: ignore[attr-defined]  # -- a ChoiceField
        self.fields["line"].required = False
        if people:
            self.fields["person"].offer(people, empty=_("Choose a person"))  # type: ignore[attr-defined]  # -- a PickOne
            self.fields["person"].required = True
        else:
            del self.fields["person"]


class DecideForm(PortalForm):
    """What the meeting has decided, why, and whether whoever is disqualified still sees the papers."""

    outcome = forms.ChoiceField(
        label=_("What has the meeting decided?"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    reason = LongText(label=_("Why"), required=True, rows=4, help_text=_("It stands in the minutes."))
    sees_papers = forms.BooleanField(
        label=_("Sees the papers of the case all the same"),
        required=False,
        help_text=_("Counts only for somebody who is disqualified."),
    )
