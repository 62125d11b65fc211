"""The plan of a kindergarten's development work, a gathering, and an entry of the log."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import ConfirmForm, NumberField, PortalForm
from needs.forms.fields import LongText
from needs.models import Gathering
from needs.services.development_parts import GatheringInput

MOST_STAFF = 2_000
HELD, NOT_HELD = "yes", "no"
IS_HELD = {"": None, HELD: True, NOT_HELD: False}


class DevelopmentForm(PortalForm):
    """Who drives the work, where it is going, and how much time it gets. Everything may be empty."""

    first_resource = forms.CharField(
        label=gettext_lazy("Resource person"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Who drives the work together with the head."),
    )
    second_resource = forms.CharField(
        label=gettext_lazy("Second resource person"), max_length=120, required=False
    )
    goal = LongText(
        label=gettext_lazy("Goal"),
        rows=3,
        help_text=gettext_lazy("What shall the children notice when you have come further?"),
    )
    plan = LongText(label=gettext_lazy("Plan"), rows=5, help_text=gettext_lazy("What will you do, and when?"))
    between = LongText(
        label=gettext_lazy("Work between the gatherings"),
        rows=3,
        help_text=gettext_lazy("What shall everybody try, read or observe until next time?"),
    )
    planning_days = NumberField(
        label=gettext_lazy("Planning days a year"),
        required=False,
        min_value=0,
        max_value=20,
        max_digits=3,
        decimal_places=1,
    )
    hours_per_week = NumberField(
        label=gettext_lazy("Hours a week"),
        required=False,
        min_value=0,
        max_value=Decimal("37.5"),
        max_digits=4,
        decimal_places=1,
        help_text=gettext_lazy("Shared time for the work. One and a half to two hours are usual."),
    )
    staff = forms.IntegerField(
        label=gettext_lazy("Employees who take part"), required=False, min_value=0, max_value=MOST_STAFF
    )


class GatheringForm(PortalForm):
    """A gathering or a planning day: planned, or as it was."""

    mark_optional = True
    on = forms.DateField(label=gettext_lazy("Date"))
    title = forms.CharField(label=gettext_lazy("What it is about"), max_length=160)
    is_planning_day = forms.BooleanField(label=gettext_lazy("It is a planning day"), required=False)
    has_university = forms.BooleanField(label=gettext_lazy("The university takes part"), required=False)
    held = forms.ChoiceField(
        label=gettext_lazy("Was it held?"),
        required=False,
        choices=[
            ("", gettext_lazy("Not said yet")),
            (HELD, gettext_lazy("It was held")),
            (NOT_HELD, gettext_lazy("It was not held")),
        ],
    )
    staff_present = forms.IntegerField(
        label=gettext_lazy("How many employees were there?"),
        required=False,
        min_value=0,
        max_value=MOST_STAFF,
    )

    @classmethod
    def starting_with(cls, row: Gathering) -> "GatheringForm":
        """The form of a gathering as it stands."""
        names = ("on", "title", "is_planning_day", "has_university", "staff_present")
        held = next(key for key, value in IS_HELD.items() if value is row.is_held)
        return cls(initial={name: getattr(row, name) for name in names} | {"held": held})

    @property
    def typed(self) -> GatheringInput:
        """What is typed, as the service takes it. How many were there counts where it was held."""
        data = self.cleaned_data
        is_held = IS_HELD[data["held"]]
        return GatheringInput(
            on=data["on"],
            title=data["title"],
            is_planning_day=data["is_planning_day"],
            has_university=data["has_university"],
            is_held=is_held,
            staff_present=data["staff_present"] if is_held else None,
        )


class LogForm(PortalForm):
    """A short entry, for one who writes on a phone late in the evening."""

    traces = LongText(
        label=gettext_lazy("Which traces of change do you see, for the children?"),
        rows=4,
        help_text=gettext_lazy(
            "The network and the County Governor can read this. Name no child and no employee."
        ),
    )
    done = LongText(
        label=gettext_lazy("What have you done?"),
        rows=3,
        help_text=gettext_lazy("The kindergarten and its owner alone read this."),
    )
    on = forms.DateField(label=gettext_lazy("Date"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("done", "").strip() or data.get("traces", "").strip()):
            self.add_error("traces", _("Write what you see, or what you have done."))
        return data


class StopForm(ConfirmForm):
    """Why the work ends before it is done."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        help_text = _("The network sees it together with the work.")
        super().__init__(*args, required=True, help_text=help_text, **kwargs)
        self.fields["comment"].label = _("Why does it stop?")
