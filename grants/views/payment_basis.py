"""The pages of payment bases: made, read, downloaded; a payment taken out, or let go although it is held."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from common import clock
from common.dates import day, oslo_date
from common.documents.delivery import document_response
from common.money import kroner
from common.refusals import may
from common.views import KnownPage, VerbPage, attempt, hidden_unless_allowed, or_404, person
from grants.forms.payment import OrderForm, PaidForm, WhyForm
from grants.letters import name_of
from grants.models import Instalment, PaymentBasis
from grants.payment_problems import problem_with
from grants.queries import payment as queries
from grants.rules import payment as rules
from grants.services import payment_basis as services
from grants.services import payment_paid as paid
from grants.states import InstalmentState
from grants.views.rounds import staff_round_or_404
from networks.models import Round

SOON = timedelta(days=14)
"""Payments that are due within two weeks are ticked beforehand."""


class Offered:
    """A payment as a tick box names it: for whom, how much, when."""

    def __init__(self, row: Instalment) -> None:
        self.row, self.pk = row, row.pk

    def __str__(self) -> str:
        return _("%(name)s: %(amount)s, due %(day)s (%(reference)s)") % {
            "name": name_of(self.row.grant),
            "amount": kroner(self.row.amount_nok),
            "day": day(self.row.due_on),
            "reference": self.row.reference,
        }


class BasisMake(KnownPage):
    """Choose among the planned payments; those that cannot be made stand beside, with the reason."""

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        hidden_unless_allowed(rules.check_may_order_payments, person(self.request), self.round, now=self.now)
        rows = [(row, problem_with(row)) for row in queries.planned_instalments(self.round)]
        self.offered = [Offered(row) for row, problem in rows if not problem]
        self.stopped = [{"row": row, "why": problem} for row, problem in rows if problem]

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        last = oslo_date(self.now) + SOON
        due = [str(item.pk) for item in self.offered if item.row.due_on <= last]
        return self._page(OrderForm(initial={"chosen": due}, rows=self.offered))

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        form = OrderForm(request.POST, rows=self.offered)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._serve(form)):
            return self._page(form, status=409)
        messages.success(request, _("The payment basis is made. Download it and hand it to the accounts."))
        return redirect(basis_url(self.round, self.basis.number))

    def _serve(self, form: OrderForm) -> None:
        self.basis = services.make_basis(
            round=self.round,
            chosen=[item.pk for item in form.cleaned_data["chosen"]],
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: OrderForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "round": self.round,
            "offered": self.offered,
            "stopped": self.stopped,
            "primary_label": _("Make the payment basis"),
            "cancel_url": list_url(self.round),
        }
        return render(self.request, "grants/payment_basis_form.html", context, status=status)


class BasisDetail(KnownPage):
    """One basis: its payments as they stand now, its files, and marking them as paid."""

    def find(self, year: int, number: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.basis: PaymentBasis = or_404(queries.bases_of(self.round).filter(number=number).first())
        self.rows = list(self.basis.instalments.all())
        waiting = [row for row in self.rows if row.state == InstalmentState.ORDERED]
        self.waiting = [Offered(row) for row in waiting]

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        start = {"paid_on": oslo_date(self.now), "chosen": [str(item.pk) for item in self.waiting]}
        return self._page(PaidForm(initial=start, rows=self.waiting))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        hidden_unless_allowed(rules.check_may_pay, person(request), self.round, now=self.now)
        form = PaidForm(request.POST, rows=self.waiting)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._serve(form)):
            return self._page(form, status=409)
        messages.success(request, _("The payments are marked as paid. The recipients get an e-mail."))
        return redirect(basis_url(self.round, self.basis.number))

    def _serve(self, form: PaidForm) -> None:
        paid.pay_instalments(
            round=self.round,
            chosen=[item.pk for item in form.cleaned_data["chosen"]],
            paid_on=form.cleaned_data["paid_on"],
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: PaidForm, status: int = 200) -> HttpResponse:
        user, left = person(self.request), sum(row.amount_nok for row in self.rows)
        context = {
            "form": form,
            "basis": self.basis,
            "rows": self.rows,
            "waiting": self.waiting,
            "taken_out_nok": self.basis.sum_nok - left,
            "round": self.round,
            "year": self.round.grant_year,
            "may_pay": may(rules.check_may_pay, user, self.round, now=self.now) is None,
        }
        return render(self.request, "grants/payment_basis_detail.html", context, status=status)


@login_required
@require_safe
def basis_download(request: HttpRequest, year: int, number: int, part: str) -> HttpResponse:
    """The basis as it was handed over, byte for byte."""
    round = staff_round_or_404(request, year, now=clock.now())
    basis = or_404(queries.bases_of(round).filter(number=number).first())
    return document_response(basis.workbook if part == "xlsx" else basis.table)


class PaymentStep(VerbPage):
    """One step of one payment: a page that asks why, then one POST."""

    form_class = WhyForm
    template_name = "grants/payment_confirm.html"
    danger = False

    def find(self, year: int, instalment: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        found = queries.instalments_of_round(self.round).filter(pk=instalment).first()
        self.instalment: Instalment = or_404(found)
        self.not_now = hidden_unless_allowed(self.check)

    def check(self) -> None:
        """Raises the refusal when the person may not do this now."""
        raise NotImplementedError

    def refusal(self) -> Any:
        return self.not_now

    def home(self) -> str:
        place = {"year": self.round.grant_year, "grant": self.instalment.grant_id}
        return reverse("grants:payment_grant", kwargs=place)

    def words(self) -> tuple[str, str]:
        """The page's question, and what will happen."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        question, what = self.words()
        row = self.instalment
        return {
            "question": question,
            "what": what,
            "row": row,
            "name": name_of(row.grant),
            "round": self.round,
            "danger": self.danger,
        }


