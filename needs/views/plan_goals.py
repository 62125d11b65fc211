"""The goals of a network's long-term plan, and the measures of a round that answer them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.views import KnownPage, or_404, person
from needs import queries
from needs.queries.plan_goals import goals_and_measures
from networks.queries import chosen_round
from networks.rules.plans import writes
from networks.states import Duty


class PlanGoals(KnownPage):
    """For those who may read the network's decision basis: of the newest round, or that of `?aar=`."""

    def find(self, network: int) -> None:
        user = person(self.request)
        year = self.request.GET.get("aar", "")
        self.round, self.rounds = or_404(chosen_round(user, year, Duty.DECISION_BASIS, now=self.now))
        visible = queries.visible_networks(user, self.round, now=self.now)
        self.network = or_404(visible.filter(pk=network).first())
        self.sees_draft = writes(user, self.network, now=self.now)

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        context = {
            "network": self.network,
            "round": self.round,
            "rounds": self.rounds,
            "found": goals_and_measures(self.network, self.round, sees_draft=self.sees_draft),
        }
        return render(request, "needs/plan_goals.html", context)
