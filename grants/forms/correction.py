"""Forms of corrections."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, LongText, PortalForm, dress
from grants.forms.lines import MOST
from grants.models import GrantLine
from needs.models import LONG_TEXT


class CorrectionForm(PortalForm):
    """A new amount for each line of an issued grant, and why."""

    reason = LongText(
        label=_("Why is the grant corrected?"),
        help_text=_(
            "This text stands in the new letter. Those who asked read it where their amount is changed."
        ),
        max_length=LONG_TEXT,
        rows=6,
    )

    def __init__(
        self, *args: Any, lines: Sequence[GrantLine], amounts: Mapping[int, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            initial = amounts.get(line.pk, line.amount_nok)
            self.fields[f"amount_{line.pk}"] = KronerField(label=line.label, initial=initial, max_value=MOST)
        self.order_fields([*(f"amount_{line.pk}" for line in self.lines), "reason"])
        for field in self.fields.values():
            dress(field)

    def rows(self) -> list[tuple[GrantLine, forms.BoundField]]:
        """Each line with its field."""
        return [(line, self[f"amount_{line.pk}"]) for line in self.lines]


def correction_amounts(typed: Mapping[str, Any], lines: Sequence[GrantLine]) -> dict[int, int]:
    """The new amount of each line in kroner, by its key."""
    return {line.pk: typed[f"amount_{line.pk}"] for line in lines}


class ApproveCorrectionForm(PortalForm):
    """Whether what is paid too much is to be paid back; asked only where it is."""

    claims_back = forms.BooleanField(required=False)

    def __init__(self, *args: Any, back: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if back:
            self.fields["claims_back"].label = _("%(amount)s is to be paid back") % {"amount": back}
        else:
            del self.fields["claims_back"]
