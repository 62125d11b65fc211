"""The case officer's form of the frame, the key and the posts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.refusals import may
from common.views import KnownPage, attempt, person, shown_version, turn_away
from grants import queries
from grants.forms.budget import (
    Beside,
    BudgetForm,
    PostFormSet,
    Posts,
    recipient_choices,
    row_of,
    typed_rows,
)
from grants.queries import posts
from grants.rules import budget as rules
from grants.services import budget as services
from grants.views.rounds import round_read_as
from networks.roles import Role


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
        self.proposed = {
            "fixed": posts.proposed_posts(self.round),
            "committed": posts.proposed_commitments(self.round),
        }
        last_year = posts.last_years_posts(posts.budget_before(self.round))
        self.beside = {prefix: self._beside(prefix, last_year) for prefix in self.proposed}

    def _beside(self, prefix: str, last_year: Mapping[posts.Identity, int]) -> Beside:
        rows = getattr(self.budget, f"{prefix}_rows") if self.budget else []
        return Beside(
            proposed={post.proposal: post.amount_nok for post in self.proposed[prefix]},
            stored={row["pk"]: row["proposed_nok"] for row in rows},
            last_year=last_year,
        )

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        recommendation = queries.bare_recommendation(self.round)
        refusal = may(
            rules.check_may_record_budget, person(request), self.round, recommendation, now=self.now
        )
        if refusal is not None:
            return turn_away(request, refusal, self._detail_url())
        start = BudgetForm.starting_with(self.budget, self.round.scheme.individual_cap_percent)
        if self.budget is None:
            fixed, committed = ([row_of(vars(post)) for post in rows] for rows in self.proposed.values())
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
        return Posts(prefix=prefix, initial=list(rows), form_kwargs=self._row_facts(prefix))

    def _row_facts(self, prefix: str) -> dict[str, Any]:
        return {"recipients": self.choices[prefix], "beside": self.beside[prefix]}

    def _bound(self, prefix: str, data: Mapping[str, Any]) -> Any:
        return Posts(data, prefix=prefix, form_kwargs=self._row_facts(prefix))

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
            "left_out": posts.left_out(sum(self.proposed.values(), []), self.budget) if self.budget else [],
            "cancel_url": self._detail_url(),
        }
        return render(self.request, "grants/budget_form.html", context, status=status)
