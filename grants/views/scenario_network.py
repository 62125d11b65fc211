"""One network in a scenario: how its amount came about, and the amount set by hand."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.refusals import NotNow
from common.views import attempt, shown_version, turn_away
from grants.allocation import breakdowns
from grants.breakdown_texts import step_rows
from grants.forms.scenario import OverrideForm
from grants.queries import scenario as reads
from grants.recipients import network_key
from grants.services import override as services
from grants.views.workbench import ScenarioPage


class ScenarioNetwork(ScenarioPage):
    """The sentence, the steps, and for the case officer the form in which the amount is set by hand."""

    def find(self, year: int, scenario: int, **place: Any) -> None:
        super().find(year, scenario)
        network: int = place["network"]
        self.network = network
        if network_key(network) not in {row["network"] for row in self.scenario.figures}:
            raise Http404

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        row = self._override
        start = {"recomputes_rest": self.scenario.recomputes_rest}
        if row is not None:
            start |= {"amount_nok": row["amount_nok"], "reason": row["reason"]}
        return self._page(OverrideForm(initial=start))

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        refusal = self.refusal
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        form = OverrideForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        facts = {**form.cleaned_data, "version": shown_version(request), "by": self.user, "now": self.now}
        if not attempt(
            form, lambda: services.set_override(scenario=self.scenario, network=self.network, **facts)
        ):
            self.scenario = reads.scenarios_of(self.round).get(pk=self.scenario.pk)
            self.scenario.round = self.round
            return self._page(form, status=409)
        messages.success(request, _("The amount is set by hand."))
        return redirect(self.home())

    def home(self) -> str:
        """The workbench of the scenario."""
        place = {"year": self.round.grant_year, "scenario": self.scenario.pk}
        return reverse("grants:scenario_detail", kwargs=place)

    @property
    def _override(self) -> dict[str, Any] | None:
        return next((r for r in reads.override_rows(self.scenario) if r["network"] == self.network), None)

    def _page(self, form: OverrideForm, status: int = 200) -> HttpResponse:
        self.load()
        found = self.work_out(None)
        steps = None
        if found is not None:
            every = breakdowns(found[0], found[1]["collective"]["total"])
            steps = step_rows(every[network_key(self.network)])
        results = self.results(found)
        rows = results["rows"] or []
        refusal = self.refusal
        context = {
            **results,
            "row": next((row for row in rows if row.pk == self.network), None),
            "name": next(
                row["name"] for row in self.scenario.figures if row["network"] == network_key(self.network)
            ),
            "steps": steps,
            "form": form if refusal is None else None,
            "locked_because": refusal.sentence if isinstance(refusal, NotNow) else "",
            "override": self._override,
            "version": self.scenario.version,
            "network": self.network,
            "cancel_url": self.home(),
        }
        return render(self.request, "grants/scenario_network.html", context, status=status)


class OverrideRemove(ScenarioNetwork):
    """Let the key decide again."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return redirect(self.home())

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        try:
            services.remove_override(
                scenario=self.scenario,
                network=self.network,
                version=shown_version(request),
                by=self.user,
                now=self.now,
            )
        except NotNow as refusal:
            return turn_away(request, refusal, self.home())
        messages.success(request, _("The key decides the amount again."))
        return redirect(self.home())
