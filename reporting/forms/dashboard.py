"""What a page of pictures is about: the round, and whether money is that round's or all years'."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm
from networks.models import Round

ALL = "alle"


class DashboardForm(PortalForm):
    """The year, and the years of the money."""

    aar = forms.ChoiceField(label=_("Round"))
    penger = forms.ChoiceField(
        label=_("Money of"), choices=[("", _("the round's year")), (ALL, _("all years"))], required=False
    )

    def __init__(self, *args: Any, rounds: Sequence[Round], has_money: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(str(round.grant_year), str(round.grant_year)) for round in rounds]
        self.fields["aar"].choices = years  # type: ignore[attr-defined]  # -- a ChoiceField, as written above
        if not has_money:
            del self.fields["penger"]
