"""The pages that make the letters of a decision: a draft of each, and issuing them all."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from common import clock
from common.views import person
from grants import queries
from grants.rules import decision as rules
from grants.services import letter as letters
from grants.views.decision import DecisionStep
from grants.views.lacks import missing_facts
from grants.views.rounds import staff_round_or_404


class LettersIssue(DecisionStep):
    """Issue all letters of an approved decision."""

    template_name = "grants/decision_confirm_issue.html"
    primary_label = gettext_lazy("Issue the letters")
    done = gettext_lazy("The letters are issued. The recipients get an e-mail.")

    def check(self) -> None:
        rules.check_may_issue_letters(person(self.request), self.decision, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        letters.issue_letters(decision=self.decision, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        grants = list(queries.grants_of(self.round))
        missing = missing_facts(self.decision, grants, self.round, person(self.request), now=self.now)
        return super().context() | {"grants": grants, "missing_facts": missing}


@login_required
@require_safe
def letter_preview(request: HttpRequest, year: int, grant: int) -> HttpResponse:
    """The letter as it would be, marked as a draft. It is not stored."""
    now = clock.now()
    round = staff_round_or_404(request, year, now=now)
    found = get_object_or_404(queries.grants_for_letters(round), pk=grant)
    response = HttpResponse(letters.draft_pdf(found, round, now=now), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="utkast-{found.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
