"""Forms of the decision."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.forms import ConfirmForm, LongText, PortalForm
from needs.models import LONG_TEXT


class ReasonsForm(PortalForm):
    """Why the governor decides as it does."""

    reasons = LongText(
        label=_("Reasons for the decision"),
        help_text=_("This text stands in every letter. A new line makes a new paragraph."),
        max_length=LONG_TEXT,
        rows=12,
    )


class SendBackForm(ConfirmForm):
    """What must be changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)
        self.fields["comment"].help_text = _("The case officer gets this by e-mail.")
        self.fields["comment"].label = _("What must be changed?")
