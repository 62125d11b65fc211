"""The pages that make the letters of a decision: a draft of each, issuing them all, and how far that has come."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from common import clock
from common.refusals import may
from common.views import or_404, person
from grants import queries
from grants.models import LetterBatch
from grants.queries.letter_batch import newest_batch, open_batch, progress_of
from grants.queries.letter_template import wording_of
from grants.rules import decision as rules
from grants.services.letter_batch import begin_letters
from grants.services.letter_pdf import draft_pdf
from grants.states import BatchState
from grants.views.decision import DecisionStep
from grants.views.lacks import missing_facts
from grants.views.rounds import staff_round_or_404


class LettersIssue(DecisionStep):
    """Issue all letters of an approved decision: they are made by the workers, and one sees how far that has come."""

    template_name = "grants/decision_confirm_issue.html"
    primary_label = gettext_lazy("Issue the letters")
    done = gettext_lazy(
        "The letters are being made. You may leave this page: they are issued when all are made."
    )
    batch: LetterBatch | None = None

    def find(self, year: int) -> None:
        super().find(year)
        self.batch = open_batch(self.decision)

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return redirect(self.home()) if self.batch else super().get(request, **place)

    def home(self) -> str:
        year = {"year": self.round.grant_year}
        return reverse("grants:letters_progress" if self.batch else "grants:decision_detail", kwargs=year)

    def check(self) -> None:
        rules.check_may_issue_letters(person(self.request), self.decision, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        self.batch = begin_letters(decision=self.decision, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        grants = list(queries.grants_of(self.round))
        missing = missing_facts(self.decision, grants, self.round, person(self.request), now=self.now)
        return super().context() | {"grants": grants, "missing_facts": missing}


@login_required
@require_safe
def letters_progress(request: HttpRequest, year: int) -> HttpResponse:
    """How many letters are made; looked up again every other second, also after the page is loaded anew."""
    now = clock.now()
    round = staff_round_or_404(request, year, now=now)
    decision = or_404(queries.decision_of(round))
    batch = or_404(newest_batch(decision))
    context = {
        "round": round,
        "year": year,
        "batch": batch,
        "progress": progress_of(batch),
        "is_making": batch.state == BatchState.MAKING,
        "may_issue": may(rules.check_may_issue_letters, person(request), decision, now=now) is None,
    }
    is_fragment = getattr(request, "htmx", False)
    name = "grants/_letters_progress.html" if is_fragment else "grants/letters_progress.html"
    response = render(request, name, context)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def letter_preview(request: HttpRequest, year: int, grant: int) -> HttpResponse:
    """The letter as it would be, marked as a draft. It is not stored."""
    now = clock.now()
    round = staff_round_or_404(request, year, now=now)
    found = get_object_or_404(queries.grants_for_letters(round), pk=grant)
    words = wording_of(round).words_for(found)
    response = HttpResponse(draft_pdf(found, round, now=now, words=words), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="utkast-{found.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
