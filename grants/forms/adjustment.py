"""Forms of a network's budget."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.forms import ConfirmForm, KronerField, LongText, PortalForm, dress
from grants.models import GrantLine
from needs.models import LONG_TEXT

MOST = 2_147_483_647


class AdjustmentForm(PortalForm):
    """A new amount for each line, and why."""

    reason = LongText(label=_("Why do you propose this?"), max_length=LONG_TEXT, required=True)

    def __init__(self, *args: Any, lines: Sequence[GrantLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[self.name_of(line)] = KronerField(
                label=line.label, initial=line.budget_nok, max_value=MOST
            )
        self.order_fields([*(self.name_of(line) for line in self.lines), "reason"])
        for field in self.fields.values():
            dress(field)

    @staticmethod
    def name_of(line: GrantLine) -> str:
        """The name of a line's field."""
        return f"line_{line.pk}"

    @property
    def amounts(self) -> dict[int, int]:
        """The proposed amounts in kroner, by the line's key."""
        return {line.pk: self.cleaned_data[self.name_of(line)] for line in self.lines}


class DeclineForm(ConfirmForm):
    """Why the other side does not agree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)
        self.fields["comment"].label = _("Why do you not agree?")
