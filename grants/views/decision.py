"""The pages of the decision: made by a case officer, approved by another person, sent as letters."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from common import clock
from common.money import kroner
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import VerbPage, hidden_unless_allowed, or_404, person, shown_version
from grants import queries
from grants.forms.decision import ReasonsForm, SendBackForm
from grants.models import Decision
from grants.rules import decision as rules
from grants.services import decision as services
from grants.states import DecisionState
from grants.views.lacks import missing_facts
from grants.views.rounds import staff_round_or_404

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
        grants = list(queries.grants_of(round)) if decision else []
        may_build = may(rules.check_may_build_decision, user, round, adopted, decision, now=now) is None
        context = super().get_context_data(**kwargs) | {"round": round, "year": year, "may_build": may_build}
        if decision is None:
            return context | {"adopted": adopted}
        return context | {
            "decision": decision,
            "grants": grants,
            "kpis": _kpis(decision, grants),
            "missing": rules.missing_in_decision(decision, adopted, has_grants=bool(grants)),
            "missing_facts": missing_facts(decision, grants, round, user, now=now),
            "history": lines_of(decision, VERBS),
            "may_save": may(rules.check_may_save_decision, user, decision, now=now) is None,
            "may_prepare": may(rules.check_may_prepare_decision, user, decision, missing=[], now=now) is None,
            "may_approve": may(rules.check_may_approve_decision, user, decision, now=now) is None,
            "may_send_back": may(rules.check_may_send_back_decision, user, decision, comment="x", now=now)
            is None,
            "may_issue": may(rules.check_may_issue_letters, user, decision, now=now) is None,
            "is_own": decision.state == DecisionState.PREPARED and decision.prepared_by_id == user.pk,
        }


def _kpis(decision: Decision, grants: list[Any]) -> list[dict[str, Any]]:
    output = decision.run.output
    return [
        {"label": _("Granted in all"), "value": kroner(sum(grant.amount_nok for grant in grants))},
        {"label": _("Letters"), "value": str(len(grants))},
        {"label": _("Held by the County Governor"), "value": kroner(output["held"])},
        {"label": _("Not distributed"), "value": kroner(output["unallocated"])},
    ]


@login_required
@require_POST
def decision_build(request: HttpRequest, year: int) -> HttpResponse:
    """Make the grants from the adopted recommendation, or make them again."""
    now = clock.now()
    round = staff_round_or_404(request, year, now=now)
    hidden_unless_allowed(rules.check_may_build_decision, person(request), round, None, None, now=now)
    services.build_decision(round=round, by=person(request), now=now)
    messages.success(
        request, _("The grants are made from the recommendation. Read the reasons and the lines.")
    )
    return redirect("grants:decision_detail", year=year)


class DecisionStep(VerbPage):
    """One step of the decision: a page that says what will happen, then one POST. Hidden from all others."""

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.decision: Decision = or_404(queries.decision_of(self.round))
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
        rules.check_may_save_decision(person(self.request), self.decision, now=self.now)

    def initial(self) -> dict[str, Any]:
        return {"reasons": self.decision.reasons}

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
        rules.check_may_prepare_decision(person(self.request), self.decision, missing=[], now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.prepare_decision(decision=self.decision, by=person(self.request), now=self.now)


class DecisionApprove(DecisionStep):
    """Approve what another has prepared."""

    template_name = "grants/decision_confirm_approve.html"
    primary_label = gettext_lazy("Approve")
    done = gettext_lazy("The decision is approved. The letters can be issued.")

    def check(self) -> None:
        rules.check_may_approve_decision(person(self.request), self.decision, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.approve_decision(decision=self.decision, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return super().context() | {"grants": queries.grants_of(self.round)}


class DecisionSendBack(DecisionStep):
    """Send the decision back with a comment."""

    template_name = "grants/decision_confirm_send_back.html"
    primary_label = gettext_lazy("Send back")
    form_class = SendBackForm
    done = gettext_lazy("The decision is sent back.")

    def check(self) -> None:
        rules.check_may_send_back_decision(person(self.request), self.decision, comment="x", now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.send_back_decision(
            decision=self.decision, comment=typed["comment"], by=person(self.request), now=self.now
        )
