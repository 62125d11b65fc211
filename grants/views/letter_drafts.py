"""The letters of a decision in one list, before and after they are issued, and each beside last year's."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from common.refusals import NotNow, may
from common.views import KnownPage, or_404, person
from grants import queries
from grants.letter_comparing import amount_rows, differences
from grants.letter_content import letter_content
from grants.letter_lacks import lacks_of
from grants.letters import language_of, name_of
from grants.models import Decision, Grant
from grants.queries.letter_batch import newest_batch
from grants.queries.letter_before import amounts_before, issued_content, letter_before, recipient_key
from grants.queries.letter_template import wording_of
from grants.rules import decision as rules
from grants.rules import letter_template as template_rules
from grants.states import DecisionState
from grants.views.lacks import missing_facts
from grants.views.rounds import staff_round_or_404
from networks.models import Round, WrittenForm


class DraftsPage(KnownPage):
    """A page about the letters of a year's decision, for the staff."""

    round: Round
    decision: Decision

    def find(self, year: int, **place: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.decision = or_404(queries.decision_of(self.round))


class LetterDrafts(DraftsPage):
    """All letters: to whom, in which written form, how much this year and last, and what stops each."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        user, round, decision = person(request), self.round, self.decision
        grants = list(queries.grants_for_letters(round))
        is_issued = decision.state == DecisionState.ISSUED
        context = {
            "round": round,
            "year": year,
            "decision": decision,
            "rows": list(self.rows(grants, is_issued=is_issued)),
            "missing_facts": missing_facts(decision, grants, round, user, now=self.now),
            "is_issued": is_issued,
            "batch": newest_batch(decision),
            "may_issue": may(rules.check_may_issue_letters, user, decision, now=self.now) is None,
            "may_template": may(
                template_rules.check_may_see_letter_templates, user, round.county, now=self.now
            )
            is None,
        }
        return render(request, "grants/letter_drafts.html", context)

    def rows(self, grants: Iterable[Grant], *, is_issued: bool) -> Iterable[dict[str, Any]]:
        before, wording = amounts_before(self.round), wording_of(self.round)
        forms = dict(WrittenForm.choices)
        for grant in grants:
            lacks = [] if is_issued else lacks_of(grant, self.round, wording.words_for(grant))
            yield {
                "grant": grant,
                "name": name_of(grant),
                "form": forms[language_of(grant)],
                "before_nok": before.get(recipient_key(grant)),
                "letter": getattr(grant, "letter", None),
                "stops": [lack.what for lack in lacks],
            }


class LetterDifference(DraftsPage):
    """One letter beside last year's to the same recipient."""

    def find(self, year: int, **place: int) -> None:
        super().find(year)
        found = queries.grants_for_letters(self.round)
        self.grant: Grant = get_object_or_404(found, pk=place["grant"])

    def get(self, request: HttpRequest, year: int, grant: int) -> HttpResponse:
        last = letter_before(self.grant, self.round)
        now = self.content()
        context = {
            "round": self.round,
            "year": year,
            "grant": self.grant,
            "name": name_of(self.grant),
            "number_before": last[0] if last else "",
            "is_nobody": now is None,
            "amounts": amount_rows(last[1] if last else None, now) if now else [],
            "differences": differences(last[1], now) if last and now else [],
            "sum_before": last[1]["amount_nok"] if last else None,
            "letter": getattr(self.grant, "letter", None),
        }
        return render(request, "grants/letter_difference.html", context)

    def content(self) -> dict[str, Any] | None:
        """What the letter says: as issued, else as it would be now; None when nobody is there to receive it."""
        issued = issued_content(self.grant)
        if issued is not None:
            return issued[1]
        words = wording_of(self.round).words_for(self.grant)
        try:
            return letter_content(self.grant, self.round, number="", now=self.now, words=words)
        except NotNow:
            return None
