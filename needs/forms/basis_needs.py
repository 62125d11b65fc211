"""The forms about needs in a decision basis: a new measure of some of them, and why the others are not answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm, dress
from needs.forms.decision_basis import PickKeys
from needs.forms.fields import LongText
from needs.models import Need

LONGEST_REASON = 4000


class NewMeasureForm(PortalForm):
    """What a measure begins with. Without a title it is named after the theme of its needs."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Short, and so that others see what it is about. You can change it later."),
    )
    behov = PickKeys(label=_("Needs it answers"))

    def __init__(self, *args: Any, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = {need.pk: need for need in needs}
        fields: dict[str, Any] = self.fields
        fields["behov"].choices = [
            (key, f"{need.report.owner}: {need.title}") for key, need in self.needs.items()
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("title") and not found.get("behov"):
            self.add_error("title", _("Write a title, or tick the needs that the measure shall answer."))
        return found

    @property
    def ticked(self) -> list[Any]:
        """The needs that are ticked, in the order of the list."""
        return [self.needs[key] for key in self.cleaned_data.get("behov", [])]


class ReasonsForm(PortalForm):
    """Why no measure answers each of these needs; and one reason for several at once (`same`)."""

    same_reason = LongText(label=_("One reason for all that are ticked"), max_length=LONGEST_REASON, rows=3)
    earlier = forms.ChoiceField(label=_("Or use a reason that is already written"), required=False)

    def __init__(
        self, *args: Any, free_needs: Sequence[Mapping[str, Any]], whys: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.free_needs = list(free_needs)
        reasons = list(dict.fromkeys(row["reason"] for row in free_needs if row["reason"]))
        fields["earlier"].choices = [("", _("None")), *((text, _short(text)) for text in reasons)]
        fields["same"] = PickKeys(
            label=_("Needs"), choices=[(row["pk"], row["owner_name"]) for row in free_needs]
        )
        for row in free_needs:
            fields[f"reason_{row['pk']}"] = LongText(
                label=_("%(owner)s: %(theme)s") % {"owner": row["owner_name"], "theme": row["theme"] or "–"},
                help_text=Truncator(whys.get(row["pk"], "")).words(60),
                max_length=LONGEST_REASON,
                rows=2,
            )
        for field in fields.values():
            dress(field)

    @property
    def rows(self) -> list[tuple[Mapping[str, Any], Any]]:
        """Each need with the field of its reason."""
        return [(row, self[f"reason_{row['pk']}"]) for row in self.free_needs]

    def reasons(self, *, is_for_several: bool) -> dict[str, str]:
        """The reasons as the service takes them; the one for several stands at each that is ticked."""
        found = {key: text for key, text in self.cleaned_data.items() if key.startswith("reason_")}
        same = self.cleaned_data.get("same_reason") or self.cleaned_data.get("earlier") or ""
        if is_for_several and same:
            found |= {f"reason_{key}": same for key in self.cleaned_data.get("same", [])}
        return found


def _short(text: str) -> str:
    first = " ".join(text.split())
    return first if len(first) <= 80 else f"{first[:79]}…"
