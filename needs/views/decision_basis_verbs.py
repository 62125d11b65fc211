"""The pages on which a basis is sent or returned."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from common import clock
from common.dates import oslo_date
from common.refusals import may
from common.views import attempt
from needs.forms.decision_basis import ReturnForm, SubmitForm
from needs.rules import decision_basis as rules
from needs.services import decision_basis as services
from needs.views.basis_page import gap_links, measure_rows, sides, sums
from needs.views.decision_basis import answer_for, built_or_404, known_or_404, place_of
from needs.views.shared import person, shown_version
from networks import deadlines
from networks.deadlines import end_of_day
from networks.roles import Role, holds


class DecisionBasisSubmit(LoginRequiredMixin, View):
    """Everything on one page before sending: what is missing, who has not approved, and why it is sent without."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.now = clock.now()
        self.known = built_or_404(request, **kwargs, now=self.now)
        self.basis = self.known.basis
        if self.basis.pk is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = may(
            rules.check_may_save_decision_basis,
            person(request),
            self.basis,
            self.known.partners,
            now=self.now,
        )
        if refusal is not None:
            messages.info(request, refusal.sentence)
            return redirect("needs:decision_basis_detail", **place)
        return self._page(SubmitForm())

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = SubmitForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._submit(form)):
            return self._page(form, status=409)
        messages.success(request, _("The decision basis is sent. You get a receipt by e-mail."))
        return redirect("needs:decision_basis_detail", **place)

    def _submit(self, form: SubmitForm) -> None:
        services.submit_decision_basis(
            basis=self.basis,
            version=shown_version(self.request),
            silent_reason=form.cleaned_data["silent_reason"],
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: SubmitForm, status: int = 200) -> HttpResponse:
        measures = list(self.basis.measures.all())
        rows = sides(person(self.request), self.basis, now=self.now)
        silent = [row for row in rows if row.approval is None]
        context = {
            "form": form,
            "basis": self.basis,
            "place": place_of(self.basis),
            "measures": measure_rows(self.basis, measures),
            "sums": sums(self.basis, measures, self.known.expectation),
            "expectation": self.known.expectation,
            "sides": rows,
            "silent": [row.side.name for row in silent],
            "own_missing": [row for row in silent if row.is_own],
            "gaps": gap_links(self.basis, rules.decision_basis_gaps(self.basis)),
            "answer": answer_for(self.basis, now=self.now),
        }
        return render(self.request, "needs/decision_basis_confirm_submit.html", context, status=status)


class DecisionBasisReturn(LoginRequiredMixin, View):
    """The case officer returns a basis with a comment and a new instant."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.now = clock.now()
        self.basis = known_or_404(request, **kwargs, now=self.now).basis
        if not holds(person(request), Role.CASE_OFFICER, self.basis.round.county, now=self.now):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        later = deadlines.returned_until(now=self.now)
        refusal = may(
            rules.check_may_return_decision_basis,
            person(request),
            self.basis,
            comment="-",
            due_at=later,
            now=self.now,
        )
        if refusal is not None:
            messages.info(request, refusal.sentence)
            return redirect("needs:decision_basis_detail", **place)
        return self._page(ReturnForm(initial={"until": oslo_date(later)}))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = ReturnForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._return(form)):
            return self._page(form, status=409)
        messages.success(
            request, _("The decision basis is returned, and those who built it are told by e-mail.")
        )
        return redirect("needs:decision_basis_detail", **place)

    def _return(self, form: ReturnForm) -> None:
        services.return_decision_basis(
            basis=self.basis,
            comment=form.cleaned_data["comment"],
            due_at=end_of_day(form.cleaned_data["until"]),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: ReturnForm, status: int = 200) -> HttpResponse:
        place = place_of(self.basis)
        context = {
            "form": form,
            "basis": self.basis,
            "primary_label": _("Return it"),
            "cancel_url": reverse("needs:decision_basis_detail", kwargs=place),
        }
        return render(self.request, "needs/decision_basis_confirm_return.html", context, status=status)
