"""An agreement between a network and a university, and somebody who follows the network."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.attachments import AttachmentField
from common.forms import LongText, PickOne, PortalForm
from networks.models import Organisation, PartnershipAgreement, Teacher
from networks.services.agreements import AgreementInput, TeacherInput

ONE_DAY = timedelta(days=1)
MOST_DAYS = 2_000


class PeriodForm(PortalForm):
    """From a day to a last day, as people say it."""

    valid_from = forms.DateField(label=_("From"))
    last_day = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        try:
            data["valid_to"] = last + ONE_DAY if last else None
        except OverflowError:
            self.add_error("last_day", _("The day is too far ahead."))
        return data


class OfUniversity(PeriodForm):
    """About one of the network's universities; asked for only where there are several to choose among."""

    mark_optional = True
    university = PickOne(label=_("University"))

    def __init__(self, *args: Any, sides: Sequence[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = list(sides)
        field: Any = self.fields["university"]
        if len(self.sides) < 2:
            del self.fields["university"]
        else:
            field.offer(self.sides, empty=_("Choose a university"))
            field.required = True

    @property
    def university_chosen(self) -> Organisation:
        """The university that was chosen, or the only one."""
        found: Organisation = self.cleaned_data.get("university") or self.sides[0]
        return found


class AgreementForm(OfUniversity):
    """What the two sides have agreed on."""

    field_order = ("university", "title", "valid_from", "last_day", "days_per_year", "text", "file")
    title = forms.CharField(label=_("Title"), max_length=160)
    days_per_year = forms.IntegerField(
        label=_("Days a year"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("How many days the university promises the network each year."),
    )
    text = LongText(label=_("What you have agreed on"))
    file = AttachmentField(label=_("The signed agreement"), required=False)

    @classmethod
    def starting_with(cls, agreement: PartnershipAgreement) -> "AgreementForm":
        """The form of an agreement as it stands; its university cannot be changed."""
        names = ("title", "valid_from", "days_per_year", "text")
        initial = {name: getattr(agreement, name) for name in names}
        return cls(initial=initial | {"last_day": agreement.last_on})

    @property
    def typed(self) -> AgreementInput:
        """What is typed, as the service takes it."""
        names = ("title", "valid_from", "valid_to", "days_per_year", "text")
        return AgreementInput(**{name: self.cleaned_data[name] for name in names})


class TeacherForm(OfUniversity):
    """Who follows the network, and what they know best."""

    field_order = ("university", "name", "field", "email", "is_team_leader", "valid_from", "last_day")
    name = forms.CharField(label=_("Name"), max_length=120)
    field = forms.CharField(
        label=_("Field"),
        max_length=160,
        required=False,
        help_text=_("What the person knows best, for instance play, language or leadership."),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    is_team_leader = forms.BooleanField(label=_("Leads the team"), required=False)

    @classmethod
    def starting_with(cls, teacher: Teacher) -> "TeacherForm":
        """The form of somebody who follows the network."""
        names = ("name", "field", "email", "is_team_leader", "valid_from")
        initial = {name: getattr(teacher, name) for name in names}
        return cls(initial=initial | {"last_day": teacher.last_on})

    @property
    def typed(self) -> TeacherInput:
        """What is typed, as the service takes it."""
        names = ("name", "field", "email", "is_team_leader", "valid_from", "valid_to")
        return TeacherInput(**{name: self.cleaned_data[name] for name in names})
