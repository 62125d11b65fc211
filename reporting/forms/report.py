"""The recipient's form: a summary, and one row for each line of the letter."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, LongText, PortalForm
from common.gaps import Gap, show_gaps
from reporting.models import Report, ReportLine
from reporting.services import LineInput
from reporting.states import Attainment

MOST_KRONER = 2_000_000_000


class ReportForm(PortalForm):
    """What came of the money, in the recipient's own words."""

    summary = LongText(
        label=_("Summary"),
        help_text=_(
            "What came of the money this year? Write it so that a parent can read it. A few sentences are enough."
        ),
        rows=5,
    )


class LineForm(PortalForm):
    """One line of the letter. All fields may be empty in a draft."""

    used_nok = KronerField(label=_("Used"), required=False, max_value=MOST_KRONER)
    unspent_nok = KronerField(label=_("Unspent"), required=False, max_value=MOST_KRONER)
    difference_reason = LongText(label=_("If used and unspent do not add up to the amount: why?"), rows=2)
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

    @property
    def typed(self) -> LineInput:
        """What is typed, as the service takes it."""
        return LineInput(**self.cleaned_data)


class ReportPage:
    """The whole page: the report's form and its rows, read from the report or from what is sent."""

    def __init__(self, report: Report, lines: Sequence[ReportLine], data: Any = None) -> None:
        self.form = ReportForm(data, initial={"summary": report.summary})
        self.rows = [
            (line, LineForm(data, prefix=f"lines-{n}", initial=_initial(line)))
            for n, line in enumerate(lines)
        ]

    @property
    def forms(self) -> list[forms.Form]:
        """All forms of the page, in its order."""
        return [form for _line, form in self.rows] + [self.form]

    def is_valid(self) -> bool:
        """Whether all that is typed can be saved; every form is read, so that all errors are shown at once."""
        return all([form.is_valid() for form in self.forms])

    @property
    def typed(self) -> dict[int, LineInput]:
        """What is typed, by grant line."""
        return {line.line_id: form.typed for line, form in self.rows}

    def show_gaps(self, gaps: Sequence[Gap]) -> None:
        """Say at each field what is missing before the report can be sent."""
        show_gaps(self.form, gaps)
        for _line, form in self.rows:
            show_gaps(form, gaps, prefix=form.prefix or "")


def _initial(line: ReportLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in LineForm.base_fields}


class ReturnForm(PortalForm):
    """A comment, and the day until which the recipient can send again."""

    comment = LongText(label=_("What shall the recipient amend?"), required=True, rows=5)
    until = forms.DateField(label=_("New date for the report"), help_text=_("To the end of this day."))
