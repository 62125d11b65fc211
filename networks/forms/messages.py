"""Whom a message goes to, what it says, and passing one on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments import AttachmentsField
from common.forms import LongText, PickSeveral, PortalForm, dress
from networks.models import Network
from networks.states import MessageGroup


class GroupsForm(PortalForm):
    """Which groups a message goes to, and for the county governor in which networks (none ticked: in all).

    `numbers` says how many people are in each group.
    """

    til = forms.MultipleChoiceField(
        label=gettext_lazy("Who gets it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who gets it.")},
    )
    nettverk = PickSeveral(
        label=gettext_lazy("In which networks?"),
        help_text=gettext_lazy("If you choose none, it goes to all networks."),
    )

    def __init__(
        self,
        *args: Any,
        groups: Sequence[MessageGroup],
        numbers: Mapping[MessageGroup, int] | None = None,
        networks: Sequence[Network] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_groups(self.fields["til"], groups, numbers)
        if networks:
            places: Any = self.fields["nettverk"]
            places.offer(networks)
        else:
            del self.fields["nettverk"]

    @property
    def groups(self) -> list[MessageGroup]:
        """The groups that were chosen."""
        return [MessageGroup(value) for value in self.cleaned_data["til"]]

    @property
    def networks(self) -> list[Network]:
        """The networks that were chosen; empty for all."""
        return list(self.cleaned_data.get("nettverk") or [])


def offer_groups(
    field: Any, groups: Sequence[MessageGroup], numbers: Mapping[MessageGroup, int] | None
) -> None:
    """Let the user choose among the groups, each with how many people it has."""
    field.choices = [
        (group.value, f"{group.label} ({numbers[group]})" if numbers is not None else str(group.label))
        for group in groups
    ]


class MessageForm(PortalForm):
    """What the message says."""

    mark_optional = True
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=160,
        help_text=gettext_lazy("Say what it is about and, if somebody must do something, by when."),
    )
    text = LongText(label=gettext_lazy("Message"), rows=10, required=True)
    attached = AttachmentsField(label=gettext_lazy("Attachments"), required=False)

    def clean_attached(self) -> Any:
        """All files are good, or the page says which are not."""
        field: Any = self.fields["attached"]
        if field.faults:
            raise forms.ValidationError([*field.faults, _("Choose all files again.")])
        return self.cleaned_data["attached"]


class PassOnForm(PortalForm):
    """To whom in the network, and a word of one's own."""

    til = forms.MultipleChoiceField(
        label=gettext_lazy("Who gets it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who gets it.")},
    )
    greeting = LongText(
        label=gettext_lazy("Your own words (optional)"),
        rows=4,
        help_text=gettext_lazy("They stand above the message."),
    )

    def __init__(
        self, *args: Any, groups: Sequence[MessageGroup], numbers: Mapping[MessageGroup, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_groups(self.fields["til"], groups, numbers)
        dress(self.fields["til"])
