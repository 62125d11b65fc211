"""The forms of the recommendation: its texts, and the forum's ranking."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import ConfirmForm, LongText, PortalForm
from common.ordering import LONGEST, SEPARATOR, moved_by
from common.views import whole_number
from grants.services.recommendation import HEADINGS
from needs.models import LONG_TEXT


def _text(name: str, help_text: Any = "") -> LongText:
    return LongText(label=HEADINGS[name], help_text=help_text, max_length=LONG_TEXT, rows=8)


class RecommendationForm(PortalForm):
    """What a recommendation must show. All fields may be empty in a draft."""

    priorities = _text("priorities", _("Which measures, who takes part, and how long they last."))
    criteria_met = _text("criteria_met")
    cooperation = _text("cooperation")
    split = _text("split", _("The key, and why. The amounts themselves follow from the allocation."))
    dissent = _text("dissent", _("Who, and why. Leave it empty when the forum agrees."))


class ReopenForm(ConfirmForm):
    """Why an adopted recommendation is opened again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)
        self.fields["comment"].label = _("Why is it opened again?")


class RankForm(PortalForm):
    """The order of the individual measures as a hidden text, as components/ranking.html sends it."""

    order = forms.CharField(label=_("The order"), max_length=LONGEST, widget=forms.HiddenInput)

    @property
    def ranks(self) -> dict[int, int]:
        """The place of each individual measure that the page named, moved as the pressed button says."""
        parts = self.cleaned_data["order"].split(SEPARATOR)
        typed = list(dict.fromkeys(key for part in parts if (key := whole_number(part.strip())) is not None))
        return {key: place for place, key in enumerate(moved_by(typed, self.data), start=1)}
