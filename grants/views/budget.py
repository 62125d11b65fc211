"""The pages of the frame and the key."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common import clock
from common.dates import instant
from common.money import kroner
from common.refusals import may
from common.views import KnownPage, attempt, person, shown_version, turn_away
from grants import queries
from grants.allocation_input import number
from grants.forms.budget import BudgetForm, PostFormSet, Posts, recipient_choices, row_of, typed_rows
from grants.models import Budget
from grants.rules import budget as rules
from grants.services import budget as services
from grants.views.rounds import round_read_as
from needs.queries import expected_amounts
from networks.models import Round
from networks.roles import STAFF, Role, holds


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
        }


def _year(round: Round) -> dict[str, Any]:
    """A round and its steps; None where a step is not begun."""
    steps = {name: getattr(round, name, None) for name in ("budget", "recommendation", "decision")}
    return {"round": round, **steps}


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
        return context | {
            "kpis": _kpis(budget),
            "facts": _facts(budget),
            "fixed": budget.fixed_rows,
            "committed": budget.committed_rows,
            "expected": list(expected_amounts(round)),
        }


def _kpis(budget: Budget) -> list[dict[str, Any]]:
    fixed = sum(row["amount_nok"] for row in budget.fixed_rows)
    committed = sum(row["amount_nok"] for row in budget.committed_rows)
    cap = int(budget.frame_nok * budget.individual_cap_percent / 100)
    status = _("Preliminary") if budget.is_preliminary else _("Final")
    percent = {"percent": shown(budget.individual_cap_percent)}
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
    weights = {
        _("children"): budget.weight_children,
        _("full-time positions"): budget.weight_staff,
        _("kindergartens"): budget.weight_kindergartens,
    }
    used = ", ".join(f"{name} ({shown(weight)})" for name, weight in weights.items() if weight)
    return [
        (_("Shared equally"), _("%(percent)s per cent") % {"percent": shown(budget.flat_percent)}),
        (_("The rest is shared by (weight)"), used),
        (_("Rounded to"), kroner(budget.round_to)),
        (_("No network gets more than it asks for"), _("Yes") if budget.cap_at_requested else _("No")),
        (
            _("Recorded"),
            _("%(when)s by %(who)s") % {"when": instant(budget.recorded_at), "who": budget.recorded_by.name},
        ),
    ]


def shown(value: Any) -> str:
    """A decimal as people write it: '37,5'."""
    return str(number(value)).replace(".", ",")


class BudgetEdit(KnownPage):
    """The case officer's form: frame and key, fixed posts, committed posts. "Add" shows one more row."""

    def find(self, year: int) -> None:
        writers = {Role.CASE_OFFICER}
        self.round = round_read_as(self.request, year, writers, now=self.now, with_dates=False)
        self.budget = queries.budget_of(self.round)
        networks, universities = (
            queries.networks_of_round(self.round),
            queries.universities_of_round(self.round),
        )
        recipients = list(networks), list(universities)
        self.choices = {
            "fixed": recipient_choices(*recipients, with_governor=True),
            "committed": recipient_choices(*recipients, with_governor=False),
        }

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        recommendation = queries.bare_recommendation(self.round)
        refusal = may(
            rules.check_may_record_budget, person(request), self.round, recommendation, now=self.now
        )
        if refusal is not None:
            return turn_away(request, refusal, self._detail_url())
        start = BudgetForm.starting_with(self.budget, self.round.scheme.individual_cap_percent)
        if self.budget is None:
            fixed, committed = [row_of(vars(post)) for post in queries.proposed_posts(self.round)], []
        else:
            fixed = [row_of(row) for row in self.budget.fixed_rows]
            committed = [row_of(row) for row in self.budget.committed_rows]
        version = self.budget.version if self.budget else 0
        return self._page(
            BudgetForm(initial=start), self._rows("fixed", fixed), self._rows("committed", committed), version
        )

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        version = shown_version(request)
        if request.POST.get("do", "").startswith("add_"):
            return self._one_more(request.POST, version)
        form = BudgetForm(request.POST)
        fixed, committed = self._bound("fixed", request.POST), self._bound("committed", request.POST)
        is_valid = all([form.is_valid(), fixed.is_valid(), committed.is_valid()])
        if not is_valid:
            return self._page(form, fixed, committed, version)
        if not attempt(form, lambda: self._save(form, fixed, committed, version)):
            current = self.budget.version if self.budget else 0
            return self._page(form, fixed, committed, current, status=409)
        messages.success(request, _("The frame is recorded, and the expected amounts are published."))
        return redirect("grants:budget_detail", year=year)

    def _detail_url(self) -> str:
        return reverse("grants:budget_detail", kwargs={"year": self.round.grant_year})

    def _save(self, form: BudgetForm, fixed: PostFormSet, committed: PostFormSet, version: int) -> None:
        services.record_budget(
            round=self.round,
            values=form.values,
            fixed=fixed.values,
            committed=committed.values,
            version=version,
            by=person(self.request),
            now=self.now,
        )

    def _one_more(self, data: Mapping[str, Any], version: int) -> HttpResponse:
        """The same page with what was typed and one more empty row; nothing is saved."""
        names = BudgetForm.base_fields
        initial = {name: data.get(name, "") for name in names}
        rows = {
            prefix: self._rows(prefix, typed_rows(data, prefix, add=int(data.get("do") == f"add_{prefix}")))
            for prefix in ("fixed", "committed")
        }
        return self._page(BudgetForm(initial=initial), rows["fixed"], rows["committed"], version)

    def _rows(self, prefix: str, rows: Any) -> Any:
        return Posts(prefix=prefix, initial=list(rows), form_kwargs={"recipients": self.choices[prefix]})

    def _bound(self, prefix: str, data: Mapping[str, Any]) -> Any:
        return Posts(data, prefix=prefix, form_kwargs={"recipients": self.choices[prefix]})

    def _page(
        self, form: BudgetForm, fixed: PostFormSet, committed: PostFormSet, version: int, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "fixed": fixed,
            "committed": committed,
            "formsets": [fixed, committed],
            "version": version,
            "round": self.round,
            "is_proposal": self.budget is None,
            "cancel_url": self._detail_url(),
        }
        return render(self.request, "grants/budget_form.html", context, status=status)
