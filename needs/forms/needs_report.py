"""The owner's form: who took part, and the needs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PickOne, PickSeveral, PortalForm
from common.gaps import Gap, show_gaps
from needs.forms.fields import LongText, term_choices, to_date, year_choices
from needs.models import Need, NeedsReport, Theme
from needs.services.needs_report import TEXTS, Content, NeedInput
from networks.models import Kindergarten

MOST_NEEDS = 30


class NeedsReportForm(PortalForm):
    """How people took part. All fields may be empty in a draft."""

    heads_involvement = LongText(
        label=_("How did the heads take part?"),
        help_text=_("Meetings, talks, or the assessments that they have shared with you."),
    )
    staff_involvement = LongText(label=_("How did the staff take part?"))
    sami_perspectives = LongText(
        label=_("Sami perspectives"),
        help_text=_("How do you attend to Sami language, culture and history in what you need?"),
    )
    ppt_involvement = LongText(
        label=_("Cooperation with PPT and the competence boost (Kompetanseløftet)"),
        help_text=_("PPT is the educational psychological service. Have they taken part, or should they?"),
    )

    @property
    def texts(self) -> dict[str, str]:
        """The typed texts by field name."""
        return {name: self.cleaned_data[name] for name in TEXTS}


class RecordForm(NeedsReportForm):
    """The same form for the network's leader, who has received the report another way."""

    field_order = ["received_how", *TEXTS]
    received_how = forms.CharField(
        label=_("How was the report received?"),
        help_text=_("For example: by e-mail on 28 November, from the owner's contact."),
        max_length=500,
    )


class NeedForm(PortalForm):
    """One need. All fields may be empty in a draft."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    theme = PickOne(label=_("Theme"), empty=_("Choose a theme"))
    theme_other = forms.CharField(
        label=_("In your own words, if the theme is not in the list"), max_length=120, required=False
    )
    kindergartens = PickSeveral(label=_("Which kindergartens?"))
    why = LongText(
        label=_("Why do you need this?"),
        help_text=_("What do you see in the kindergarten today? Three or four sentences are enough."),
    )
    goal = LongText(
        label=_("What do you want to achieve?"), help_text=_("What shall be better for the children?")
    )
    way_of_working = LongText(
        label=_("How do you want to work?"),
        help_text=_(
            "For example in a learning network, with guidance in the kindergarten, or on planning days."
        ),
    )
    start_on = forms.TypedChoiceField(
        label=_("When do you want to start?"), coerce=to_date, empty_value=None, required=False
    )
    years = forms.TypedChoiceField(
        label=_("For how long?"), choices=year_choices, coerce=int, empty_value=None, required=False
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        help_text=_("1 is the most important."),
        min_value=1,
        max_value=99,
        required=False,
    )
    remove = forms.BooleanField(label=_("Remove this need when I save"), required=False)

    def __init__(
        self,
        *args: Any,
        themes: Sequence[Theme],
        kindergartens: Sequence[Kindergarten],
        starts: list[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["theme"].offer(themes, empty=_("Choose a theme"))
        fields["kindergartens"].offer(kindergartens)
        fields["start_on"].choices = starts
        if len(kindergartens) == 1:
            self.fields["kindergartens"].initial = [kindergartens[0].pk]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in a new row."""
        typed = ("theme", "theme_other", "why", "goal", "way_of_working")
        return not self.cleaned_data["pk"] and not any(self.cleaned_data[name] for name in typed)

    @property
    def need(self) -> NeedInput:
        """What is typed, as the service takes it."""
        return NeedInput(**{name: value for name, value in self.cleaned_data.items() if name != "remove"})