class PaymentTakeBack(PaymentStep):
    """Take a payment out of its basis."""

    primary_label = gettext_lazy("Take it out")
    done = gettext_lazy("The payment is taken out. It is planned again.")

    def check(self) -> None:
        rules.check_may_take_back(person(self.request), self.instalment, now=self.now)

    def words(self) -> tuple[str, str]:
        what = _(
            "Do this only when the accounts have not paid it and will not. The files of the basis stay as they were "
            "handed over; tell the accounts."
        )
        return _("Take the payment out of the basis?"), what

    def serve(self, typed: dict[str, Any]) -> None:
        services.take_back(
            instalment=self.instalment, comment=typed["comment"], by=person(self.request), now=self.now
        )


class PaymentOverride(PaymentStep):
    """Let a held payment go."""

    primary_label = gettext_lazy("Let it be paid")
    done = gettext_lazy("The payment can be put in a payment basis.")

    def check(self) -> None:
        rules.check_may_override_hold(person(self.request), self.instalment, reason="x", now=self.now)

    def words(self) -> tuple[str, str]:
        what = _("A report is overdue. Your name, the time and the reason stand on the payment ever after.")
        return _("Pay although a report is overdue?"), what

    def serve(self, typed: dict[str, Any]) -> None:
        services.override_hold(
            instalment=self.instalment, reason=typed["comment"], by=person(self.request), now=self.now
        )


class PaymentBounce(PaymentStep):
    """Note that a payment came back from the bank."""

    primary_label = gettext_lazy("It has come back")
    done = gettext_lazy("The payment is planned again. The recipient is asked to look at the account number.")
    danger = True

    def check(self) -> None:
        user, row = person(self.request), self.instalment
        rules.check_may_bounce(user, row, paid_nok=row.amount_nok, now=self.now)

    def words(self) -> tuple[str, str]:
        what = _(
            "It is planned again, and the recipient gets an e-mail that asks for the right account number."
        )
        return _("Has the payment come back from the bank?"), what

    def serve(self, typed: dict[str, Any]) -> None:
        paid.bounce_payment(
            instalment=self.instalment,
            comment=typed["comment"],
            round=self.round,
            by=person(self.request),
            now=self.now,
        )


def list_url(round: Round) -> str:
    """The address of the round's payments."""
    return reverse("grants:payment_list", kwargs={"year": round.grant_year})


def basis_url(round: Round, number: int) -> str:
    """The address of one basis."""
    return reverse("grants:payment_basis", kwargs={"year": round.grant_year, "number": number})
