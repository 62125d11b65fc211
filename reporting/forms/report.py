"""The forms of a report's steps. A draft may have gaps; what is missing is said before sending."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, LongText, PortalForm, dress
from reporting.models import ReportLine
from reporting.parts import Asked
from reporting.states import Attainment, SpendingKind, UnspentWay

MOST_KRONER = 2_000_000_000 // len(SpendingKind)
"""Kroner of one kind, at most: all kinds together fit in the column."""


def _kroner_input(part: str) -> forms.TextInput:
    """The input of an amount that takes part in the sums of the page (`static/js/sums.js`)."""
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", part: ""})


class LineForm(PortalForm):
    """One line of the letter: what the money was used for, what is left, and for some lines what was done."""

    note_other = forms.CharField(label=_("What is “Other”?"), required=False, max_length=200)
    unspent_nok = KronerField(
        label=_("Unspent"),
        help_text=_("Leave it empty, and the portal counts it: the amount less what is used."),
        required=False,
        max_value=MOST_KRONER,
        widget=_kroner_input("data-says-left"),
    )
    difference_reason = LongText(
        label=_("Why do used and unspent not add up to the amount?"),
        help_text=_("Only where they do not, for example when you paid a part yourselves."),
        rows=2,
    )
    unspent_wish = forms.ChoiceField(
        label=_("What should become of what is not used?"),
        help_text=_("The County Governor decides when the report is approved."),
        choices=UnspentWay.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    unspent_reason = LongText(label=_("Why was it not used?"), rows=2)
    done = LongText(label=_("What was done?"))
    attainment = forms.ChoiceField(
        label=_("How far was the goal reached?"),
        choices=Attainment.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    attainment_text = LongText(
        label=_("What do you build that on?"),
        help_text=_("Signs in practice that you can see or hear."),
        rows=3,
    )

    def __init__(self, *args: Any, line: ReportLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {f"kind_{kind}": _kind_field(kind) for kind in SpendingKind}
        self.fields.update(kinds)
        self.order_fields([*kinds])
        if not line.tells_itself:
            for name in ("done", "attainment", "attainment_text"):
                del self.fields[name]

    @property
    def kinds(self) -> Iterable[Any]:
        """The fields of the kinds, in their order."""
        return [self[f"kind_{kind}"] for kind in SpendingKind]

    @property
    def told(self) -> Iterable[Any]:
        """The fields that say what was done, where the line says it itself."""
        return [self[name] for name in ("done", "attainment", "attainment_text") if name in self.fields]


def _kind_field(kind: SpendingKind) -> KronerField:
    field = KronerField(
        label=kind.label, required=False, max_value=MOST_KRONER, widget=_kroner_input("data-adds")
    )
    dress(field)
    return field


class AnswersForm(PortalForm):
    """The summary, and one field for each question that the recipient is asked."""

    summary = LongText(
        label=_("Summary"),
        help_text=_(
            "What came of the money this year? Write it so that a parent can read it. A few sentences are enough."
        ),
        rows=5,
    )

    def __init__(self, *args: Any, questions: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in questions:
            field = LongText(label=asked.text, help_text=asked.help_text)
            if not asked.question.is_required:
                field.help_text = " ".join(filter(None, [asked.help_text, str(_("You can skip this."))]))
            dress(field)
            self.fields[asked.name] = field


class ReturnForm(PortalForm):
    """A comment, and the day until which the recipient can send again."""

    comment = LongText(label=_("What shall the recipient amend?"), required=True, rows=5)
    until = forms.DateField(label=_("New date for the report"), help_text=_("To the end of this day."))
