"""The pages of a network's budget: what each measure has, proposals, answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.forms import PortalForm
from common.refusals import may
from common.views import KnownPage, attempt, hidden_unless_allowed, or_404, person, turn_away
from grants import queries
from grants.forms.adjustment import AdjustmentForm, DeclineForm
from grants.rules import adjustment as rules
from grants.services import adjustment as services
from networks.queries import networks_visible_to, round_of_year, universities_of


class BudgetPage(KnownPage):
    """What the budget's pages share: the network, its round and its lines, for those who may see them."""

    def find(self, year: int, network: int, **_more: Any) -> None:
        user = person(self.request)
        self.network = get_object_or_404(networks_visible_to(user, now=self.now), pk=network)
        self.round = or_404(round_of_year(user, year, now=self.now, county=self.network.county_id))
        self.lines = queries.budget_lines(self.network, self.round)
        partners = rules.universities_in(self.lines) or [
            university.pk for university in universities_of(self.network, self.round)
        ]
        if may(rules.check_may_see_budget, user, self.network, partners, now=self.now) is not None:
            raise Http404

    @property
    def place(self) -> dict[str, int]:
        """The arguments of this budget's addresses."""
        return {"year": self.round.grant_year, "network": self.network.pk}

    def home(self) -> str:
        """The address of the budget itself."""
        return reverse("grants:adjustment_detail", kwargs=self.place)

    def context(self) -> dict[str, Any]:
        """What every page of the budget shows."""
        return {
            "network": self.network,
            "round": self.round,
            "parts": queries.budget_parts(self.lines),
            "cancel_url": self.home(),
        }


class AdjustmentDetail(BudgetPage):
    """The budget as it stands, the proposal that waits, and those answered before."""

    def get(self, request: HttpRequest, year: int, network: int) -> HttpResponse:
        user: Any = request.user
        adjustments = [
            _shown(adjustment, self.lines) for adjustment in queries.adjustments_of(self.network, self.round)
        ]
        waiting = next((row["adjustment"] for row in adjustments if row["is_open"]), None)
        may_answer = waiting is not None and _may_answer(user, waiting, self)
        refusal = may(
            rules.check_may_propose_adjustment,
            user,
            self.network,
            self.round,
            self.lines,
            is_open=waiting is not None,
            now=self.now,
        )
        context = {**self.context(), "adjustments": adjustments, "may_answer": may_answer}
        return render(
            request,
            "grants/adjustment_detail.html",
            {**context, "waiting": waiting, "may_propose": refusal is None},
        )


def _may_answer(user: Any, adjustment: Any, page: BudgetPage) -> bool:
    adjustment.round = page.round
    answering = queries.answering_universities(adjustment, page.lines)
    return may(rules.check_may_answer_adjustment, user, adjustment, answering, now=page.now) is None


def _shown(adjustment: Any, lines: list[Any]) -> dict[str, Any]:
    """A proposal as the page shows it: the lines it changes, with the amount proposed."""
    changes = [
        {"line": line, "amount_nok": adjustment.lines[str(line.pk)]}
        for line in lines
        if str(line.pk) in adjustment.lines
    ]
    return {"adjustment": adjustment, "changes": changes, "is_open": adjustment.state == "proposed"}


class AdjustmentPropose(BudgetPage):
    """Propose new amounts for the lines."""

    def check(self) -> None:
        """Raises the refusal when the person may not propose now."""
        rules.check_may_propose_adjustment(
            self.request.user,
            self.network,
            self.round,
            self.lines,
            is_open=queries.open_adjustment(self.network, self.round) is not None,
            now=self.now,
        )

    def get(self, request: HttpRequest, year: int, network: int) -> HttpResponse:
        refusal = hidden_unless_allowed(self.check)
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        return self.page(AdjustmentForm(lines=self.lines))

    def post(self, request: HttpRequest, year: int, network: int) -> HttpResponse:
        hidden_unless_allowed(self.check)
        form = AdjustmentForm(request.POST, lines=self.lines)
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self.propose(form)):
            return self.page(form, status=409)
        messages.success(request, _("The proposal is sent to the other side of the partnership."))
        return redirect("grants:adjustment_detail", **self.place)

    def propose(self, form: AdjustmentForm) -> None:
        services.propose_adjustment(
            round=self.round,
            network=self.network,
            amounts=form.amounts,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            now=self.now,
        )

    def page(self, form: AdjustmentForm, status: int = 200) -> HttpResponse:
        rows = [
            (part, [(line, form[form.name_of(line)]) for line in part.lines])
            for part in queries.budget_parts(self.lines)
        ]
        context = {**self.context(), "form": form, "rows": rows}
        return render(self.request, "grants/adjustment_form.html", context, status=status)


class AdjustmentDecline(BudgetPage):
    """Decline the proposal that waits, saying why."""

    def get(self, request: HttpRequest, year: int, network: int) -> HttpResponse:
        return self.page(DeclineForm()) if self.waiting() else self.nothing_waits()

    def post(self, request: HttpRequest, year: int, network: int) -> HttpResponse:
        waiting = self.waiting()
        if waiting is None:
            return self.nothing_waits()
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        answer = form.cleaned_data["comment"]
        services.decline_adjustment(adjustment=waiting, answer=answer, by=request.user, now=self.now)
        messages.success(request, _("The proposal is declined. The budget stands as it was."))
        return redirect("grants:adjustment_detail", **self.place)

    def waiting(self) -> Any:
        """The proposal that waits for this person's answer, or None when none waits. Raises Http404 for others."""
        found = queries.open_adjustment(self.network, self.round)
        if found is not None:
            found.round = self.round
            answering = queries.answering_universities(found, self.lines)
            hidden_unless_allowed(
                rules.check_may_answer_adjustment, self.request.user, found, answering, now=self.now
            )
        return found

    def nothing_waits(self) -> HttpResponse:
        """Back to the budget, saying so."""
        messages.info(self.request, _("There is no proposal for you to answer."))
        return redirect("grants:adjustment_detail", **self.place)

    def page(self, form: PortalForm) -> HttpResponse:
        """The page, with what was typed."""
        return render(
            self.request, "grants/adjustment_confirm_decline.html", {**self.context(), "form": form}
        )


class AdjustmentAgree(BudgetPage):
    """Agree to the proposal that the page showed (POST only)."""

    def post(self, request: HttpRequest, year: int, network: int, adjustment: int) -> HttpResponse:
        found = get_object_or_404(queries.adjustments_of(self.network, self.round), pk=adjustment)
        found.round = self.round
        answering = queries.answering_universities(found, self.lines)
        hidden_unless_allowed(rules.check_may_answer_adjustment, request.user, found, answering, now=self.now)
        services.agree_adjustment(adjustment=found, by=request.user, now=self.now)
        messages.success(request, _("The new budget applies from now on."))
        return redirect("grants:adjustment_detail", **self.place)
