"""The small forms of what is said about a needs report: no new needs, returned, a new deadline."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm
from needs.forms.fields import LongText


class DeclareNoNeedsForm(PortalForm):
    """Nothing to fill in: the button is the answer."""


class ReturnForm(PortalForm):
    """A comment, and the day until which the owner can send again."""

    comment = LongText(label=_("What shall the owner amend?"), required=True, max_length=4000)
    until = forms.DateField(
        label=_("The owner can send again until"),
        help_text=_("To the end of this day."),
    )


class ExtendForm(PortalForm):
    """A new deadline, and why."""

    until = forms.DateField(
        label=_("New deadline"),
        help_text=_("To the end of this day."),
    )
    reason = LongText(label=_("Reason"), required=True, max_length=1000)
