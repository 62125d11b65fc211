"""The pages on which a basis is sent or returned."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from common.dates import oslo_date
from common.refusals import Refused, may
from common.views import VerbPage, person, shown_version
from needs import queries
from needs.forms.decision_basis import AcceptForm, ReturnForm, SubmitForm
from needs.rules import decision_basis as rules
from needs.services import decision_basis as services
from needs.views.basis_page import gap_links, hint_links, measure_rows, sides, sums
from needs.views.decision_basis import (
    answer_for,
    built_or_404,
    detail_url,
    known_or_404,
    place_of,
    save_refusal,
)
from networks import deadlines
from networks.deadlines import end_of_day
from networks.roles import Role, holds


class DecisionBasisSubmit(VerbPage):
    """Everything on one page before sending: what is missing, who has not approved, and why it is sent without."""

    template_name = "needs/decision_basis_confirm_submit.html"
    form_class = SubmitForm
    done = _("The decision basis is sent. You get a receipt by e-mail.")

    def find(self, **place: int) -> None:
        self.known = built_or_404(self.request, **place, now=self.now)
        self.basis = self.known.basis
        if self.basis.pk is None:
            raise Http404

    def home(self) -> str:
        return detail_url(self.basis)

    def refusal(self) -> Refused | None:
        return save_refusal(self.request, self.known, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.submit_decision_basis(
            basis=self.basis,
            version=shown_version(self.request),
            silent_reason=typed["silent_reason"],
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        measures = list(self.basis.measures.all())
        before = queries.granted_before(self.basis.network, self.basis.round)
        rows = sides(person(self.request), self.basis, now=self.now)
        silent = [row for row in rows if row.approval is None]
        return {
            "basis": self.basis,
            "place": place_of(self.basis),
            "measures": measure_rows(self.basis, measures),
            "sums": sums(self.basis, measures, self.known.expectation, before),
            "before": before,
            "unanswered": self.basis.free_needs,
            "hints": hint_links(self.basis, measures),
            "expectation": self.known.expectation,
            "sides": rows,
            "silent": [row.side.name for row in silent],
            "own_missing": [row for row in silent if row.is_own],
            "gaps": gap_links(self.basis, rules.decision_basis_gaps(self.basis)),
            "answer": answer_for(self.basis, now=self.now),
        }


class DecisionBasisAccept(VerbPage):
    """The case officer accepts a basis; then nothing in it changes."""

    template_name = "needs/decision_basis_confirm_accept.html"
    form_class = AcceptForm
    primary_label = _("Accept it")
    done = _("The decision basis is accepted, and those who built it are told by e-mail.")

    def find(self, **place: int) -> None:
        self.basis = known_or_404(self.request, **place, now=self.now).basis
        if not holds(person(self.request), Role.CASE_OFFICER, self.basis.round.county, now=self.now):
            raise Http404

    def home(self) -> str:
        return detail_url(self.basis)

    def refusal(self) -> Refused | None:
        return may(rules.check_may_accept_decision_basis, person(self.request), self.basis, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.accept_decision_basis(
            basis=self.basis, comment=typed["comment"], by=person(self.request), now=self.now
        )

    def context(self) -> dict[str, Any]:
        return {"basis": self.basis}


class DecisionBasisReturn(VerbPage):
    """The case officer returns a basis with a comment and a new instant."""

    template_name = "needs/decision_basis_confirm_return.html"
    form_class = ReturnForm
    primary_label = _("Return it")
    done = _("The decision basis is returned, and those who built it are told by e-mail.")

    def find(self, **place: int) -> None:
        self.basis = known_or_404(self.request, **place, now=self.now).basis
        if not holds(person(self.request), Role.CASE_OFFICER, self.basis.round.county, now=self.now):
            raise Http404
        self.later = deadlines.returned_until(now=self.now)

    def home(self) -> str:
        return detail_url(self.basis)

    def refusal(self) -> Refused | None:
        check, user = rules.check_may_return_decision_basis, person(self.request)
        return may(check, user, self.basis, comment="-", due_at=self.later, now=self.now)

    def initial(self) -> dict[str, Any]:
        return {"until": oslo_date(self.later)}

    def serve(self, typed: dict[str, Any]) -> None:
        services.return_decision_basis(
            basis=self.basis,
            comment=typed["comment"],
            due_at=end_of_day(typed["until"]),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {"basis": self.basis}
