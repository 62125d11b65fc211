"""Asking a colleague to write, and naming a municipal service that reports."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PickOne, PickSeveral, PortalForm
from needs.forms.fields import LongText
from needs.models import Theme
from networks.models import Kindergarten


class AskForm(PortalForm):
    """A colleague, and what one wants to say."""

    mark_optional = True
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Your colleague signs in with a code that is sent to this address."),
    )
    message = LongText(label=_("What do you want to say?"), max_length=2000, rows=3)


class ServiceForm(PortalForm):
    """The name of a municipal service."""

    name = forms.CharField(
        label=_("Which service?"),
        max_length=160,
        help_text=_("For instance “PPT for Prøvedal” or “The health station in Prøvedal”."),
    )


class GatherForm(PortalForm):
    """A theme, and the kindergartens whose texts become one need."""

    theme = PickOne(label=_("Theme"))
    kindergartens = PickSeveral(label=_("Which kindergartens?"))

    def __init__(
        self, *args: Any, themes: Sequence[Theme], kindergartens: Sequence[Kindergarten], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["theme"].offer(themes)
        fields["kindergartens"].offer(kindergartens)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("theme") or not found.get("kindergartens"):
            raise forms.ValidationError(_("Tick at least one kindergarten under a theme."))
        return found
