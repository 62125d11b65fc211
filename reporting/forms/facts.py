"""The form of the shared facts about a measure."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import CountField, LongText, PortalForm, dress
from networks.models import Kindergarten
from reporting.models import MeasureReport
from reporting.parts import Asked
from reporting.queries.facts import kindergartens_in_facts
from reporting.states import Attainment, CarriedOut

MOST_STAFF = 100_000


class FactsForm(PortalForm):
    """What came of one measure. All may be empty in a draft."""

    carried_out = forms.ChoiceField(
        label=_("Was the measure carried out?"),
        choices=CarriedOut.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    why = LongText(label=_("If not fully: why?"), rows=3)
    done = LongText(label=_("What was done?"), rows=6)
    attainment = forms.ChoiceField(
        label=_("How far was the goal reached?"),
        choices=Attainment.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    signs = LongText(
        label=_("Which signs of change do you see?"),
        help_text=_("What you see or hear in the kindergartens that is different from before."),
        rows=6,
    )
    kindergartens = forms.TypedMultipleChoiceField(
        label=_("Which kindergartens took part?"),
        coerce=int,
        required=False,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )
    staff_reached = CountField(
        label=_("How many employees took part?"),
        help_text=_("Count each person once."),
        required=False,
        most=MOST_STAFF,
    )

    def __init__(
        self,
        *args: Any,
        facts: MeasureReport,
        kindergartens: Sequence[Kindergarten],
        questions: Sequence[Asked],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kindergartens"].choices = _choices(facts, kindergartens)
        self.questions = [asked.name for asked in questions]
        for asked in questions:
            field = LongText(label=asked.text, help_text=asked.help_text)
            dress(field)
            fields[asked.name] = field

    @property
    def what(self) -> list[Any]:
        """The fields about what was done and what came of it."""
        return [self[name] for name in ("carried_out", "why", "done", "attainment", "signs")]

    @property
    def asked(self) -> list[Any]:
        """The round's own questions."""
        return [self[name] for name in self.questions]


def _choices(facts: MeasureReport, kindergartens: Sequence[Kindergarten]) -> list[tuple[str, Any]]:
    """The measure's own kindergartens first, then the network's others, with those that are chosen already."""
    own = {row["pk"]: row["name"] for row in facts.measure.kindergarten_rows}
    there = {row.pk: row.name for row in [*kindergartens, *kindergartens_in_facts(facts)]}
    others = {key: name for key, name in there.items() if key not in own}
    groups = [
        (gettext("In the measure's plan"), list(own.items())),
        (gettext("The network's others"), list(others.items())),
    ]
    return [group for group in groups if group[1]]
