"""The form of one of a round's questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PortalForm
from reporting.states import Audience

LONGEST_TEXT, LONGEST_HELP = 300, 500


class Words(LongText):
    """A question or its help, of two lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rows=2, **kwargs)


class QuestionForm(PortalForm):
    """What is asked, in both written forms, and whom."""

    audience = forms.ChoiceField(label=_("Who answers?"), choices=Audience.choices, widget=forms.RadioSelect)
    text_nb = Words(label=_("The question in bokmål"), required=True, max_length=LONGEST_TEXT)
    help_nb = Words(label=_("Help in bokmål"), max_length=LONGEST_HELP)
    text_nn = Words(
        label=_("The question in nynorsk"),
        help_text=_("Left empty, those who write nynorsk read it in bokmål."),
        max_length=LONGEST_TEXT,
    )
    help_nn = Words(label=_("Help in nynorsk"), max_length=LONGEST_HELP)
    is_required = forms.BooleanField(label=_("It must be answered"), required=False, initial=True)