class BaseNeeds(forms.BaseFormSet):
    """The needs of one report, with a row for a new one where it is asked for."""

    row_label = _("Need")

    def content(self, texts: dict[str, str]) -> Content:
        """What is typed on the whole page, as the service takes it."""
        rows = [form for form in self.forms if not form.is_blank]
        return Content(
            texts=texts,
            needs=[form.need for form in rows if not form.cleaned_data["remove"]],
            removed=[
                form.cleaned_data["pk"]
                for form in rows
                if form.cleaned_data["remove"] and form.cleaned_data["pk"]
            ],
        )


NeedsFormSet = forms.formset_factory(
    NeedForm, formset=BaseNeeds, extra=0, max_num=MOST_NEEDS, absolute_max=MOST_NEEDS + 10, validate_max=True
)


class NeedsReportPage:
    """The whole page: the report's form and its needs, read from the report or from what is sent."""

    def __init__(
        self,
        report: NeedsReport,
        needs: Sequence[Need],
        *,
        themes: Sequence[Theme],
        kindergartens: Sequence[Kindergarten],
        data: Any = None,
        is_record: bool = False,
        with_new_row: bool = False,
    ) -> None:
        form_class = RecordForm if is_record else NeedsReportForm
        self.form = form_class(data, initial={name: getattr(report, name) for name in form_class.base_fields})
        rows = [_initial(need) for need in needs]
        self.needs: Any = NeedsFormSet(
            data,
            prefix="needs",
            initial=[*rows, {}] if with_new_row or not rows else rows,
            form_kwargs={
                "empty_permitted": False,
                "themes": _with_chosen(themes, needs),
                "kindergartens": _all_kindergartens(kindergartens, needs),
                "starts": term_choices(report.round, also=[need.start_on for need in needs]),
            },
        )

    def is_valid(self) -> bool:
        """Whether all that is typed can be saved; both forms are read, so that all errors are shown at once."""
        is_form_valid = self.form.is_valid()
        return self.needs.is_valid() and is_form_valid

    @property
    def content(self) -> Content:
        """What is typed, as the service takes it."""
        return self.needs.content(self.form.texts)

    def show_gaps(self, gaps: Sequence[Gap]) -> None:
        """Say at each field what is missing before the report can be sent."""
        show_gaps(self.form, gaps)
        for row in self.needs.forms:
            show_gaps(row, gaps, prefix=row.prefix)


def _initial(need: Need) -> dict[str, Any]:
    names = ("pk", "theme_other", "why", "goal", "way_of_working", "years", "priority")
    start_on: date | None = need.start_on
    return {
        **{name: getattr(need, name) for name in names},
        "theme": need.theme_id,
        "start_on": start_on.isoformat() if start_on else "",
        "kindergartens": [kindergarten.pk for kindergarten in need.kindergartens.all()],
    }


def _with_chosen(themes: Sequence[Theme], needs: Sequence[Need]) -> list[Theme]:
    """The themes on offer, and those that were chosen while they still were."""
    found = {theme.pk: theme for theme in themes}
    return list({**found, **{need.theme.pk: need.theme for need in needs if need.theme}}.values())


def _all_kindergartens(kindergartens: Sequence[Kindergarten], needs: Sequence[Need]) -> list[Kindergarten]:
    """The owner's kindergartens, and those chosen that have closed or moved since."""
    found = {kindergarten.pk: kindergarten for kindergarten in kindergartens}
    chosen = {k.pk: k for need in needs for k in need.kindergartens.all()}
    return list({**found, **chosen}.values())


class DeclareNoNeedsForm(PortalForm):
    """Nothing to fill in: the button is the answer."""


class ReturnForm(PortalForm):
    """A comment, and the day until which the owner can send again."""

    comment = LongText(label=_("What shall the owner amend?"), required=True, max_length=4000)
    until = forms.DateField(
        label=_("The owner can send again until"),
        help_text=_("To the end of this day."),
    )


class ExtendForm(PortalForm):
    """A new deadline, and why."""

    until = forms.DateField(
        label=_("New deadline"),
        help_text=_("To the end of this day."),
    )
    reason = LongText(label=_("Reason"), required=True, max_length=1000)
