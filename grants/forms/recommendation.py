"""The forms of the recommendation: its texts, and the forum's ranking."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import ConfirmForm, LongText, PortalForm, dress
from needs.models import LONG_TEXT, Nomination


def _text(label: Any, help_text: Any = "") -> LongText:
    return LongText(label=label, help_text=help_text, max_length=LONG_TEXT, rows=6)


class RecommendationForm(PortalForm):
    """What a recommendation must show. All fields may be empty in a draft."""

    priorities = _text(
        _("Which measures are prioritised?"), _("Which measures, who takes part, and how long they last.")
    )
    criteria_met = _text(_("How do the measures meet the criteria?"))
    cooperation = _text(_("Which owners and universities cooperate?"))
    split = _text(
        _("How is the money split?"),
        _("The key, and why. The amounts themselves follow from the allocation."),
    )
    dissent = _text(
        _("Is anybody of another opinion?"), _("Who, and why. Leave it empty when the forum agrees.")
    )


class ReopenForm(ConfirmForm):
    """Why an adopted recommendation is opened again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)
        self.fields["comment"].label = _("Why is it opened again?")


def _rank_field(nomination: Nomination) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Rank of no. %(number)s") % {"number": nomination.pk},
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class RankForm(PortalForm):
    """One number field for each individual measure."""

    def __init__(self, *args: Any, nominations: Iterable[Nomination], **kwargs: Any) -> None:
        self.nominations = list(nominations)
        super().__init__(*args, **kwargs)
        for row in self.nominations:
            self.fields[self._field(row)] = _rank_field(row)
            dress(self.fields[self._field(row)])

    def _field(self, nomination: Nomination) -> str:
        return f"rank_{nomination.pk}"

    @classmethod
    def starting_with(cls, nominations: Iterable[Nomination]) -> "RankForm":
        """The form with the present order as its numbers."""
        rows = list(nominations)
        return cls(nominations=rows, initial={f"rank_{row.pk}": n for n, row in enumerate(rows, start=1)})

    def clean(self) -> dict[str, Any]:
        """Each number is used once."""
        cleaned = super().clean() or self.cleaned_data
        used: dict[int, str] = {}
        for name, rank in list(cleaned.items()):
            if rank in used:
                self.add_error(name, _("Number %(rank)s is used twice.") % {"rank": rank})
            used.setdefault(rank, name)
        return cleaned

    @property
    def ranks(self) -> dict[int, int]:
        """The typed rank of each nomination."""
        return {row.pk: self.cleaned_data[self._field(row)] for row in self.nominations}

    @property
    def rows(self) -> list[tuple[Nomination, forms.BoundField]]:
        """Each nomination with its field."""
        return [(row, self[self._field(row)]) for row in self.nominations]
