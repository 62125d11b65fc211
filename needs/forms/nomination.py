"""The forms of a nomination: how it begins, all of it, and what is said on the way."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import ConfirmForm, KronerField, NumberField, PickOne, PortalForm
from common.money import kroner
from common.national_ids import NoNationalIds
from needs.forms.fields import to_date
from needs.models import Nomination, StudyType, term_label
from needs.services.nomination import NominationInput
from networks.models import Kindergarten, Organisation, Round

MOST_NOK = 999_999
YEARS_BEFORE, YEARS_AFTER = 4, 6
LAST_YEAR_OF_STUDY = 8


def half_years(round: Round, *, ends: bool = False, also: date | None = None) -> list[tuple[str, Any]]:
    """Half-years around the grant year: their first days, or their last ones where it `ends`."""
    years = range(round.grant_year - YEARS_BEFORE, round.grant_year + YEARS_AFTER + 1)
    days = {day for year in years for day in _days_of(year, ends=ends)} | ({also} if also else set())
    return [("", gettext("Not decided")), *((day.isoformat(), term_label(day)) for day in sorted(days))]


def _days_of(year: int, *, ends: bool) -> tuple[date, date]:
    return (date(year, 6, 30), date(year, 12, 31)) if ends else (date(year, 1, 1), date(year, 8, 1))


class StudyFields(NoNationalIds, PortalForm):
    """What the student knows best, and can correct by the personal link."""

    student_name = forms.CharField(label=_("Name of the employee"), max_length=120, required=False)
    student_email = forms.EmailField(
        label=_("E-mail of the employee"),
        help_text=_("The employee gets a letter here, with a link to see and correct what is stored."),
        max_length=254,
        required=False,
    )
    study_name = forms.CharField(label=_("Name of the study"), max_length=200, required=False)
    institution = forms.CharField(
        label=_("Where?"),
        help_text=_("The university, university college or school."),
        max_length=200,
        required=False,
    )
    ects = NumberField(
        label=_("Credits (studiepoeng)"),
        help_text=_("How many credits the study gives in all."),
        max_digits=5,
        decimal_places=1,
        min_value=0,
        required=False,
    )
    year_of_study = forms.TypedChoiceField(
        label=_("Year of study"), coerce=int, empty_value=None, required=False
    )
    position_percent = forms.IntegerField(
        label=_("Position, in percent"), min_value=0, max_value=100, required=False
    )
    start_on = forms.TypedChoiceField(label=_("Begins"), coerce=to_date, empty_value=None, required=False)
    end_on = forms.TypedChoiceField(label=_("Ends"), coerce=to_date, empty_value=None, required=False)

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        years = [(str(year), gettext("Year %(year)s") % {"year": year}) for year in _study_years(nomination)]
        fields["year_of_study"].choices = [("", gettext("Not decided")), *years]
        fields["start_on"].choices = half_years(nomination.round, also=nomination.start_on)
        fields["end_on"].choices = half_years(nomination.round, ends=True, also=nomination.end_on)

    def clean(self) -> dict[str, Any]:
        """A study ends after it begins: said at the end."""
        found = super().clean()
        start_on, end_on = found.get("start_on"), found.get("end_on")
        if start_on and end_on and end_on <= start_on:
            self.add_error("end_on", gettext("The study must end after it begins."))
        return dict(self.cleaned_data)


def _study_years(nomination: Nomination) -> list[int]:
    return sorted({*range(1, LAST_YEAR_OF_STUDY + 1), nomination.year_of_study or 1})


class NominationForm(StudyFields):
    """One employee who studies. All but the kindergarten may be empty in a draft."""

    kindergarten = PickOne(label=_("Kindergarten"), empty=_("Choose a kindergarten"))
    study_type = PickOne(label=_("Kind of study"), empty=_("Choose"))
    amount_nok = KronerField(label=_("Amount"), required=False, max_value=MOST_NOK)

    def __init__(
        self,
        *args: Any,
        kindergartens: Sequence[Kindergarten],
        study_types: Sequence[StudyType],
        usual: Mapping[int, int],
        nomination: Nomination,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, nomination=nomination, **kwargs)
        fields: dict[str, Any] = self.fields
        own = {item.pk: item for item in [*kindergartens, nomination.kindergarten]}
        types = {item.pk: item for item in study_types}
        if nomination.study_type:
            types.setdefault(nomination.study_type.pk, nomination.study_type)
        fields["kindergarten"].offer(list(own.values()), empty=_("Choose a kindergarten"))
        fields["study_type"].offer(list(types.values()), empty=_("Choose"))
        amount = usual.get(nomination.study_type_id or 0)
        fields["amount_nok"].help_text = _usual_sentence(amount)

    def clean_kindergarten(self) -> Kindergarten:
        """A nomination is always from a kindergarten."""
        return _chosen(self.cleaned_data["kindergarten"])


def _usual_sentence(amount: int | None) -> str:
    if amount is None:
        return ""
    said = gettext("The usual amount for this kind of study is %(amount)s. You can write another.")
    return said % {"amount": kroner(amount)}


def _chosen(found: Any) -> Kindergarten:
    if found is None:
        raise forms.ValidationError(gettext("Choose a kindergarten."))
    return cast(Kindergarten, found)


class NominationBeginForm(NoNationalIds, PortalForm):
    """Whom a new nomination is about. The rest is written on the next page, which saves by itself."""

    kindergarten = PickOne(label=_("Kindergarten"), empty=_("Choose a kindergarten"))
    student_name = forms.CharField(label=_("Name of the employee"), max_length=120)
    student_email = forms.EmailField(
        label=_("E-mail of the employee"),
        help_text=_("You can write it later, but it must be there when you send."),
        max_length=254,
        required=False,
    )
    study_type = PickOne(label=_("Kind of study"), empty=_("Choose"))

    def __init__(
        self,
        *args: Any,
        kindergartens: Sequence[Kindergarten],
        study_types: Sequence[StudyType],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kindergarten"].offer(kindergartens, empty=_("Choose a kindergarten"))
        fields["study_type"].offer(study_types, empty=_("Choose"))
        if len(kindergartens) == 1:
            fields["kindergarten"].initial = kindergartens[0].pk

    def clean_kindergarten(self) -> Kindergarten:
        """A nomination is always from a kindergarten."""
        return _chosen(self.cleaned_data["kindergarten"])

    @property
    def typed(self) -> NominationInput:
        """What is typed, as the service takes it."""
        return NominationInput(**self.cleaned_data)


class StudentForm(StudyFields):
    """The student's own page: name and e-mail are always there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["student_name"].required = self.fields["student_email"].required = True
        self.fields["student_name"].label = gettext("Your name")
        self.fields["student_email"].label = gettext("Your e-mail")
        self.fields["student_email"].help_text = gettext(
            "If you change it, you get a new link at the new address, and this one stops working."
        )
        self.fields["position_percent"].label = gettext("Your position, in percent")


class SendBackForm(NoNationalIds, ConfirmForm):
    """What the head should change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            required=True,
            help_text=gettext("The head gets it by e-mail. Do not write the employee's name."),
            **kwargs,
        )


class FollowStudyForm(NoNationalIds, ConfirmForm):
    """A comment on how the study goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            help_text=gettext(
                "It is sent by e-mail to those who follow it. Do not write the employee's name."
            ),
            **kwargs,
        )


class MoveForm(FollowStudyForm):
    """Which owner the employee has moved to."""

    field_order = ["new_owner", "comment"]
    new_owner = PickOne(label=_("The new owner"), empty=_("Choose an owner"))

    def __init__(self, *args: Any, owners: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["new_owner"].offer(owners, empty=_("Choose an owner"))

    def clean_new_owner(self) -> Organisation:
        """A move is always to somebody."""
        found = self.cleaned_data["new_owner"]
        if found is None:
            raise forms.ValidationError(gettext("Choose the owner that the employee has moved to."))
        return cast(Organisation, found)
