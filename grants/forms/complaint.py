"""Forms of the register of complaints."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.attachments import AttachmentField
from common.forms import LongText, PortalForm
from grants.letters import name_of
from grants.models import Grant
from needs.models import LONG_TEXT


class ComplaintForm(PortalForm):
    """Who complains about which letter, when it came and what it is about."""

    mark_optional = True
    grant = forms.ChoiceField(label=_("Which letter is it about?"))
    complainant = forms.CharField(label=_("Who complains?"), max_length=200)
    received_on = forms.DateField(
        label=_("When did the complaint come?"),
        help_text=_("The day it was sent, when it is sent in time and comes later."),
    )
    about = LongText(
        label=_("What is it about?"),
        help_text=_("What they want changed, and why. The recipient of the letter reads this."),
        required=True,
        max_length=LONG_TEXT,
        rows=6,
    )
    upload = AttachmentField(label=_("The complaint as a file"), required=False)

    def __init__(self, *args: Any, grants: Iterable[Grant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grants = {str(grant.pk): grant for grant in grants}
        names = [(key, f"{name_of(grant)} ({grant.letter.number})") for key, grant in self.grants.items()]
        self.fields["grant"].choices = [("", ""), *names]  # type: ignore[attr-defined]  # -- a ChoiceField


class OutcomeForm(PortalForm):
    """How a complaint ended, when, and why."""

    outcome = LongText(
        label=_("Outcome"),
        help_text=_("What is decided, and why. The recipient of the letter reads this."),
        required=True,
        max_length=LONG_TEXT,
        rows=6,
    )
    decided_on = forms.DateField(label=_("Decided on"))


class ForwardForm(PortalForm):
    """To whom a complaint is sent on, and when."""

    forwarded_to = forms.CharField(label=_("Sent to"), max_length=200, help_text=_("The appeal body."))
    forwarded_on = forms.DateField(label=_("Sent on"))


class SettleForm(OutcomeForm):
    """What the appeal body has decided."""

    is_granted = forms.ChoiceField(
        label=_("What did the appeal body decide?"),
        choices=[
            ("", ""),
            ("ja", _("The complaint is granted, in full or in part")),
            ("nei", _("The decision stands")),
        ],
    )
    field_order = ("is_granted", "outcome", "decided_on")
