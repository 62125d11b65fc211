"""The pages on which leader and universities write about the basis as a whole: its texts, the unanswered needs."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.gaps import show_gaps
from common.refusals import Refused
from common.views import person
from needs import queries
from needs.forms.basis_needs import ReasonsForm
from needs.forms.decision_basis import DecisionBasisForm
from needs.models import Need
from needs.queries.drafts import basis_values, reason_values
from needs.rules import decision_basis as rules
from needs.services import basis_draft as services
from needs.views.decision_basis import answer_for, built_or_404, detail_url, place_of, save_refusal

FOR_SEVERAL = "same"
"""The button that puts one reason at all the needs that are ticked."""


class BasisDraftPage(DraftPage):
    """What the two pages share: who may come here, and where they lead back."""

    def find(self, **place: int) -> None:
        self.known = built_or_404(self.request, **place, now=self.now)
        self.basis = self.known.basis

    def refusal(self) -> Refused | None:
        return save_refusal(self.request, self.known, now=self.now)

    def home(self) -> str:
        return detail_url(self.basis)

    def place(self) -> dict[str, Any]:
        """What every service here is called with."""
        return {
            "round": self.basis.round,
            "network": self.basis.network,
            "by": person(self.request),
            "now": self.now,
        }

    def context(self) -> dict[str, Any]:
        return {
            "basis": self.basis,
            "place": place_of(self.basis),
            "answer": answer_for(self.basis, now=self.now),
            "cancel_url": self.home(),
        }


class DecisionBasisEdit(BasisDraftPage):
    """The texts of the basis itself."""

    template_name = "needs/decision_basis_form.html"

    def stored(self) -> Saved:
        return Saved(self.basis.texts_version, basis_values(self.basis))

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> DecisionBasisForm:
        return DecisionBasisForm(data, initial=initial)

    def prepare(self, form: DecisionBasisForm) -> None:
        if "mangler" in self.request.GET:
            show_gaps(form, [gap for gap in rules.decision_basis_gaps(self.basis) if gap.measure is None])

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        return services.save_decision_basis(**self.place(), typed=typed, shown=shown)

    def after(self, do: str) -> HttpResponse:
        messages.success(self.request, _("The texts are saved."))
        return redirect(self.home())


class UnansweredNeeds(BasisDraftPage):
    """The needs that no measure answers, with a reason for each. The owners see it when the basis is sent."""

    template_name = "needs/unanswered_needs.html"

    def stored(self) -> Saved:
        return Saved(self.basis.version, reason_values(self.basis))

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> ReasonsForm:
        whys = {key: need.why for key, need in self.needs.items()}
        self.form = ReasonsForm(data, initial=initial, free_needs=self.basis.free_needs, whys=whys)
        return self.form

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        is_for_several = self.request.POST.get("do") == FOR_SEVERAL
        reasons = self.form.reasons(is_for_several=is_for_several)
        typed_now = {key: text for key, text in reasons.items() if key in typed}
        return services.save_reasons(**self.place(), typed=typed_now, shown=shown)

    def after(self, do: str) -> HttpResponse:
        messages.success(self.request, _("The reasons are saved."))
        return redirect(self.request.path if do == FOR_SEVERAL else self.home())

    @cached_property
    def needs(self) -> dict[int, Need]:
        """What the person may read of the needs, by key."""
        user, basis = person(self.request), self.basis
        rows = queries.needs_to_choose(user, basis.network, basis.round, now=self.now)
        return {need.pk: need for need in rows}

    def context(self) -> dict[str, Any]:
        rows = [{"row": row, "field": field} for row, field in self.form.rows]
        return {**super().context(), "rows": rows, "primary_label": _("Save and go back")}
