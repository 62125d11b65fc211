"""Everybody's own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PortalModelForm
from networks.models import User


class ProfileForm(PortalModelForm):
    """A person's own page."""

    class Meta:
        model = User
        fields = ["name", "phone", "language"]
        labels = {"name": _("Name"), "phone": _("Phone"), "language": _("Language")}
        widgets = {"language": forms.RadioSelect}
        help_texts = {"language": _("The portal and its letters to you use this language.")}
