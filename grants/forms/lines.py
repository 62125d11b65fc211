"""The form in which amounts of a decision are changed, line by line."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import KronerField, LongText, PortalForm, dress
from grants.decided import OTHER, needs_ground
from grants.models import GrantLine
from grants.services.decision_lines import LineValues
from needs.models import LONG_TEXT
from networks.schemes import Scheme

MOST = 2_147_483_647
"""The largest amount of a line that the database stores."""


class LinesForm(PortalForm):
    """For each line: the amount, why it differs from the recommendation, and the ground of giving less than asked."""

    def __init__(self, *args: Any, lines: Sequence[GrantLine], scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.scheme = list(lines), scheme
        for line in self.lines:
            self._add(line)
        for field in self.fields.values():
            dress(field)

    def _add(self, line: GrantLine) -> None:
        self.fields[f"amount_{line.pk}"] = KronerField(
            label=gettext_lazy("Decided amount"), initial=line.amount_nok, max_value=MOST
        )
        self.fields[f"deviation_{line.pk}"] = LongText(
            label=gettext_lazy("Why does it differ from the recommendation?"),
            initial=line.deviation_reason,
            max_length=LONG_TEXT,
            rows=2,
        )
        if line.requested_nok and self.scheme.grounds:
            self.fields[f"ground_{line.pk}"] = forms.ChoiceField(
                label=gettext_lazy("Ground when it is less than asked for"),
                choices=[("", ""), *((ground.key, ground.label) for ground in self.scheme.grounds)],
                initial=line.ground,
                required=False,
            )
            self.fields[f"words_{line.pk}"] = LongText(
                label=gettext_lazy("The ground in your own words"),
                initial=line.ground_text,
                max_length=LONG_TEXT,
                rows=2,
            )

    def rows(self) -> list[tuple[GrantLine, list[list[forms.BoundField]]]]:
        """Each line with its fields, side by side: the amount and its ground, then the words about them."""
        pairs = (("amount", "ground"), ("deviation", "words"))
        return [(line, [self._beside(line, names) for names in pairs]) for line in self.lines]

    def _beside(self, line: GrantLine, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[f"{name}_{line.pk}"] for name in names if f"{name}_{line.pk}" in self.fields]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for line in self.lines:
            amount = typed.get(f"amount_{line.pk}")
            if amount is not None:
                self._check_words(line, amount, typed)
        return typed

    def _check_words(self, line: GrantLine, amount: int, typed: dict[str, Any]) -> None:
        """What a changed amount must say, asked for at its field; the rule asks again when it is saved."""
        is_other = line.recommended_nok is not None and amount != line.recommended_nok
        if is_other and not typed.get(f"deviation_{line.pk}", "").strip():
            self._ask(line, "deviation", _("Write why the amount is another than recommended."))
        if not is_other and self._is_new(line, "deviation", line.deviation_reason, typed):
            self._ask(line, "deviation", _("The amount is as recommended. Change it, or remove this text."))
        if f"ground_{line.pk}" not in self.fields:
            return
        if not needs_ground(amount, line.requested_nok):
            if self._is_new(line, "words", line.ground_text, typed):
                self._ask(
                    line, "words", _("All that was asked for is given. Change it, or remove this text.")
                )
            return
        ground = typed.get(f"ground_{line.pk}")
        if not ground:
            self._ask(line, "ground", _("Choose why it is less than what was asked for."))
        elif ground == OTHER and not typed.get(f"words_{line.pk}", "").strip():
            self._ask(line, "words", _("Write the ground in your own words."))

    @staticmethod
    def _is_new(line: GrantLine, name: str, stored: str, typed: dict[str, Any]) -> bool:
        """Whether a text has been written that would not be kept; an old one goes with the amount it was about."""
        text = typed.get(f"{name}_{line.pk}", "").strip()
        return bool(text) and text != stored

    def _ask(self, line: GrantLine, name: str, sentence: str) -> None:
        self.add_error(f"{name}_{line.pk}", f"{line.label}: {sentence}")


def line_values(typed: dict[str, Any], lines: Sequence[GrantLine]) -> dict[int, LineValues]:
    """What is typed for each line, by its key."""
    return {
        line.pk: LineValues(
            amount_nok=typed[f"amount_{line.pk}"],
            deviation_reason=typed[f"deviation_{line.pk}"],
            ground=typed.get(f"ground_{line.pk}", ""),
            ground_text=typed.get(f"words_{line.pk}", ""),
        )
        for line in lines
    }
