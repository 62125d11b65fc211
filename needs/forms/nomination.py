"""The form of a nomination: one employee who studies."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, NumberField, PickOne, PortalForm
from needs.models import Nomination, StudyType
from needs.services.nomination import TYPED, NominationInput
from networks.models import Kindergarten

USUAL_NOK = 40_000
"""What one half-year of workplace-based study has been supported with; a suggestion only."""
MOST_NOK = 999_999


class NominationForm(PortalForm):
    """One employee who studies. All but the kindergarten may be empty in a draft."""

    kindergarten = PickOne(label=_("Kindergarten"), empty=_("Choose a kindergarten"))
    student_name = forms.CharField(label=_("Name of the employee"), max_length=120, required=False)
    student_email = forms.EmailField(
        label=_("E-mail of the employee"),
        help_text=_("Seen by you, the network's leader and the County Governor's case officers."),
        max_length=254,
        required=False,
    )
    study_type = PickOne(label=_("Kind of study"), empty=_("Choose"))
    study_name = forms.CharField(label=_("Name of the study"), max_length=200, required=False)
    institution = forms.CharField(
        label=_("Where?"),
        help_text=_("The university or university college."),
        max_length=200,
        required=False,
    )
    ects = NumberField(
        label=_("Credits (studiepoeng)"),
        help_text=_("How many credits the study gives in all."),
        max_digits=5,
        decimal_places=1,
        min_value=0,
        required=False,
    )
    position_percent = forms.IntegerField(
        label=_("Position, in percent"), min_value=0, max_value=100, required=False
    )
    amount_nok = KronerField(label=_("Amount"), required=False, max_value=MOST_NOK)

    def __init__(
        self,
        *args: Any,
        kindergartens: Sequence[Kindergarten],
        study_types: Sequence[StudyType],
        nomination: Nomination | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        own = {item.pk: item for item in kindergartens}
        types = {item.pk: item for item in study_types}
        if nomination and nomination.study_type:
            types.setdefault(nomination.study_type.pk, nomination.study_type)
        if nomination:
            own.setdefault(nomination.kindergarten.pk, nomination.kindergarten)
        fields["kindergarten"].offer(list(own.values()), empty=_("Choose a kindergarten"))
        fields["study_type"].offer(list(types.values()), empty=_("Choose"))
        if len(own) == 1:
            fields["kindergarten"].initial = next(iter(own))

    def clean_kindergarten(self) -> Kindergarten:
        """A nomination is always from a kindergarten."""
        found = self.cleaned_data["kindergarten"]
        if found is None:
            raise forms.ValidationError(gettext("Choose a kindergarten."))
        return cast(Kindergarten, found)

    @property
    def typed(self) -> NominationInput:
        """What is typed, as the service takes it."""
        found = dict(self.cleaned_data)
        found["amount_nok"] = found["amount_nok"] or 0
        return NominationInput(**found)


def initial_of(nomination: Nomination) -> dict[str, Any]:
    """The form's values as the nomination stands."""
    values = {name: getattr(nomination, name) for name in TYPED if name != "study_type"}
    return {
        **values,
        "kindergarten": nomination.kindergarten_id,
        "study_type": nomination.study_type_id,
        "amount_nok": nomination.amount_nok or None,
    }
