"""Who took part, when and how: the same questions in an assessment and in a needs report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm
from needs.forms.fields import LongText
from needs.models import StaffGroup


class InvolvementForm(PortalForm):
    """All may be empty in a draft."""

    staff_groups = forms.MultipleChoiceField(
        label=_("Who took part?"),
        help_text=_("Tick all who have had a say in what you need."),
        choices=StaffGroup,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    involved_when = forms.CharField(
        label=_("When did they take part?"),
        help_text=_("For example: the planning day on 14 August, and staff meetings in September."),
        max_length=200,
        required=False,
    )
    staff_involvement = LongText(
        label=_("How did the staff take part?"),
        help_text=_("What did they discuss, and how did you agree on what is most important?"),
    )
