"""The form for a person's right address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm


class EmailForm(PortalForm):
    """The address that a person has from now on."""

    email = forms.EmailField(
        label=_("The right e-mail address"),
        max_length=254,
        help_text=_("The person signs in with a code that is sent to this address."),
    )
