"""The forms of the county's code tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, PortalForm, dress
from needs.forms.nomination import MOST_NOK
from needs.models import StudyType


class EntryForm(PortalForm):
    """The name of a kind of study."""

    name = forms.CharField(label=_("Name"), max_length=120)


class ThemeForm(EntryForm):
    """The name of a theme, and whether it is the one where people write what it is about."""

    asks_free_text = forms.BooleanField(label=_("Whoever chooses it writes what it is about"), required=False)


class StudyTermsForm(PortalForm):
    """What a nomination begins with in a round."""

    most_per_kindergarten = forms.IntegerField(
        label=_("At most so many nominations from each kindergarten"),
        help_text=_("Leave it empty where there is no limit."),
        min_value=1,
        max_value=999,
        required=False,
    )

    def __init__(self, *args: Any, study_types: Sequence[StudyType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study_types = list(study_types)
        for row in self.study_types:
            field = KronerField(label=row.name, required=False, max_value=MOST_NOK)
            dress(field)
            self.fields[amount_field(row.pk)] = field

    @property
    def amounts(self) -> dict[int, int | None]:
        """The typed amount for each study type's key."""
        return {row.pk: self.cleaned_data[amount_field(row.pk)] for row in self.study_types}


def amount_field(pk: int) -> str:
    """What the amount of a study type is called in the form."""
    return f"amount_{pk}"


def initial_terms(amounts: Mapping[int, int], most_per_kindergarten: int | None) -> dict[str, Any]:
    """The form's values as they stand or are suggested."""
    return {
        **{amount_field(pk): amount for pk, amount in amounts.items()},
        "most_per_kindergarten": most_per_kindergarten,
    }
