"""The form of a letter template: how the letter begins, and its clauses in their order."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PortalForm
from grants.letter_wording import CLAUSES, unknown_places
from grants.rules.letter_template import unknown_sentence
from grants.services.letter_template import TypedClause
from needs.models import LONG_TEXT

LAST = 100
"""Comes after every place that can be written."""


def refuse_unknown(text: str) -> None:
    """Raises ValidationError naming what the letter cannot fill in."""
    unknown = unknown_places(text)
    if unknown:
        raise ValidationError(unknown_sentence(unknown), code="unknown_place")


class LetterTemplateForm(PortalForm):
    """How the letter begins."""

    lead = LongText(
        label=_("How the letter begins"),
        help_text=_("Leave it empty for the usual beginning: who is granted how much for which year."),
        validators=[refuse_unknown],
        max_length=LONG_TEXT,
        rows=3,
    )


class ClauseForm(PortalForm):
    """One clause. An obligatory one cannot be left out; one of the governor's own can be removed."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    title = forms.CharField(label=_("Heading"), max_length=160, required=False, validators=[refuse_unknown])
    text = LongText(label=_("Text"), validators=[refuse_unknown], max_length=LONG_TEXT, rows=4)
    is_included = forms.BooleanField(label=_("In the letter"), required=False)
    place = forms.IntegerField(
        label=_("Place in the letter"),
        min_value=1,
        max_value=99,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, keys: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = keys
        if self.is_obligatory:
            del self.fields["is_included"]

    @property
    def shown_key(self) -> str:
        """The scheme's key of the clause, as the form was sent or begun."""
        key = self.data.get(self.add_prefix("key"), "") if self.is_bound else self.initial.get("key", "")
        return key if key in self.keys else ""

    @property
    def is_obligatory(self) -> bool:
        """Whether every letter must have it."""
        return self.shown_key in CLAUSES

    @property
    def is_own(self) -> bool:
        """Whether the governor has written it: then an empty one is removed."""
        return not self.shown_key

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        title, text = (str(typed.get(name) or "").strip() for name in ("title", "text"))
        is_wanted = self.is_obligatory or not self.is_own or bool(title or text)
        for name, value, sentence in (
            ("title", title, _("Write the heading of the clause.")),
            ("text", text, _("Write the text of the clause.")),
        ):
            if is_wanted and not value and name not in self.errors:
                self.add_error(name, sentence)
        return typed

    @property
    def typed(self) -> TypedClause | None:
        """The clause as it was written; None for an own one that is empty."""
        found = self.cleaned_data
        if self.is_own and not (found["title"] or found["text"]):
            return None
        return TypedClause(
            title=found["title"],
            text=found["text"],
            key=self.shown_key,
            pk=found.get("pk"),
            is_included=self.is_obligatory or bool(found.get("is_included")),
        )


class ClauseFormSet(forms.BaseFormSet):
    """The clauses. Their order follows the places that are written; without one a clause stands last."""

    @property
    def typed(self) -> list[TypedClause]:
        """The clauses in their order. One that is moved goes past the one whose place it takes."""
        rows = [(_place(form, turn), form.typed) for turn, form in enumerate(self.forms, start=1)]
        return [typed for _where, typed in sorted(rows, key=lambda row: row[0]) if typed is not None]


def _place(form: forms.BaseForm, turn: int) -> tuple[int, int, int]:
    """Where a clause comes: its place, and before or after the one that has this place already."""
    place = form.cleaned_data.get("place") or LAST
    return place, (place > turn) - (place < turn), turn


Clauses = forms.formset_factory(ClauseForm, formset=ClauseFormSet, extra=0, max_num=40, absolute_max=40)


def clause_rows(clauses: Iterable[Any], *, extra: int = 1) -> list[dict[str, Any]]:
    """What the rows start with: rows of a template or words of the scheme, and empty ones for one's own."""
    rows = [
        {
            "key": clause.key,
            "pk": getattr(clause, "pk", None),
            "title": clause.title,
            "text": clause.text,
            "is_included": getattr(clause, "is_included", True),
            "place": place,
        }
        for place, clause in enumerate(clauses, start=1)
    ]
    return [*rows, *({"is_included": True} for _turn in range(extra))]
