"""The dates and reminders of a round as they are typed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import PortalForm, dress
from networks.services import DutyPlan
from networks.states import Duty
from rekom.day_words import about_due, weekday

FURTHEST_DAYS = 60
MOST_REMINDERS = 6
YEARS_AROUND = 2
SEPARATORS = re.compile(r"[\s,;.]+|\bog\b|\band\b")
COLUMNS = ("opens_on", "due_on", "reminds_at_opening", "remind_before", "remind_after")


class DaysField(forms.CharField):
    """Numbers of days, as "21, 7, 1". Gives a tuple without repeats; an empty field gives ()."""

    def __init__(self, *, is_falling: bool, duty: Any, **kwargs: Any) -> None:
        self.is_falling, self.duty = is_falling, duty
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(required=False, widget=widget, max_length=100, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(days) for days in value) if isinstance(value, tuple | list) else value

    def clean(self, value: Any) -> Any:
        words = [word for word in SEPARATORS.split(str(super().clean(value) or "").lower()) if word]
        if not all(re.fullmatch(r"[0-9]{1,9}", word) for word in words):
            self._refuse(_("%(duty)s: write numbers of days with a comma between, for instance 21, 7, 1."))
        days = [int(word) for word in words]
        if any(not 1 <= number <= FURTHEST_DAYS for number in days):
            self._refuse(_("%(duty)s: a reminder comes 1 to %(most)s days from the date."))
        if len(set(days)) < len(days):
            self._refuse(_("%(duty)s: the same number of days stands twice."))
        if len(days) > MOST_REMINDERS:
            self._refuse(_("%(duty)s: at most %(reminders)s reminders on each side of the date."))
        return tuple(sorted(days, reverse=self.is_falling))

    def _refuse(self, sentence: str) -> None:
        words = {"duty": self.duty, "most": FURTHEST_DAYS, "reminders": MOST_REMINDERS}
        raise forms.ValidationError(sentence % words)


@dataclass(frozen=True)
class DutyRow:
    """One duty of the form, with its fields."""

    duty: Duty
    opens_on: forms.BoundField
    due_on: forms.BoundField
    reminds_at_opening: forms.BoundField
    remind_before: forms.BoundField
    remind_after: forms.BoundField


class DatesForm(PortalForm):
    """The plans of a round: for each duty when it opens and is due, and when one is reminded."""

    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    moves_to_working_day = forms.BooleanField(
        label=gettext_lazy("Move due dates to the next working day"),
        required=False,
        help_text=gettext_lazy(
            "A due date on a Saturday, a Sunday or a public holiday is then moved to the next working day. The "
            "portal shows both dates."
        ),
    )

    def __init__(self, *args: Any, plans: Iterable[DutyPlan], grant_year: int, **kwargs: Any) -> None:
        self.proposed, self.grant_year = list(plans), grant_year
        initial = kwargs.pop("initial", {}) | self._initial()
        super().__init__(*args, initial=initial, **kwargs)
        for plan in self.proposed:
            for name, made in _fields(plan.duty).items():
                dress(made)
                self.fields[f"{plan.duty.value}-{name}"] = made
        self._say_weekdays()

    def _initial(self) -> dict[str, Any]:
        return {
            f"{plan.duty.value}-{name}": getattr(plan, name) for plan in self.proposed for name in COLUMNS
        }

    def _say_weekdays(self) -> None:
        """The weekday and the holiday stand beside each date that can be read."""
        moves = bool(self["moves_to_working_day"].value())
        for plan in self.proposed:
            opens, due = (self._day(f"{plan.duty.value}-{name}") for name in ("opens_on", "due_on"))
            if opens:
                self[f"{plan.duty.value}-opens_on"].help_text = f"{weekday(opens)}."
            if due:
                self[f"{plan.duty.value}-due_on"].help_text = about_due(due, moves=moves)

    def _day(self, name: str) -> date | None:
        try:
            found: date | None = self.fields[name].to_python(self[name].value())
        except forms.ValidationError:
            return None
        is_near = found is not None and abs(found.year - self.grant_year) <= YEARS_AROUND
        return found if is_near else None

    @property
    def rows(self) -> Iterator[DutyRow]:
        """The duties in the order of the year."""
        for plan in self.proposed:
            yield DutyRow(plan.duty, *(self[f"{plan.duty.value}-{name}"] for name in COLUMNS))

    @property
    def hidden(self) -> list[str]:
        """All that was typed, as hidden inputs: for the page that shows what it does."""
        return [field.as_hidden() for field in self]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for plan in self.proposed:
            self._check_dates(plan.duty, cleaned)
        return cleaned

    def _check_dates(self, duty: Duty, cleaned: dict[str, Any]) -> None:
        first, last = self.grant_year - YEARS_AROUND, self.grant_year + YEARS_AROUND
        words = {"duty": duty.label, "first": first, "last": last}
        for name in (f"{duty.value}-opens_on", f"{duty.value}-due_on"):
            if cleaned.get(name) and not first <= cleaned[name].year <= last:
                self.add_error(name, _("%(duty)s: choose a day from %(first)s to %(last)s.") % words)
        opens, due = cleaned.get(f"{duty.value}-opens_on"), cleaned.get(f"{duty.value}-due_on")
        if opens and due and due < opens:
            self.add_error(f"{duty.value}-due_on", _("%(duty)s: it is due before it opens.") % words)

    @property
    def plans(self) -> list[DutyPlan]:
        """What was typed. Call on a valid form."""
        return [
            DutyPlan(
                duty=plan.duty,
                **{name: self.cleaned_data[f"{plan.duty.value}-{name}"] for name in COLUMNS},
            )
            for plan in self.proposed
        ]


class ReasonForm(PortalForm):
    """Why the dates are changed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the history, with your name."),
    )


def _fields(duty: Duty) -> dict[str, forms.Field]:
    label = str(duty.label)
    return {
        "opens_on": _date_field(label, gettext_lazy("Opens")),
        "due_on": _date_field(label, gettext_lazy("Due")),
        "reminds_at_opening": forms.BooleanField(
            label=gettext_lazy("Tell those who may act when it opens"), required=False
        ),
        "remind_before": DaysField(is_falling=True, duty=label, label=gettext_lazy("Reminders, days before")),
        "remind_after": DaysField(is_falling=False, duty=label, label=gettext_lazy("Reminders, days after")),
    }


def _date_field(duty: str, label: Any) -> forms.DateField:
    words = {"duty": duty}
    return forms.DateField(
        label=label,
        error_messages={
            "required": _("%(duty)s: fill in the date.") % words,
            "invalid": _("%(duty)s: write a date, for instance 01.12.2026.") % words,
        },
    )
