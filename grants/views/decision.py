"""The pages of the decision: made by a case officer, approved by another person, sent as letters."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common import clock
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import (
    VerbPage,
    hidden_unless_allowed,
    or_404,
    person,
    shown_version,
    whole_number,
)
from grants import queries
from grants.decided import deviates, deviation_words
from grants.decision_reasons import proposed_reasons
from grants.forms.decision import ReasonsForm, SendBackForm
from grants.models import Decision
from grants.queries.decision import lines_of_decision
from grants.queries.recusal import is_recused, recusals_of
from grants.rules import decision as rules
from grants.services import decision as services
from grants.states import DecisionState
from grants.views.decision_page import all_lines, grant_rows, kpis, with_recusals
from grants.views.lacks import missing_facts
from grants.views.rounds import staff_round_or_404
from networks.roles import Role, holds

VERBS = {
    "prepare": gettext_lazy("Sent for approval by"),
    "send_back": gettext_lazy("Sent back by"),
    "approve": gettext_lazy("Approved by"),
    "issue": gettext_lazy("Letters issued by"),
}


class DecisionDetail(LoginRequiredMixin, TemplateView):
    """The decision as it stands: grants and lines, reasons, what is missing, and what can be done now."""

    template_name = "grants/decision_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user, year = clock.now(), person(self.request), kwargs["year"]
        round = staff_round_or_404(self.request, year, now=now)
        decision, adopted = queries.decision_of(round), queries.adopted_recommendation(round)
        recusals = list(recusals_of(round))
        recused = any(row.user_id == user.pk and row.ended_at is None for row in recusals)
        may_build = _may(rules.check_may_build_decision, user, round, adopted, decision, recused, now)
        context = super().get_context_data(**kwargs) | {
            "round": round,
            "year": year,
            "may_build": may_build,
            "is_recused": recused,
            "recused": [row for row in recusals if row.ended_at is None],
        }
        if decision is None:
            return context | {"adopted": adopted}
        decision.round = round
        return context | self.decided(decision, adopted, recusals, recused, now=now)

    def decided(
        self, decision: Decision, adopted: Any, recusals: list[Any], recused: bool, *, now: datetime
    ) -> dict[str, Any]:
        """What the page shows when there is a decision."""
        user, round = person(self.request), decision.round
        grants = list(queries.grants_of(round))
        rows = grant_rows(grants, round.scheme)
        is_filtered = self.request.GET.get("vis") == "avvik"
        others = {row.user_id for row in recusals if row.ended_at is None}
        is_prepared = decision.state == DecisionState.PREPARED
        return {
            "decision": decision,
            "rows": [row for row in rows if row.deviating] if is_filtered else rows,
            "is_filtered": is_filtered,
            "deviating": sum(row.deviating for row in rows),
            "kpis": kpis(decision, grants),
            "missing": rules.missing_in_decision(
                decision,
                adopted,
                all_lines(grants),
                is_preparer_recused=is_prepared and decision.prepared_by_id in others,
            ),
            "missing_facts": missing_facts(decision, grants, round, user, now=now),
            "history": with_recusals(lines_of(decision, VERBS), recusals),
            "may_save": _may(rules.check_may_save_decision, user, decision, recused, now),
            "may_prepare": _may(rules.check_may_prepare_decision, user, decision, recused, now, missing=[]),
            "may_approve": _may(rules.check_may_approve_decision, user, decision, recused, now),
            "may_send_back": _may(
                rules.check_may_send_back_decision, user, decision, recused, now, comment="x"
            ),
            "may_issue": may(rules.check_may_issue_letters, user, decision, now=now) is None,
            "may_correct": decision.state == DecisionState.ISSUED
            and not recused
            and holds(user, Role.CASE_OFFICER, round.county, now=now),
            "is_own": is_prepared and decision.prepared_by_id == user.pk,
        }


def _may(check: Callable[..., None], *args: Any, **kwargs: Any) -> bool:
    """Whether a rule lets the person; the last two of `args` are whether the person is recused, and now."""
    *about, is_recused, now = args
    return may(check, *about, is_recused=is_recused, now=now, **kwargs) is None


class DecisionBuild(VerbPage):
    """Make the grants from the adopted recommendation; made again, it first says which changes are lost."""

    template_name = "grants/decision_confirm_build.html"
    primary_label = gettext_lazy("Make the grants")
    done = gettext_lazy("The grants are made from the recommendation. Read the reasons and the lines.")

    def find(self, year: int) -> None:
        user = person(self.request)
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.decision = queries.decision_of(self.round)
        self.not_now = hidden_unless_allowed(
            rules.check_may_build_decision,
            user,
            self.round,
            queries.adopted_recommendation(self.round),
            self.decision,
            is_recused=is_recused(user, self.round),
            now=self.now,
        )
        lines = lines_of_decision(self.decision) if self.decision else []
        self.lost = [line for line in lines if deviates(line)]

    def home(self) -> str:
        return reverse("grants:decision_detail", kwargs={"year": self.round.grant_year})

    def refusal(self) -> Refused | None:
        return self.not_now

    def serve(self, typed: dict[str, Any]) -> None:
        shown = whole_number(self.request.POST.get("lost", "")) or 0
        services.build_decision(round=self.round, lost=shown, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        lost = [(line, deviation_words(line)) for line in self.lost]
        return {"round": self.round, "decision": self.decision, "lost": lost}


class DecisionStep(VerbPage):
    """One step of the decision: a page that says what will happen, then one POST. Hidden from all others."""

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.decision: Decision = or_404(queries.decision_of(self.round))
        self.decision.round = self.round
        self.is_recused = is_recused(person(self.request), self.round)
        self.not_now = hidden_unless_allowed(self.check)

    def home(self) -> str:
        return reverse("grants:decision_detail", kwargs={"year": self.round.grant_year})

    def check(self) -> None:
        """Raises the refusal when the person may not do this now."""
        raise NotImplementedError

    def refusal(self) -> Refused | None:
        return self.not_now

    def context(self) -> dict[str, Any]:
        return {"decision": self.decision, "round": self.round, "year": self.round.grant_year}


class DecisionEdit(DecisionStep):
    """The reasons, written by a case officer."""

    template_name = "grants/decision_form.html"
    form_class = ReasonsForm
    done = gettext_lazy("The reasons are saved.")

    def check(self) -> None:
        rules.check_may_save_decision(
            person(self.request), self.decision, is_recused=self.is_recused, now=self.now
        )

    def initial(self) -> dict[str, Any]:
        return {"reasons": self.decision.reasons}

    def context(self) -> dict[str, Any]:
        proposal = proposed_reasons(self.decision.recommendation, lines_of_decision(self.decision))
        return super().context() | {"proposal": "" if proposal == self.decision.reasons else proposal}

    def serve(self, typed: dict[str, Any]) -> None:
        services.save_decision(
            decision=self.decision,
            reasons=typed["reasons"],
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )


class DecisionPrepare(DecisionStep):
    """Hand the decision to the approver."""

    template_name = "grants/decision_confirm_prepare.html"
    primary_label = gettext_lazy("Send for approval")
    done = gettext_lazy("The decision is sent for approval.")

    def check(self) -> None:
        rules.check_may_prepare_decision(
            person(self.request), self.decision, missing=[], is_recused=self.is_recused, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.prepare_decision(decision=self.decision, by=person(self.request), now=self.now)


class DecisionApprove(DecisionStep):
    """Approve what another has prepared."""

    template_name = "grants/decision_confirm_approve.html"
    primary_label = gettext_lazy("Approve")
    done = gettext_lazy("The decision is approved. The letters can be issued.")

    def check(self) -> None:
        rules.check_may_approve_decision(
            person(self.request), self.decision, is_recused=self.is_recused, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.approve_decision(
            decision=self.decision,
            version=whole_number(self.request.POST.get("version", "")),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        grants = list(queries.grants_of(self.round))
        return super().context() | {"grants": grants, "deviating": sum(map(deviates, all_lines(grants)))}


class DecisionSendBack(DecisionStep):
    """Send the decision back with a comment."""

    template_name = "grants/decision_confirm_send_back.html"
    primary_label = gettext_lazy("Send back")
    form_class = SendBackForm
    done = gettext_lazy("The decision is sent back.")

    def check(self) -> None:
        rules.check_may_send_back_decision(
            person(self.request), self.decision, comment="x", is_recused=self.is_recused, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.send_back_decision(
            decision=self.decision, comment=typed["comment"], by=person(self.request), now=self.now
        )
