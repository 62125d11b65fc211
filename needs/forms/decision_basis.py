"""The forms of a decision basis: its texts, a measure, the order, sending, returning."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, PickOne, PortalForm, dress
from needs.forms.fields import LongText, term_choices, to_date, year_choices
from needs.models import Measure, Need, Theme
from needs.queries.decision_basis import Partner
from needs.services.measure import MeasureInput
from networks.models import Kindergarten, Round

MOST_NOK = 999_999_999
"""More than any county's frame; keeps a slip of the finger out of the sums."""


class DecisionBasisForm(PortalForm):
    """The texts of the basis itself. All may be empty in a draft."""

    overview = LongText(
        label=_("Overview of the needs in the network"),
        help_text=_("What do the needs reports show, and how did you choose what comes first?"),
    )
    sami_perspectives = LongText(
        label=_("Sami perspectives"), help_text=_("How do the measures attend to Sami language and culture?")
    )
    ppt_involvement = LongText(
        label=_("Cooperation with PPT and the competence boost (Kompetanseløftet)"),
        help_text=_("PPT is the educational psychological service. How do the measures fit together?"),
    )


class PickKeys(forms.TypedMultipleChoiceField):
    """Some of the objects that are already loaded, as tick boxes; gives their keys."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, coerce=int, empty_value=[], **kwargs)


class MeasureForm(PortalForm):
    """One measure. All but the title may be empty in a draft."""

    title = forms.CharField(label=_("Title"), max_length=200)
    needs = PickKeys(label=_("Which needs does it answer?"), help_text=_("Every measure builds on needs."))
    theme = PickOne(label=_("Theme"), empty=_("Choose a theme"))
    goal = LongText(
        label=_("Goal"), help_text=_("What shall be better for the children and the staff when you are done?")
    )
    way_of_working = LongText(
        label=_("Way of working"), help_text=_("What do you do together, how often, and who takes part?")
    )
    kindergartens = PickKeys(label=_("Which kindergartens start this year?"))
    start_on = forms.TypedChoiceField(label=_("Starts"), coerce=to_date, empty_value=None, required=False)
    years = forms.TypedChoiceField(
        label=_("Lasts"), choices=year_choices, coerce=int, empty_value=None, required=False
    )
    network_amount_nok = KronerField(label=_("Amount for the network"), required=False, max_value=MOST_NOK)

    def __init__(
        self,
        *args: Any,
        round: Round,
        themes: Sequence[Theme],
        needs: Sequence[Need],
        kindergartens: Sequence[Kindergarten],
        partners: Sequence[Partner],
        measure: Measure | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["theme"].offer(_with_chosen(themes, measure), empty=_("Choose a theme"))
        fields["needs"].choices = _need_choices(needs, measure)
        fields["kindergartens"].choices = _kindergarten_choices(kindergartens, measure)
        fields["start_on"].choices = term_choices(round, also=[measure.start_on] if measure else ())
        self.universities = _universities(partners, measure)
        for key, name in self.universities.items():
            fields[f"university_{key}"] = KronerField(
                label=gettext("Amount for %(university)s") % {"university": name},
                help_text=_("Leave it empty if the university takes no part."),
                required=False,
                max_value=MOST_NOK,
            )
        self.criteria = [criterion.key for criterion in round.scheme.criteria]
        for criterion in round.scheme.criteria:
            fields[f"criterion_{criterion.key}"] = LongText(
                label=criterion.label, help_text=criterion.help_text
            )
        for field in fields.values():
            dress(field)

    @property
    def typed(self) -> MeasureInput:
        """What is typed, as the service takes it."""
        found = self.cleaned_data
        amounts = {key: found[f"university_{key}"] for key in self.universities}
        theme = found["theme"]
        return MeasureInput(
            title=found["title"],
            theme_id=theme.pk if theme else None,
            goal=found["goal"],
            way_of_working=found["way_of_working"],
            start_on=found["start_on"],
            years=found["years"],
            network_amount_nok=found["network_amount_nok"] or 0,
            needs=found["needs"],
            kindergartens=found["kindergartens"],
            universities={key: amount for key, amount in amounts.items() if amount is not None},
            criteria={key: found[f"criterion_{key}"] for key in self.criteria},
        )

    @property
    def work(self) -> list[Any]:
        """The fields about what shall be done."""
        names = ("title", "needs", "theme", "goal", "way_of_working")
        return [self[name] for name in names]

    @property
    def people(self) -> list[Any]:
        """The fields about who and when."""
        return [self[name] for name in ("kindergartens", "start_on", "years")]

    @property
    def money(self) -> list[Any]:
        """The amounts."""
        return [self["network_amount_nok"], *(self[f"university_{key}"] for key in self.universities)]

    @property
    def criterion_fields(self) -> list[Any]:
        """The texts on how each criterion is met."""
        return [self[f"criterion_{key}"] for key in self.criteria]


def initial_of(measure: Measure) -> dict[str, Any]:
    """The form's values as the measure stands, read with its parts."""
    names = ("title", "goal", "way_of_working", "years", "network_amount_nok")
    return {
        **{name: getattr(measure, name) for name in names},
        "theme": measure.theme_id,
        "start_on": measure.start_on.isoformat() if measure.start_on else "",
        "needs": [row["pk"] for row in measure.need_rows],
        "kindergartens": [row["pk"] for row in measure.kindergarten_rows],
        **{f"university_{part['university']}": part["amount"] for part in measure.parts},
        **{f"criterion_{row['key']}": row["text"] for row in measure.criterion_rows},
    }


