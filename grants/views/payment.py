"""The pages of the payments: all of a round, one recipient's, and one's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common.money import kroner
from common.numbers import account_number_text
from common.refusals import may
from common.timeline import lines_of
from common.views import KnownMixin, KnownPage, VerbPage, hidden_unless_allowed, or_404, person
from grants.filters.payment import PaymentFilter
from grants.forms.payment import PlanFormSet
from grants.letters import name_of, recipient_of
from grants.models import Instalment
from grants.payment_standing import Standing, rows_of, standing_of, standing_of_all
from grants.queries import payment as queries
from grants.queries.carry_over import carried_rows
from grants.rules import money_back as money_rules
from grants.rules import payment as rules
from grants.services import payment_plan as services
from grants.states import InstalmentState
from grants.tables.payment import PaymentTable
from grants.views.rounds import staff_round_or_404
from networks.roles import LEADERS, STAFF, Role, holds

OWN_READERS = (Role.OWNER, *LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, *STAFF)
VERBS = {
    "order": gettext_lazy("Put in a payment basis by"),
    "take_back": gettext_lazy("Taken out of the payment basis by"),
    "pay": gettext_lazy("Marked as paid by"),
    "bounce": gettext_lazy("Noted as come back from the bank by"),
    "cancel": gettext_lazy("Cancelled by"),
}


class PaymentList(KnownMixin, SingleTableMixin, FilterView):
    """Each recipient of a round with its payments, and the round's figures."""

    template_name = "grants/payment_list.html"
    table_class = PaymentTable
    filterset_class = PaymentFilter
    paginate_by = 50

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)

    def get_queryset(self) -> Any:
        return queries.payment_grants(self.round)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        standing = standing_of_all(queries.payment_grants(self.round))
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "year": self.round.grant_year,
            "kpis": kpis(standing),
            "bases": queries.bases_of(self.round),
            "may_order": may(rules.check_may_order_payments, user, self.round, now=self.now) is None,
        }


def kpis(standing: Standing) -> list[dict[str, Any]]:
    """The figures of one recipient or of all."""
    return [
        {"label": _("Granted"), "value": kroner(standing.granted_nok)},
        {"label": _("Planned"), "value": kroner(standing.planned_nok)},
        {"label": _("Held back"), "value": kroner(standing.held_nok), "note": _("of what is planned")},
        {"label": _("Ordered"), "value": kroner(standing.ordered_nok)},
        {"label": _("Paid"), "value": kroner(standing.paid_nok)},
        {"label": _("Carried over"), "value": kroner(standing.carried_nok), "note": _("to the next year")},
        {"label": _("To come back"), "value": kroner(standing.owed_back_nok)},
    ]


class OwnPayments(KnownPage):
    """What one's network or university is paid, is to be paid, and is to pay back."""

    def find(self) -> None:
        or_404(holds(person(self.request), OWN_READERS, now=self.now) or None)

    def get(self, request: HttpRequest) -> HttpResponse:
        found = queries.own_payments(person(request), now=self.now)
        grants = [
            {
                "grant": grant,
                "name": name_of(grant),
                "rows": rows_of(grant),
                "claims": grant.money_back.all(),
                "carried": carried_rows(grant),
            }
            for grant in found
        ]
        return render(request, "grants/payment_own.html", {"grants": grants})


class GrantPage:
    """What the pages about one recipient's payments share."""

    request: HttpRequest
    now: Any

    def find(self, year: int, grant: int, **_more: Any) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.grant = or_404(queries.payment_grants(self.round).filter(pk=grant).first())

    def home(self) -> str:
        """The address of the recipient's payments."""
        return reverse("grants:payment_grant", kwargs={"year": self.round.grant_year, "grant": self.grant.pk})

    def about(self) -> dict[str, Any]:
        """What each of these pages says."""
        return {
            "grant": self.grant,
            "name": name_of(self.grant),
            "round": self.round,
            "year": self.round.grant_year,
        }


class PaymentGrant(GrantPage, KnownPage):
    """One recipient: the plan, what happened to each payment, what is claimed back, and what can be done now."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        user, rows = person(request), rows_of(self.grant)
        may_plan = may(rules.check_may_split_payments, user, self.grant, now=self.now) is None
        planned = [row for row in rows if row.state == InstalmentState.PLANNED]
        payee = recipient_of(self.grant)
        context = self.about() | {
            "payee": payee,
            "account": account_number_text(payee.account_number) if payee else "",
            "kpis": kpis(standing_of(self.grant)),
            "rows": [_shown(row) for row in rows],
            "holds": queries.holds_on(self.grant),
            "claims": self.grant.money_back.all(),
            "carried": carried_rows(self.grant),
            "may_act": may_plan,
            "may_split": may_plan and bool(planned),
            "may_claim": may(money_rules.check_may_claim_money, user, self.grant, now=self.now) is None,
        }
        return render(request, "grants/payment_grant.html", context)


def _shown(row: Instalment) -> dict[str, Any]:
    return {
        "row": row,
        "is_held": queries.is_held(row),
        "can_be_let_go": queries.is_held(row),
        "can_be_taken_back": row.state == InstalmentState.ORDERED,
        "can_bounce": row.state == InstalmentState.PAID,
        "history": lines_of(row, VERBS),
    }


class PaymentSplit(GrantPage, VerbPage):
    """Pay what is planned in several parts."""

    template_name = "grants/payment_split.html"
    done = gettext_lazy("The plan is saved.")
    primary_label = gettext_lazy("Save the plan")

    def find(self, year: int, grant: int, **_more: Any) -> None:
        super().find(year, grant)
        self.planned = [row for row in rows_of(self.grant) if row.state == InstalmentState.PLANNED]
        hidden_unless_allowed(rules.check_may_split_payments, person(self.request), self.grant, now=self.now)

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        start = [{"due_on": row.due_on, "amount_nok": row.amount_nok} for row in self.planned]
        self.formset: Any = PlanFormSet(initial=start, prefix="parts")
        return super().get(request, **place)

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        self.formset = PlanFormSet(request.POST, prefix="parts")
        if not self.formset.is_valid():
            return self.page(self.make_form(request.POST))
        return super().post(request, **place)

    def serve(self, typed: dict[str, Any]) -> None:
        parts = [services.Part(due_on=day, amount_nok=amount) for day, amount in self.formset.parts()]
        services.split_payments(
            grant=self.grant,
            parts=parts,
            mark=self.request.POST.get("mark", ""),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return self.about() | {
            "formset": self.formset,
            "mark": queries.plan_mark(rows_of(self.grant)),
            "planned_nok": sum(row.amount_nok for row in self.planned),
        }
