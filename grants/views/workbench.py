"""The workbench: change a number of a scenario and see at once what each network gets, before anything is stored."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow, Refused, may
from common.views import KnownPage, or_404, person, shown_version
from grants import queries
from grants.allocation import AllocationError, Outcome, allocate, breakdowns
from grants.allocation_texts import refusal
from grants.breakdown_texts import step_rows
from grants.forms.scenario import ScenarioForm
from grants.key_words import key_rows
from grants.models import Scenario
from grants.queries import scenario as reads
from grants.recipients import network_key
from grants.rules import scenario as rules
from grants.services import scenario as services
from grants.views import workbench_page as page
from grants.views.compare import check_may_read
from grants.views.rounds import round_read_as
from networks.roles import STAFF, holds


class ScenarioPage(KnownPage):
    """A page about one scenario that the person may see."""

    def find(self, year: int, scenario: int, **place: Any) -> None:
        self.round = round_read_as(self.request, year, queries.INSIDERS, now=self.now, with_dates=False)
        self.user = person(self.request)
        check_may_read(self.user, self.round)
        visible = reads.scenarios_visible_to(self.user, self.round, now=self.now)
        self.scenario: Scenario = or_404(visible.filter(pk=scenario).first())
        self.scenario.round = self.round
        if self.is_for_officers and self.request.method == "POST" and isinstance(self.refusal, NotAllowed):
            raise Http404

    is_for_officers = True
    """Whether a POST here is for those alone who may change scenarios."""
    problem = ""

    @property
    def refusal(self) -> Refused | None:
        """Why the person cannot change the scenario, or None."""
        is_adopted = services.is_adopted(self.scenario)
        return may(
            rules.check_may_save_scenario, self.user, self.scenario, is_adopted=is_adopted, now=self.now
        )

    def work_out(self, form: ScenarioForm | None) -> tuple[dict[str, Any], Outcome] | None:
        """Input and outcome of what is typed (or saved); None, with the reason on the form, when it cannot be."""
        if form is not None and form.is_bound:
            if not form.is_valid():
                return None
            for name, value in vars(form.scenario_values).items():
                setattr(self.scenario, name, value)
        data = reads.scenario_input(self.scenario, self.round, self.live)
        try:
            return data, allocate(data)
        except AllocationError as error:
            self.problem = refusal(error)
            if form is not None and form.is_bound:
                form.refuse(error, self.problem)
            return None

    def load(self) -> None:
        """Read what the scenario stands on, and last year's amounts."""
        self.live = reads.live_facts(self.round)
        self.last = reads.last_years_amounts(self.round)

    def results(self, found: tuple[dict[str, Any], Outcome] | None) -> dict[str, Any]:
        """What the templates show of an outcome; `rows` is None where there is none."""
        base = {"round": self.round, "scenario": self.scenario, "problem": self.problem}
        if found is None:
            return {**base, "rows": None}
        data, outcome = found
        reasons = {row["network"]: row["reason"] for row in reads.override_rows(self.scenario)}
        rows = page.work_rows(self.scenario.figures, data, outcome, reasons, self.last)
        return {
            **base,
            "rows": rows,
            "sums": page.sums(rows),
            "kpis": page.kpis(data, outcome),
            "individual": page.individual_line(outcome),
            "chart": page.chart(rows),
            "has_last_year": bool(self.last.amounts),
        }


class ScenarioWorkbench(ScenarioPage):
    """The scenario with its numbers in a form, and what comes out. Saving keeps what was typed whatever happens."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        self.load()
        self.saved_version = self.scenario.version
        form = ScenarioForm(initial=ScenarioForm.of(self.scenario)) if self.refusal is None else None
        return self._page(form, self.results(self.work_out(form)))

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        self.load()
        self.saved_version = shown_version(request)
        form = ScenarioForm(request.POST)
        found = self.work_out(form)
        if request.POST.get("then") != "save" or found is None:
            return self._page(form, self.results(found), is_unsaved=True)
        try:
            services.save_scenario(
                scenario=self.scenario,
                values=form.scenario_values,
                version=self.saved_version,
                by=self.user,
                now=self.now,
            )
        except NotNow as refusal_:
            form.add_error(None, refusal_.sentence)
            current = reads.scenarios_of(self.round).get(pk=self.scenario.pk)
            self.saved_version = current.version
            return self._page(form, self.results(found), is_unsaved=True, status=409)
        messages.success(request, _("The scenario is saved."))
        return redirect("grants:scenario_detail", **place)

    def _page(
        self,
        form: ScenarioForm | None,
        results: dict[str, Any],
        *,
        is_unsaved: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        now = reads.snapshot_figures(self.round) if form is not None else []
        budget = self.live.budget
        context = results | {
            "form": form,
            "facts": key_rows(reads.scenario_input(self.scenario, self.round, self.live)),
            "version": self.saved_version,
            "is_unsaved": is_unsaved,
            "locked_because": self.refusal.sentence if isinstance(self.refusal, NotNow) else "",
            "is_officer": not isinstance(self.refusal, Refused) or isinstance(self.refusal, NotNow),
            "is_staff": holds(self.user, STAFF, self.round.county, now=self.now),
            "overrides": reads.override_rows(self.scenario),
            "has_newer_figures": bool(now) and now != self.scenario.figures,
            "has_other_frame": budget is not None and budget.frame_nok != self.scenario.frame_nok,
            "budget": budget,
        }
        return render(self.request, "grants/scenario_workbench.html", context, status=status)


class ScenarioTry(ScenarioPage):
    """The answer to a changed number: the results, and what is wrong at each field. Nothing is stored."""

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        self.load()
        saved = ScenarioForm.of(self.scenario)
        form = ScenarioForm(request.POST)
        found = self.work_out(form)
        is_unsaved = not form.is_valid() or any(form.cleaned_data[name] != saved[name] for name in saved)
        context = self.results(found) | {
            "form": form,
            "is_unsaved": is_unsaved,
            "errors": [(name, form.errors.get(name, [])) for name in form.fields],
        }
        answer = render(request, "grants/_workbench_answer.html", context)
        if found is None:  # the last results stay, and say that they are not those of the numbers
            answer["HX-Reswap"] = "none"
        return answer


class ScenarioSteps(ScenarioPage):
    """How one network's amount came about: with the numbers as typed (POST) or as saved (GET)."""

    is_for_officers = False

    def get(self, request: HttpRequest, network: int, **place: Any) -> HttpResponse:
        return self._steps(network, None)

    def post(self, request: HttpRequest, network: int, **place: Any) -> HttpResponse:
        return self._steps(network, ScenarioForm(request.POST) if request.POST.get("frame_nok") else None)

    def _steps(self, network: int, form: ScenarioForm | None) -> HttpResponse:
        self.live = reads.live_facts(self.round)
        found = self.work_out(form)
        context: dict[str, Any] = {"steps": None, "problem": self.problem}
        if found is not None:
            data, outcome = found
            steps = or_404(breakdowns(data, outcome["collective"]["total"]).get(network_key(network)))
            context = {"steps": step_rows(steps), "problem": ""}
        return render(self.request, "grants/_workbench_steps.html", context)