def initial_from(needs: Sequence[Need], kindergartens: Sequence[int]) -> dict[str, Any]:
    """A new measure's values from the needs that were ticked: the theme when they share one, and all they name."""
    if not needs:
        return {}
    themes = {need.theme_id for need in needs}
    first = needs[0]
    return {
        "title": first.title if len(themes) == 1 else "",
        "theme": first.theme_id if len(themes) == 1 else None,
        "needs": [need.pk for need in needs],
        "kindergartens": list(kindergartens),
        "goal": first.goal if len(needs) == 1 else "",
        "way_of_working": first.way_of_working if len(needs) == 1 else "",
        "start_on": first.start_on.isoformat() if first.start_on else "",
        "years": max((need.years or 0 for need in needs), default=0) or None,
    }


class SubmitForm(PortalForm):
    """Why the basis is sent without a side; asked only when one is missing."""

    silent_reason = LongText(
        label=_("Why is it sent without?"),
        help_text=_("The reason follows the decision basis. The approval may come afterwards."),
        max_length=4000,
    )


class ReturnForm(PortalForm):
    """A comment, and the day until which the network can send again."""

    comment = LongText(label=_("What shall the network amend?"), required=True, max_length=4000)
    until = forms.DateField(
        label=_("The network can send again until"),
        help_text=_("To the end of this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _with_chosen(themes: Sequence[Theme], measure: Measure | None) -> list[Theme]:
    chosen = [measure.theme] if measure and measure.theme else []
    return list({theme.pk: theme for theme in [*themes, *chosen]}.values())


def _need_choices(needs: Sequence[Need], measure: Measure | None) -> list[tuple[int, str]]:
    found = {need.pk: f"{need.report.owner}: {need.title}" for need in needs}
    chosen = (
        {row["pk"]: f"{row['owner_name']}: {row['theme']}" for row in measure.need_rows} if measure else {}
    )
    return list({**chosen, **found}.items())


def _kindergarten_choices(
    kindergartens: Sequence[Kindergarten], measure: Measure | None
) -> list[tuple[str, list[tuple[int, str]]]]:
    """The network's kindergartens by municipality, and those chosen that have closed or moved since."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for kindergarten in sorted(kindergartens, key=lambda item: str(item.municipality)):
        groups.setdefault(str(kindergarten.municipality), []).append((kindergarten.pk, kindergarten.name))
    known = {kindergarten.pk for kindergarten in kindergartens}
    gone = [
        (r["pk"], r["name"]) for r in (measure.kindergarten_rows if measure else []) if r["pk"] not in known
    ]
    if gone:
        groups[gettext("No longer in the network")] = gone
    return list(groups.items())


def _universities(partners: Sequence[Partner], measure: Measure | None) -> dict[int, str]:
    chosen = {part["university"]: part["name"] for part in measure.parts} if measure else {}
    return {**{partner.pk: partner.name for partner in partners}, **chosen}
