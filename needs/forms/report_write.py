"""The forms of a needs report's steps. A draft may have gaps; what is missing is said before sending."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import PickOne, PickSeveral, PortalForm
from needs.forms.fields import LongText, term_choices, to_date, year_choices
from needs.forms.involvement import InvolvementForm
from needs.models import Need, NeedsReport, PptPart, Theme
from needs.rules.needs_report import is_from_service
from networks.models import Kindergarten


class StepForm(PortalForm):
    """Some of the report's own fields; a step leaves out those that this report is not asked for."""

    def __init__(self, *args: Any, report: NeedsReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.not_asked(report):
            del self.fields[name]

    def not_asked(self, report: NeedsReport) -> Iterable[str]:
        """The names of fields that this report is not asked for."""
        return ()


class ReceivedForm(StepForm):
    """How a report came that the network's leader records."""

    received_how = forms.CharField(
        label=gettext_lazy("How was the report received?"),
        help_text=gettext_lazy("For example: by e-mail on 28 November, from the owner's contact."),
        max_length=500,
    )


class ReportInvolvementForm(InvolvementForm, StepForm):
    """Who took part: the heads, and which groups of the staff, when and how."""

    field_order = ["heads_involvement"]
    heads_involvement = LongText(
        label=gettext_lazy("How did the heads take part?"),
        help_text=gettext_lazy("Meetings, talks, or the assessments that they have shared with you."),
    )

    def not_asked(self, report: NeedsReport) -> Iterable[str]:
        return ("heads_involvement",) if is_from_service(report) else ()


class CooperationForm(StepForm):
    """Sami perspectives, PPT's part, and what a scheme asks besides."""

    sami_perspectives = LongText(
        label=gettext_lazy("Sami perspectives"),
        help_text=gettext_lazy("How do you attend to Sami language, culture and history in what you need?"),
    )
    ppt_part = forms.ChoiceField(
        label=gettext_lazy("Has PPT taken part?"),
        help_text=gettext_lazy("PPT is the educational psychological service."),
        choices=PptPart.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    ppt_involvement = LongText(
        label=gettext_lazy("Cooperation with PPT and the competence boost (Kompetanseløftet)"),
        help_text=gettext_lazy("How do you work together, or how would you like to?"),
    )
    own_contribution = LongText(
        label=gettext_lazy("What do you contribute yourselves?"),
        help_text=gettext_lazy("For example time to take part, planning days, or people who lead the work."),
    )

    def not_asked(self, report: NeedsReport) -> Iterable[str]:
        if not report.round.scheme.asks_own_contribution:
            yield "own_contribution"
        if is_from_service(report):
            yield "ppt_part"


class PickKindergartens(PickSeveral):
    """Some of the owner's kindergartens, as tick boxes by municipality."""

    def offer_by_municipality(
        self, kindergartens: Sequence[Kindergarten], chosen_before: Iterable[Kindergarten]
    ) -> None:
        """Let the user choose among the kindergartens, and those chosen before that have closed or moved since."""
        known = {kindergarten.pk for kindergarten in kindergartens}
        gone = [kindergarten for kindergarten in chosen_before if kindergarten.pk not in known]
        self.offer([*kindergartens, *gone])
        groups: dict[str, list[tuple[str, str]]] = {}
        for kindergarten in kindergartens:
            row = (str(kindergarten.pk), kindergarten.name)
            groups.setdefault(str(kindergarten.municipality), []).append(row)
        if gone:
            groups[_("Closed or moved since")] = [(str(one.pk), one.name) for one in gone]
        self.choices = list(groups.items())


class NeedForm(PortalForm):
    """One need."""

    theme = PickOne(label=gettext_lazy("Theme"), empty=gettext_lazy("Choose a theme"))
    theme_other = forms.CharField(
        label=gettext_lazy("In your own words, if the theme is not in the list"),
        max_length=120,
        required=False,
    )
    kindergartens = PickKindergartens(label=gettext_lazy("Which kindergartens?"))
    why = LongText(
        label=gettext_lazy("Why do you need this?"),
        help_text=gettext_lazy(
            "What do you see in the kindergarten today? Three or four sentences are enough."
        ),
    )
    goal = LongText(
        label=gettext_lazy("What do you want to achieve?"),
        help_text=gettext_lazy("What shall be better for the children?"),
    )
    way_of_working = LongText(
        label=gettext_lazy("How do you want to work?"),
        help_text=gettext_lazy(
            "For example in a learning network, with guidance in the kindergarten, or on planning days."
        ),
    )
    start_on = forms.TypedChoiceField(
        label=gettext_lazy("When do you want to start?"), coerce=to_date, empty_value=None, required=False
    )
    years = forms.TypedChoiceField(
        label=gettext_lazy("For how long?"),
        choices=year_choices,
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        report: NeedsReport,
        need: Need,
        themes: Sequence[Theme],
        kindergartens: Sequence[Kindergarten],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        offered = {theme.pk: theme for theme in [*themes, *([need.theme] if need.theme else [])]}
        fields["theme"].offer(list(offered.values()), empty=_("Choose a theme"))
        fields["start_on"].choices = term_choices(report.round, also=[need.start_on])
        if is_from_service(report):
            del fields["kindergartens"]
        else:
            chosen = need.kindergartens.all() if need.pk else []
            fields["kindergartens"].offer_by_municipality(kindergartens, chosen)
