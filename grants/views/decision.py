"""The pages of the decision: made by a case officer, approved by another person, sent as letters."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from common import clock
from common.forms import PortalForm
from common.history import history_of
from common.money import kroner
from common.refusals import may
from common.views import attempt
from grants import queries
from grants.forms.decision import ReasonsForm, SendBackForm
from grants.letters import missing_for_letter
from grants.models import Decision
from grants.rules import decision as rules
from grants.services import decision as services
from grants.services import letter as letters
from grants.states import DecisionState
from grants.views.history import told
from grants.views.rounds import hidden_unless_allowed, shown_version, staff_round_or_404


class DecisionDetail(LoginRequiredMixin, TemplateView):
    """The decision as it stands: grants and lines, reasons, what is missing, and what can be done now."""

    template_name = "grants/decision_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user, year = clock.now(), self.request.user, kwargs["year"]
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
            "missing_facts": _missing_facts(decision, grants, round),
            "history": told(history_of(decision)),
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


def _missing_facts(decision: Decision, grants: list[Any], round: Any) -> list[str]:
    """What the letters would lack, but for the two names that come by approving."""
    if decision.state == DecisionState.ISSUED:
        return []
    is_signed = decision.state == DecisionState.APPROVED
    who = _("who prepared and who approved the decision")
    found = [sentence for grant in grants for sentence in missing_for_letter(grant, round)]
    return [sentence for sentence in found if is_signed or who not in sentence]


@login_required
@require_POST
def decision_build(request: HttpRequest, year: int) -> HttpResponse:
    """Make the grants from the adopted recommendation, or make them again."""
    now = clock.now()
    round = staff_round_or_404(request, year, now=now)
    hidden_unless_allowed(rules.check_may_build_decision, request.user, round, None, None, now=now)
    services.build_decision(round=round, by=request.user, now=now)
    messages.success(
        request, _("The grants are made from the recommendation. Read the reasons and the lines.")
    )
    return redirect("grants:decision_detail", year=year)


class DecisionStep(LoginRequiredMixin, View):
    """One step of the decision: a page that says what will happen, then one POST."""

    template_name = ""
    form_class: type[PortalForm] = PortalForm
    primary_label: Any = None
    done = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.now = clock.now()
        self.round = staff_round_or_404(request, kwargs["year"], now=self.now)
        decision = queries.decision_of(self.round)
        if decision is None:
            raise Http404
        self.decision = decision
        self.refusal = hidden_unless_allowed(self.check)
        return super().dispatch(request, *args, **kwargs)

    def check(self) -> None:
        """Raises the refusal when the person may not do this now."""
        raise NotImplementedError

    def act(self, form: PortalForm) -> None:
        """Do it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        if self.refusal is not None:
            messages.info(request, self.refusal.sentence)
            return redirect("grants:decision_detail", year=year)
        return self.page(self.unbound())

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self.act(form)):
            return self.page(form, status=409)
        messages.success(request, str(self.done))
        return redirect("grants:decision_detail", year=year)

    def unbound(self) -> PortalForm:
        """The form before anything is typed."""
        return self.form_class()

    def page(self, form: PortalForm, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        context = {
            "form": form,
            "decision": self.decision,
            "round": self.round,
            "year": self.round.grant_year,
            "primary_label": self.primary_label,
            "cancel_url": reverse("grants:decision_detail", kwargs={"year": self.round.grant_year}),
            **self.more(),
        }
        return render(self.request, self.template_name, context, status=status)

    def more(self) -> dict[str, Any]:
        """What this step's page shows besides."""
        return {}


class DecisionEdit(DecisionStep):
    """The reasons, written by a case officer."""

    template_name = "grants/decision_form.html"
    form_class = ReasonsForm

    def check(self) -> None:
        rules.check_may_save_decision(self.request.user, self.decision, now=self.now)

    def unbound(self) -> PortalForm:
        return ReasonsForm(initial={"reasons": self.decision.reasons})

    def act(self, form: PortalForm) -> None:
        self.done = _("The reasons are saved.")
        services.save_decision(
            decision=self.decision,
            reasons=form.cleaned_data["reasons"],
            version=shown_version(self.request),
            by=self.request.user,
            now=self.now,
        )


class DecisionPrepare(DecisionStep):
    """Hand the decision to the approver."""

    template_name = "grants/decision_confirm_prepare.html"
    primary_label = gettext_lazy("Send for approval")

    def check(self) -> None:
        rules.check_may_prepare_decision(self.request.user, self.decision, missing=[], now=self.now)

    def act(self, form: PortalForm) -> None:
        self.done = _("The decision is sent for approval.")
        services.prepare_decision(decision=self.decision, by=self.request.user, now=self.now)


class DecisionApprove(DecisionStep):
    """Approve what another has prepared."""

    template_name = "grants/decision_confirm_approve.html"
    primary_label = gettext_lazy("Approve")

    def check(self) -> None:
        rules.check_may_approve_decision(self.request.user, self.decision, now=self.now)

    def act(self, form: PortalForm) -> None:
        self.done = _("The decision is approved. The letters can be issued.")
        services.approve_decision(decision=self.decision, by=self.request.user, now=self.now)

    def more(self) -> dict[str, Any]:
        return {"grants": queries.grants_of(self.round)}


class DecisionSendBack(DecisionStep):
    """Send the decision back with a comment."""

    template_name = "grants/decision_confirm_send_back.html"
    primary_label = gettext_lazy("Send back")
    form_class = SendBackForm

    def check(self) -> None:
        rules.check_may_send_back_decision(self.request.user, self.decision, comment="x", now=self.now)

    def act(self, form: PortalForm) -> None:
        self.done = _("The decision is sent back.")
        services.send_back_decision(
            decision=self.decision, comment=form.cleaned_data["comment"], by=self.request.user, now=self.now
        )


class LettersIssue(DecisionStep):
    """Issue all letters of an approved decision."""

    template_name = "grants/decision_confirm_issue.html"
    primary_label = gettext_lazy("Issue the letters")

    def check(self) -> None:
        rules.check_may_issue_letters(self.request.user, self.decision, now=self.now)

    def act(self, form: PortalForm) -> None:
        self.done = _("The letters are issued. The recipients get an e-mail.")
        letters.issue_letters(decision=self.decision, by=self.request.user, now=self.now)

    def more(self) -> dict[str, Any]:
        grants = list(queries.grants_of(self.round))
        return {"grants": grants, "missing": _missing_facts(self.decision, grants, self.round)}


@login_required
def letter_preview(request: HttpRequest, year: int, grant: int) -> HttpResponse:
    """The letter as it would be, marked as a draft. It is not stored."""
    now = clock.now()
    round = staff_round_or_404(request, year, now=now)
    found = get_object_or_404(queries.grants_for_letters(round), pk=grant)
    response = HttpResponse(letters.draft_pdf(found, round, now=now), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="utkast-{found.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
