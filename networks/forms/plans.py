"""A long-term plan: its parts step by step, a goal, what goes with it, and the words of adopting and revising it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.attachments import AttachmentField
from common.dates import day
from common.forms import LongText, PickOne, PortalForm, dress
from networks.models import AgendaItem
from networks.models.plans import LONG_TEXT
from networks.plan_parts import FRAME_FIELDS, PlanStep
from networks.services.plan_draft import GoalInput
from networks.states import PlanAttachmentKind

FIRST_YEAR, LAST_YEAR = 2019, 2060
"""The scheme began in 2019."""
ROWS = 8


def _year(label: Any, *, is_needed: bool = True, help_text: Any = "") -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=is_needed,
        help_text=help_text,
        widget=widget,
    )


class PlanStepForm(PortalForm):
    """The parts of one step; the first step also asks for title and years. All texts may be empty in a draft."""

    def __init__(self, *args: Any, step: PlanStep, has_frame: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if has_frame:
            fields["title"] = forms.CharField(label=_("Title"), max_length=160)
            fields["first_year"] = _year(_("From the year"))
            fields["last_year"] = _year(_("To the year"))
        for part in step.parts:
            fields[part.key] = LongText(
                label=part.label, help_text=part.help_text, rows=ROWS, max_length=LONG_TEXT
            )
        for field in fields.values():
            dress(field)
        self.has_frame = has_frame
        self.parts = [part.key for part in step.parts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_year"), data.get("last_year")
        if first is not None and last is not None and last < first:
            self.add_error("first_year", _("The plan must begin before it ends."))
            self.add_error("last_year", _("The plan must end in the year it begins, or later."))
        return data

    @property
    def frame(self) -> list[Any]:
        """The fields of title and years, where the step has them."""
        return [self[name] for name in FRAME_FIELDS] if self.has_frame else []

    @property
    def texts(self) -> list[Any]:
        """The fields of the parts."""
        return [self[key] for key in self.parts]


class GoalForm(PortalForm):
    """One goal of the plan."""

    mark_optional = True
    title = forms.CharField(
        label=_("Goal"), max_length=200, help_text=_("What will be better for the children, in one sentence.")
    )
    text = LongText(
        label=_("What it means"),
        help_text=_("What you want to see when the goal is reached."),
        rows=6,
        max_length=LONG_TEXT,
    )
    reached_by = _year(_("To be reached by"), is_needed=False, help_text=_("A year, for instance 2029."))

    @property
    def typed(self) -> GoalInput:
        """What the service wants."""
        data = self.cleaned_data
        return GoalInput(title=data["title"], text=data["text"], reached_by=data["reached_by"])


class AttachmentForm(PortalForm):
    """A file that goes with the plan. The facts about the kindergartens are made by the portal."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(kind.value, kind.label) for kind in PlanAttachmentKind if kind != PlanAttachmentKind.FACTS],
        initial=PlanAttachmentKind.OTHER,
    )
    file = AttachmentField(label=_("File"))


class KeepForm(PortalForm):
    """A word about how the plan was gone through, if wanted."""

    note = LongText(
        label=_("Note"),
        help_text=_("For instance who went through it, and in which meeting. It may be empty."),
        max_length=2000,
    )


class RecordForm(PortalForm):
    """The case in which the forum adopted the county's plan."""

    item = PickOne(label=_("In which case did the forum adopt it?"))
    comment = LongText(
        label=_("Changes that the meeting decided on"),
        help_text=_("Needed only when the plan is not as it was laid before the forum."),
        max_length=2000,
    )

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.offer(items, empty=_("Choose a case"))
        names = [(str(item.pk), f"{day(item.meeting.starts_at)}: {item.title}") for item in items]
        field.choices = [field.choices[0], *names]
