"""The forms of a decision basis: its texts, a measure, the order, sending, returning."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, PickOne, PortalForm, dress
from needs.forms.fields import LongText, term_choices, to_date, year_choices
from needs.models import Contributor, Measure, Need, Theme
from needs.queries.decision_basis import Partner
from needs.rules.decision_basis import other_institution_fault
from networks.models import Kindergarten, PlanGoal, Round

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
        label=_("Way of working"), help_text=_("What do you do together, and how often?")
    )
    participants = LongText(
        label=_("Participants"),
        help_text=_("Who takes part: heads, pedagogical leaders, the whole staff?"),
        rows=3,
    )
    kindergartens = PickKeys(label=_("Which kindergartens start this year?"))
    start_on = forms.TypedChoiceField(label=_("Starts"), coerce=to_date, empty_value=None, required=False)
    years = forms.TypedChoiceField(
        label=_("Lasts"), choices=year_choices, coerce=int, empty_value=None, required=False
    )
    meeting_points = LongText(
        label=_("Meeting points"), help_text=_("When and where do the kindergartens meet?"), rows=3
    )
    contributors = forms.TypedMultipleChoiceField(
        label=_("Who else contributes?"),
        choices=Contributor.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        empty_value=[],
    )
    other_institution = forms.CharField(
        label=_("Which other institution?"),
        max_length=200,
        required=False,
        help_text=_("It can only take part together with one of the network's own universities."),
    )
    network_amount_nok = KronerField(label=_("Amount for the network"), required=False, max_value=MOST_NOK)
    goals = PickKeys(
        label=_("Goals in the plan"),
        help_text=_("Which goals of the network's adopted plan does the measure work towards?"),
    )
    plan_goal = LongText(
        label=_("Link to the long-term plan"),
        help_text=_("Which goal of the long-term plan does it belong to?"),
        rows=3,
    )

    def __init__(
        self,
        *args: Any,
        round: Round,
        themes: Sequence[Theme],
        needs: Sequence[Need],
        kindergartens: Sequence[Kindergarten],
        partners: Sequence[Partner],
        goals: Sequence[PlanGoal],
        measure: Measure,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["theme"].offer(_with_chosen(themes, measure), empty=_("Choose a theme"))
        fields["needs"].choices = _need_choices(needs, measure)
        fields["kindergartens"].choices = _kindergarten_choices(kindergartens, measure)
        fields["goals"].choices = _goal_choices(goals, measure)
        if not fields["goals"].choices:
            del fields["goals"]
        fields["start_on"].choices = term_choices(round, also=[measure.start_on])
        self.universities = _universities(partners, measure)
        for key, name in self.universities.items():
            fields |= _university_fields(key, name)
        self.criteria = [criterion.key for criterion in round.scheme.criteria]
        for criterion in round.scheme.criteria:
            fields[f"criterion_{criterion.key}"] = LongText(
                label=criterion.label, help_text=criterion.help_text
            )
        for field in fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not any(self._has_part(key) for key in self.universities):
            name = found.get("other_institution", "")
            fault = other_institution_fault(found.get("contributors", []), name, has_university=False)
            if fault:
                self.add_error("other_institution" if name else "contributors", fault)
        return found

    def _has_part(self, key: int) -> bool:
        amount, days = (self.cleaned_data.get(f"{word}_{key}") for word in ("university", "days"))
        return amount is not None or days is not None or bool(self.cleaned_data.get(f"faculty_{key}"))

    @property
    def work(self) -> list[Any]:
        """The fields about what shall be done."""
        names = ("title", "needs", "theme", "goal", "way_of_working")
        return [self[name] for name in names]

    @property
    def others(self) -> list[Any]:
        """The fields about where they meet, and who contributes."""
        return [self[name] for name in ("meeting_points", "contributors", "other_institution")]

    @property
    def university_parts(self) -> list[dict[str, Any]]:
        """For each university its name and its fields: amount, days, academic staff."""
        return [
            {"name": name, "fields": [self[f"{word}_{key}"] for word in ("university", "days", "faculty")]}
            for key, name in self.universities.items()
        ]

    @property
    def criterion_fields(self) -> list[Any]:
        """The texts on how each criterion is met, and which goal of the plan the measure belongs to."""
        goals = [self["goals"]] if "goals" in self.fields else []
        return [*(self[f"criterion_{key}"] for key in self.criteria), *goals, self["plan_goal"]]


def _university_fields(key: int, name: str) -> dict[str, forms.Field]:
    named = {"university": name}
    return {
        f"university_{key}": KronerField(
            label=gettext("Amount for %(university)s") % named,
            help_text=_("Leave it empty if the university takes no part."),
            required=False,
            max_value=MOST_NOK,
        ),
        f"days_{key}": forms.IntegerField(
            label=gettext("Days from %(university)s") % named,
            required=False,
            min_value=0,
            max_value=1000,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        ),
        f"faculty_{key}": forms.CharField(
            label=gettext("Academic staff from %(university)s") % named,
            help_text=_("Who comes, or from which subject."),
            required=False,
            max_length=300,
        ),
    }


def beginning_of(needs: Sequence[Need], kindergartens: Sequence[int], title: str) -> dict[str, Any]:
    """What a new measure takes from the needs that were ticked: the theme when they share one, and all they name."""
    if not needs:
        return {"title": title}
    themes = {need.theme_id: need.title for need in needs}
    first, is_one = needs[0], len(needs) == 1
    named = list(dict.fromkeys(need.title for need in needs if need.title))
    return {
        "title": title or ", ".join(named)[:200] or gettext("New measure"),
        "theme": first.theme_id if len(themes) == 1 else None,
        "needs": [need.pk for need in needs],
        "kindergartens": list(kindergartens),
        "goal": first.goal if is_one else "",
        "way_of_working": first.way_of_working if is_one else "",
        "start_on": first.start_on,
        "years": max((need.years or 0 for need in needs), default=0) or None,
    }


class SubmitForm(PortalForm):
    """Why the basis is sent without a side; asked only when one is missing."""

    silent_reason = LongText(
        label=_("Why is it sent without?"),
        help_text=_("The reason follows the decision basis. The approval may come afterwards."),
        max_length=4000,
    )


class AcceptForm(PortalForm):
    """A word to those who built it, if wanted."""

    comment = LongText(
        label=_("Comment"), help_text=_("It follows the letter to those who built it."), max_length=4000
    )


class ReturnForm(PortalForm):
    """A comment, and the day until which the network can send again."""

    comment = LongText(label=_("What shall the network amend?"), required=True, max_length=4000)
    until = forms.DateField(
        label=_("The network can send again until"),
        help_text=_("To the end of this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _with_chosen(themes: Sequence[Theme], measure: Measure) -> list[Theme]:
    chosen = [measure.theme] if measure.theme else []
    return list({theme.pk: theme for theme in [*themes, *chosen]}.values())


def _need_choices(needs: Sequence[Need], measure: Measure) -> list[tuple[int, str]]:
    found = {need.pk: f"{need.report.owner}: {need.title}" for need in needs}
    chosen = {row["pk"]: f"{row['owner_name']}: {row['theme']}" for row in measure.need_rows}
    return list({**chosen, **found}.items())


def _kindergarten_choices(
    kindergartens: Sequence[Kindergarten], measure: Measure
) -> list[tuple[str, list[tuple[int, str]]]]:
    """The network's kindergartens by municipality, and those chosen that have closed or moved since."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for kindergarten in sorted(kindergartens, key=lambda item: str(item.municipality)):
        groups.setdefault(str(kindergarten.municipality), []).append((kindergarten.pk, kindergarten.name))
    known = {kindergarten.pk for kindergarten in kindergartens}
    gone = [(row["pk"], row["name"]) for row in measure.kindergarten_rows if row["pk"] not in known]
    if gone:
        groups[gettext("No longer in the network")] = gone
    return list(groups.items())


def _goal_choices(goals: Sequence[PlanGoal], measure: Measure) -> list[tuple[int, str]]:
    """The goals of the plan as it was adopted, and those chosen that are no longer in it."""
    found = {goal.pk: goal.adopted_title for goal in goals}
    gone = gettext("no longer in the plan")
    chosen = {row["pk"]: f"{row['title']} ({gone})" for row in measure.goal_rows}
    return list({**found, **{key: label for key, label in chosen.items() if key not in found}}.items())


def _universities(partners: Sequence[Partner], measure: Measure) -> dict[int, str]:
    chosen = {part["university"]: part["name"] for part in measure.parts}
    return {**{partner.pk: partner.name for partner in partners}, **chosen}
