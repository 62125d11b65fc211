"""What a case officer does to a whole scenario: share it, lock it, use it in the recommendation. Each asks first."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from common.refusals import Refused, may
from common.views import person
from grants.queries.budget import budget_of
from grants.queries.recommendation import forum_case, recommendation_or_new
from grants.rules import scenario as rules
from grants.rules.recommendation import check_may_choose_scenario
from grants.services import recommendation as recommendations
from grants.services import scenario as services
from grants.views.scenario import OwnScenario


class ScenarioVerb(OwnScenario):
    """One question about one scenario, for the case officers of its county."""

    template_name = "grants/scenario_confirm.html"
    question: Any
    what: Any
    service: Callable[..., Any]

    def serve(self, typed: dict[str, Any]) -> None:
        type(self).service(**self.who())

    def context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "scenario": self.scenario,
            "question": self.question,
            "what": self.what,
        }


class ScenarioShare(ScenarioVerb):
    """Show a scenario to the forum."""

    question = _("Share the scenario with the forum?")
    what = _(
        "The forum's members can read it, compare it with others that are shared, and download it. They cannot "
        "change it. What you change afterwards they see at once; lock it to let it stand."
    )
    primary_label = _("Share it with the forum")
    done = _("The forum can read the scenario now.")
    service = services.share_scenario

    def refusal(self) -> Refused | None:
        return may(rules.check_may_share_scenario, person(self.request), self.scenario, now=self.now)


class ScenarioUnshare(ScenarioVerb):
    """Take a scenario back from the forum."""

    question = _("Stop sharing the scenario?")
    what = _("The forum's members no longer see it. Links to it in their papers stop working for them.")
    primary_label = _("Stop sharing it")
    done = _("The scenario is no longer shared.")
    service = services.unshare_scenario

    def refusal(self) -> Refused | None:
        check, is_adopted = rules.check_may_unshare_scenario, services.is_adopted(self.scenario)
        return may(check, person(self.request), self.scenario, is_adopted=is_adopted, now=self.now)


class ScenarioLock(ScenarioVerb):
    """Lock a scenario."""

    question = _("Lock the scenario?")
    what = _(
        "Its numbers, figures and amounts set by hand can no longer be changed. You can unlock it again."
    )
    primary_label = _("Lock it")
    done = _("The scenario is locked.")
    service = services.lock_scenario

    def refusal(self) -> Refused | None:
        return may(rules.check_may_lock_scenario, person(self.request), self.scenario, now=self.now)


class ScenarioUnlock(ScenarioVerb):
    """Let a locked scenario change again."""

    question = _("Unlock the scenario?")
    what = _(
        "Its numbers can be changed again. Runs of the allocation that were made on it stay as they are."
    )
    primary_label = _("Unlock it")
    done = _("The scenario can be changed again.")
    service = services.unlock_scenario

    def refusal(self) -> Refused | None:
        check, is_adopted = rules.check_may_unlock_scenario, services.is_adopted(self.scenario)
        return may(check, person(self.request), self.scenario, is_adopted=is_adopted, now=self.now)


class ScenarioChoose(ScenarioVerb):
    """Use a scenario in the recommendation."""

    question = _("Use the scenario in the recommendation?")
    what = _(
        "The allocation is run on it, with the forum's ranking and the posts as they stand now, and the "
        "recommendation shows its amounts. The scenario is locked, and the forum can read it."
    )
    primary_label = _("Use it in the recommendation")
    done = _("The recommendation stands on the scenario now.")
    service = recommendations.choose_scenario

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        answer = super().post(request, **place)
        is_done = answer.status_code == HTTPStatus.FOUND
        return redirect("grants:recommendation_detail", year=self.round.grant_year) if is_done else answer

    def refusal(self) -> Refused | None:
        user, recommendation = person(self.request), recommendation_or_new(self.round)
        recommendation.round = self.round
        is_recused = forum_case(user, self.round).is_recused
        check = check_may_choose_scenario
        refusal = may(check, user, recommendation, is_recused=is_recused, now=self.now)
        budget = budget_of(self.round)
        return refusal or may(
            rules.check_may_run_scenario, user, self.scenario, budget, recommendation, now=self.now
        )
