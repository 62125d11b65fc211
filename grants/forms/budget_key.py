"""The form in which the forum's key is chosen among the scenarios."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm
from grants.key_words import decimal_words, weights_in_words
from grants.models import Scenario


class KeyForm(PortalForm):
    """Which scenario's key the forum has agreed on."""

    scenario = forms.ChoiceField(label=_("Which key did the forum agree on?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, scenarios: Iterable[Scenario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["scenario"]
        chooser.choices = [(str(row.pk), f"{row.name}: {key_in_words(row)}") for row in scenarios]


def key_in_words(key: Any) -> str:
    """A key in one line: '40 % equally, the rest by children (1) and full-time positions (2)'."""
    used = weights_in_words(key)
    facts = {"flat": decimal_words(key.flat_percent), "figures": used}
    if not used:
        return gettext("everything equally")
    return gettext("%(flat)s %% equally, the rest by %(figures)s") % facts
