"""A new round."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.dates import oslo_date
from common.forms import PortalForm
from networks.schemes import SCHEMES


class RoundForm(PortalForm):
    """A new round: which year, under which scheme."""

    grant_year = forms.IntegerField(
        label=_("Grant year"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("The year in which the money is granted."),
    )
    scheme_key = forms.ChoiceField(label=_("Scheme"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.this_year = oslo_date(now).year
        scheme: Any = self.fields["scheme_key"]
        scheme.choices = [(key, known.name) for key, known in SCHEMES.items()]

    def clean_grant_year(self) -> int:
        year: int = self.cleaned_data["grant_year"]
        if not self.this_year - 1 <= year <= self.this_year + 2:
            raise forms.ValidationError(
                _("Choose a year from %(first)s to %(last)s."),
                params={"first": self.this_year - 1, "last": self.this_year + 2},
            )
        return year
