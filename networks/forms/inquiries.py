"""An inquiry, whom it asks, and what these answer."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.attachments import AttachmentField
from common.dates import oslo_date
from common.forms import LongText, NumberField, PickSeveral, PortalForm, dress
from networks.deadlines import end_of_day
from networks.models import Inquiry, InquiryAnswer, Kindergarten
from networks.services.inquiries import AnswerInput, InquiryInput
from networks.states import AnswerKind

LONGEST_CHOICE = 160
MOST_CHOICES = 30
LONGEST_WAIT = 365
NUMBERS = re.compile(r"[0-9]{1,3}(\s*,\s*[0-9]{1,3})*,?")


class DaysField(forms.CharField):
    """Numbers of days with commas between: "21, 7, 1". Gives a list of whole numbers, each once; empty is none."""

    default_error_messages = {
        "invalid": _("Write numbers of days with commas between, for instance 21, 7, 1."),
        "too_far": _("A reminder can be sent at most 365 days from the date."),
        "zero": _("A reminder is sent at least one day from the date."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()
        if not text:
            return []
        if not text.isascii() or not NUMBERS.fullmatch(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        days = [int(part) for part in text.split(",") if part.strip()]
        if max(days) > LONGEST_WAIT:
            raise forms.ValidationError(self.error_messages["too_far"], code="too_far")
        if min(days) < 1:
            raise forms.ValidationError(self.error_messages["zero"], code="zero")
        return list(dict.fromkeys(days))

    def run_validators(self, value: Any) -> None:
        """The numbers have been checked one by one."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class InquiryForm(PortalForm):
    """What is asked, how it is answered, and by when."""

    mark_optional = True
    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("Short. It stands in the mail and on the home page.")
    )
    question = LongText(label=_("Question"), required=True, rows=6)
    answer_kind = forms.ChoiceField(label=_("Answered with"), choices=AnswerKind, widget=forms.RadioSelect)
    choices = LongText(
        label=_("The choices"),
        rows=4,
        help_text=_("One on each line. Only for an inquiry that is answered with one of several choices."),
    )
    due_on = forms.DateField(label=_("Answer by"), help_text=_("The whole day counts."))
    closes = forms.BooleanField(
        label=_("Close after the date"),
        required=False,
        help_text=_("Leave it empty to take late answers too. They are marked as late."),
    )
    remind_before = DaysField(
        label=_("Remind so many days before"), help_text=_("Numbers with commas between, for instance 7, 1.")
    )
    remind_after = DaysField(
        label=_("Remind so many days after"), help_text=_("Those who have not answered are reminded again.")
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    @classmethod
    def starting_with(cls, inquiry: Inquiry, *, now: datetime) -> "InquiryForm":
        """The form of a draft."""
        initial = {
            "title": inquiry.title,
            "question": inquiry.question,
            "answer_kind": inquiry.answer_kind,
            "choices": "\n".join(inquiry.choices),
            "due_on": oslo_date(inquiry.due_at),
            "closes": inquiry.closes,
            "remind_before": inquiry.remind_before,
            "remind_after": inquiry.remind_after,
        }
        return cls(initial=initial, now=now)

    def clean_due_on(self) -> date:
        return _ahead(self.cleaned_data["due_on"], self.now)

    def clean_choices(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["choices"].split("\n")]
        choices = list(dict.fromkeys(line for line in lines if line))
        if len(choices) > MOST_CHOICES:
            raise forms.ValidationError(_("Give at most 30 choices."))
        if any(len(choice) > LONGEST_CHOICE for choice in choices):
            raise forms.ValidationError(_("A choice can have at most 160 characters."))
        return choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_choice = data.get("answer_kind") == AnswerKind.CHOICE
        if is_choice and "choices" in data and len(data["choices"]) < 2:
            self.add_error("choices", _("Give at least two choices, one on each line."))
        return data

    @property
    def typed(self) -> InquiryInput:
        """What the service wants."""
        data = self.cleaned_data
        return InquiryInput(
            title=data["title"],
            question=data["question"],
            answer_kind=data["answer_kind"],
            choices=data["choices"],
            due_at=end_of_day(data["due_on"]),
            closes=data["closes"],
            remind_before=data["remind_before"],
            remind_after=data["remind_after"],
        )


class ChooseAskedForm(PortalForm):
    """Tick boxes for the bodies of one group. `offered` are the keys that the page showed."""

    offered = forms.CharField(widget=forms.HiddenInput, required=False)
    chosen = PickSeveral(label=_("Ask these"))

    def __init__(self, *args: Any, shown: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chosen"]
        field.offer(shown)
        field.choices = [(str(body.pk), _label(body)) for body in shown]


def _label(body: Any) -> str:
    """A kindergarten with its owner, since many are called the same."""
    return f"{body} – {body.owner}" if isinstance(body, Kindergarten) else str(body)


class CancelInquiryForm(PortalForm):
    """Why the inquiry is cancelled; those who were asked read it."""

    reason = LongText(label=_("Reason"), required=True, help_text=_("Those who were asked read this."))


class ChangeDateForm(PortalForm):
    """A new date for an inquiry that was sent."""

    due_on = forms.DateField(label=_("Answer by"), help_text=_("The whole day counts."))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_due_on(self) -> date:
        return _ahead(self.cleaned_data["due_on"], self.now)


class ReturnAnswerForm(PortalForm):
    """What the body should answer again."""

    comment = LongText(
        label=_("What do you want to have changed?"),
        required=True,
        help_text=_("The one who answered reads this. What was written is kept."),
    )


class AnswerForm(PortalForm):
    """One answer, of the kind that the inquiry asks for. All but a text can have a comment."""

    mark_optional = True

    def __init__(self, *args: Any, row: InquiryAnswer, **kwargs: Any) -> None:
        inquiry = row.inquiry
        kwargs.setdefault("initial", {"number": row.number, "choice": row.choice, "text": row.text})
        super().__init__(*args, **kwargs)
        asked = AnswerKind(inquiry.answer_kind)
        if asked != AnswerKind.TEXT:
            self.fields[asked.value] = _field_for(asked, inquiry, has_file=row.file_id is not None)
        label = _("Your answer") if asked == AnswerKind.TEXT else _("Comment")
        self.fields["text"] = LongText(label=label, required=asked == AnswerKind.TEXT, rows=6)
        for field in self.fields.values():
            dress(field)

    @property
    def typed(self) -> AnswerInput:
        """What the service wants."""
        data = self.cleaned_data
        return AnswerInput(
            text=data["text"],
            number=data.get("number"),
            choice=data.get("choice", ""),
            upload=data.get("file"),
        )


def _field_for(kind: AnswerKind, inquiry: Inquiry, *, has_file: bool) -> forms.Field:
    if kind == AnswerKind.NUMBER:
        return NumberField(label=_("Your answer"), max_digits=18, decimal_places=4)
    if kind == AnswerKind.CHOICE:
        choices = [(choice, choice) for choice in inquiry.choices]
        return forms.ChoiceField(label=_("Your answer"), choices=choices, widget=forms.RadioSelect)
    label = _("Another file in its place") if has_file else _("Your file")
    return AttachmentField(label=label, required=not has_file)


def _ahead(day: date, now: datetime) -> date:
    if day < oslo_date(now):
        raise forms.ValidationError(_("The date must lie ahead."))
    if (day - oslo_date(now)).days > 2 * LONGEST_WAIT:
        raise forms.ValidationError(_("The date must lie within two years."))
    return day
