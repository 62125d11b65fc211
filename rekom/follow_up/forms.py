"""The forms of following up: which rows one sees, and what one writes when one reminds."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PortalForm
from rekom.follow_up.reads import Owed, matches, networks_in

LONGEST_LINE = 500


class FollowUpFilter(PortalForm):
    """How far they have come, which network, and free text in names; what cannot be understood finds nobody."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("none", _("Not begun")),
            ("begun", _("Begun, not sent")),
            ("overdue", _("Overdue")),
            ("asked", _("Has asked for a new deadline")),
            ("unreachable", _("Gets no mail")),
        ],
    )
    network = forms.ChoiceField(label=_("Network"), required=False)
    text = forms.CharField(label=_("Name"), required=False)

    def __init__(self, *args: Any, rows: list[Owed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        networks = networks_in(rows)
        self.fields["network"].choices = [("", _("All")), *networks]  # type: ignore[attr-defined]  # -- a choice field
        if len(networks) < 2:
            del self.fields["network"]

    @property
    def form(self) -> "FollowUpFilter":
        """Itself, as the filter's template asks for it."""
        return self

    @property
    def qs(self) -> list[Owed]:
        """The rows that fit."""
        if not self.is_valid():
            return []
        return [row for row in self.rows if matches(row, **self.cleaned_data)]

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for, as an address says it."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}


class RemindForm(PortalForm):
    """The sender's own words, and whether those told lately are reminded as well."""

    mark_optional = True
    line = LongText(
        label=_("Your own words"),
        rows=3,
        max_length=LONGEST_LINE,
        help_text=_(
            "They stand in the mail with your name under them. Leave it empty if the mail says enough."
        ),
    )
    again = forms.BooleanField(label=_("Remind them again, even so"), required=False)
    token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lately: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and not list(lately):
            self.hide_again()

    def hide_again(self) -> None:
        """Ask about it only where somebody has been told lately."""
        del self.fields["again"]
