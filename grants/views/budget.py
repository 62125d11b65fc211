"""The pages of the frame and the key."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common import clock
from common.dates import day, instant
from common.money import kroner
from common.refusals import may
from common.views import person
from grants import queries
from grants.key_words import decimal_words, weights_in_words
from grants.models import Budget
from grants.queries.posts import Identity, budget_before, identity_of, last_years_posts
from grants.rules import budget as rules
from grants.states import DecisionState
from grants.views.rounds import round_read_as
from needs.queries import expected_amounts
from networks.models import Round
from networks.roles import LEADERS, STAFF, Role, holds


class RoundList(LoginRequiredMixin, TemplateView):
    """The years, newest first, with the steps of each that the person can read."""

    template_name = "grants/round_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = clock.now(), person(self.request)
        rounds = list(queries.rounds_with_steps(user, now=now))
        if not rounds:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "years": [_year(round) for round in rounds],
            "is_insider": holds(user, queries.INSIDERS, now=now),
            "is_staff": holds(user, STAFF, now=now),
            "is_leader": holds(user, LEADERS, now=now),
            "is_recipient": holds(user, (*LEADERS, Role.UH_COORDINATOR), now=now),
        }


def _year(round: Round) -> dict[str, Any]:
    """A round and its steps; None where a step is not begun."""
    steps = {name: getattr(round, name, None) for name in ("budget", "recommendation", "decision")}
    decision = steps["decision"]
    return {
        "round": round,
        **steps,
        "is_issued": decision is not None and decision.state == DecisionState.ISSUED,
    }


class BudgetDetail(LoginRequiredMixin, TemplateView):
    """Frame, key, posts, and what each network and university can expect on them."""

    template_name = "grants/budget_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = clock.now(), person(self.request)
        round = round_read_as(self.request, kwargs["year"], queries.READERS, now=now, with_dates=False)
        budget, recommendation = queries.budget_of(round), queries.bare_recommendation(round)
        context = super().get_context_data(**kwargs) | {
            "round": round,
            "budget": budget,
            "may_record": may(rules.check_may_record_budget, user, round, recommendation, now=now) is None,
            "is_insider": holds(user, queries.INSIDERS, now=now),
        }
        if budget is None:
            return context
        before = last_years_posts(budget_before(round))
        return context | {
            "kpis": _kpis(budget),
            "facts": _facts(budget),
            "fixed": _with_last_year(budget.fixed_rows, before),
            "committed": _with_last_year(budget.committed_rows, before),
            "expected": list(expected_amounts(round)),
        }


def _with_last_year(rows: list[dict[str, Any]], before: Mapping[Identity, int]) -> list[dict[str, Any]]:
    return [{**row, "last_year": before.get(identity_of(row))} for row in rows]


def _kpis(budget: Budget) -> list[dict[str, Any]]:
    fixed = sum(row["amount_nok"] for row in budget.fixed_rows)
    committed = sum(row["amount_nok"] for row in budget.committed_rows)
    cap = int(budget.frame_nok * budget.individual_cap_percent / 100)
    status = _("Preliminary") if budget.is_preliminary else _("Final")
    percent = {"percent": decimal_words(budget.individual_cap_percent)}
    return [
        {"label": _("Frame"), "value": kroner(budget.frame_nok), "note": status},
        {"label": _("Fixed posts"), "value": kroner(fixed), "note": ""},
        {
            "label": _("Individual measures, at most"),
            "value": kroner(cap),
            "note": _("%(percent)s per cent of the frame") % percent,
        },
        {"label": _("Promised to individual measures"), "value": kroner(committed), "note": ""},
    ]


def _facts(budget: Budget) -> list[tuple[str, str]]:
    flat = {"percent": decimal_words(budget.flat_percent)}
    return [
        (_("Shared equally"), _("%(percent)s per cent") % flat),
        (_("The rest is shared by (weight)"), weights_in_words(budget)),
        (_("Rounded to"), kroner(budget.round_to)),
        (_("No network gets more than it asks for"), _("Yes") if budget.cap_at_requested else _("No")),
        *_key_fact(budget),
        (
            _("Recorded"),
            _("%(when)s by %(who)s") % {"when": instant(budget.recorded_at), "who": budget.recorded_by.name},
        ),
    ]


def _key_fact(budget: Budget) -> list[tuple[str, str]]:
    """In which meeting the forum decided on the key."""
    item, at = budget.key_item, budget.key_recorded_at
    if item is None or at is None:
        return []
    facts = {"meeting": item.meeting.title, "when": day(at)}
    return [(_("Key decided by the forum"), _("%(meeting)s, recorded %(when)s") % facts)]
