"""The pages around a scenario: the list, a new one, another name, newer figures, deleting."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.refusals import Refused, may
from common.views import KnownPage, VerbPage, attempt, or_404, person, shown_version, turn_away
from grants import queries
from grants.allocation_texts import FIGURES
from grants.figures import changes
from grants.forms.budget_key import key_in_words
from grants.forms.scenario import NewScenarioForm, ScenarioNameForm
from grants.key_words import plain
from grants.models import Scenario
from grants.queries import scenario as reads
from grants.rules import scenario as rules
from grants.services import scenario as services
from grants.views.compare import check_may_read
from grants.views.rounds import round_read_as
from networks.roles import Role


class ScenarioList(KnownPage):
    """The round's scenarios that the person may see."""

    def find(self, year: int) -> None:
        self.round = round_read_as(self.request, year, queries.INSIDERS, now=self.now, with_dates=False)
        check_may_read(person(self.request), self.round)

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        user = person(request)
        scenarios = list(reads.scenarios_visible_to(user, self.round, now=self.now))
        context = {
            "round": self.round,
            "scenarios": [
                {"scenario": row, "key": key_in_words(row), "overrides": len(reads.override_rows(row))}
                for row in scenarios
            ],
            "may_create": may(rules.check_may_create_scenario, user, self.round, now=self.now) is None,
        }
        return render(request, "grants/scenario_list.html", context)


class ScenarioCreate(VerbPage):
    """A new scenario, on the recorded key or as a copy of another (`?fra=`)."""

    template_name = "grants/scenario_form.html"
    primary_label = _("Make the scenario")
    done = _("The scenario is made.")

    def find(self, year: int) -> None:
        self.round = round_read_as(self.request, year, {Role.CASE_OFFICER}, now=self.now, with_dates=False)
        self.scenarios = list(reads.scenarios_of(self.round))
        self.made: Scenario | None = None

    def home(self) -> str:
        place: dict[str, int] = {"year": self.round.grant_year}
        if self.made is None:
            return reverse("grants:scenario_list", kwargs=place)
        return reverse("grants:scenario_detail", kwargs={**place, "scenario": self.made.pk})

    def initial(self) -> dict[str, str]:
        return {"start": self.request.GET.get("fra", "")}

    def make_form(self, data: Any = None, **kwargs: Any) -> NewScenarioForm:
        return NewScenarioForm(data, scenarios=self.scenarios, **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        facts = {"name": typed["name"], "by": person(self.request), "now": self.now}
        source = next((row for row in self.scenarios if str(row.pk) == typed["start"]), None)
        if source is None:
            self.made = services.create_scenario(round=self.round, **facts)
        else:
            source.round = self.round
            self.made = services.copy_scenario(scenario=source, **facts)

    def context(self) -> dict[str, Any]:
        return {"round": self.round, "heading": _("New scenario"), "version": 0}


class OwnScenario(VerbPage):
    """One change of one scenario, for the case officers of its county."""

    def find(self, year: int, scenario: int) -> None:
        self.round = round_read_as(self.request, year, {Role.CASE_OFFICER}, now=self.now, with_dates=False)
        self.scenario: Scenario = or_404(reads.scenarios_of(self.round).filter(pk=scenario).first())
        self.scenario.round = self.round

    def home(self) -> str:
        place = {"year": self.round.grant_year, "scenario": self.scenario.pk}
        return reverse("grants:scenario_detail", kwargs=place)

    def refusal(self) -> Refused | None:
        check, is_adopted = rules.check_may_save_scenario, services.is_adopted(self.scenario)
        return may(check, person(self.request), self.scenario, is_adopted=is_adopted, now=self.now)

    def who(self) -> dict[str, Any]:
        """The facts that every service asks for."""
        return {"scenario": self.scenario, "by": person(self.request), "now": self.now}


class ScenarioRename(OwnScenario):
    """Another name and note."""

    template_name = "grants/scenario_form.html"
    form_class = ScenarioNameForm
    primary_label = _("Save")
    done = _("The scenario is saved.")

    def initial(self) -> dict[str, str]:
        return {"name": self.scenario.name, "note": self.scenario.note}

    def serve(self, typed: dict[str, Any]) -> None:
        services.rename_scenario(version=shown_version(self.request), **typed, **self.who())

    def context(self) -> dict[str, Any]:
        return {"round": self.round, "heading": _("Name and note"), "version": self.scenario.version}


class ScenarioFigures(OwnScenario):
    """The figures as they are now beside those that the scenario weighs; taking them over asks first."""

    template_name = "grants/scenario_figures.html"
    primary_label = _("Use the figures of today")
    done = _("The scenario weighs the figures of today.")

    def serve(self, typed: dict[str, Any]) -> None:
        services.refresh_figures(version=shown_version(self.request), **self.who())

    def context(self) -> dict[str, Any]:
        found = changes(self.scenario.figures, reads.snapshot_figures(self.round))
        rows = [
            {
                "name": row.name,
                "label": FIGURES[row.figure],
                "before_text": "–" if row.before is None else plain(row.before),
                "now_text": "–" if row.now is None else plain(row.now),
            }
            for row in found
        ]
        return {"round": self.round, "scenario": self.scenario, "changes": rows}


class ScenarioDelete(OwnScenario):
    """Delete a draft that nobody else has seen."""

    template_name = "grants/scenario_confirm.html"
    primary_label = _("Delete it")

    def refusal(self) -> Refused | None:
        row = self.scenario
        return may(
            rules.check_may_delete_scenario,
            person(self.request),
            row,
            is_adopted=services.is_adopted(row),
            has_runs=bool(getattr(row, "has_runs", False)),
            now=self.now,
        )

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        form.is_valid()
        if not attempt(form, lambda: services.delete_scenario(**self.who())):
            return turn_away(request, self.refusal() or Refused(), self.home())
        messages.success(request, _("The scenario is deleted."))
        return redirect("grants:scenario_list", year=self.round.grant_year)

    def context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "scenario": self.scenario,
            "question": _("Delete the scenario?"),
            "what": _("Nobody else has seen it, and nothing stands on it. It cannot be brought back."),
            "danger": True,
        }
