"""A university's own page: all networks it partners with, what they ask of it, what it has promised."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from common.views import KnownPage, person
from needs.queries.university_bases import UniversityBasis, universities_coordinated, university_bases
from needs.states import BasisState
from networks import deadlines
from networks.queries import chosen_round
from networks.states import Duty


class UniversityBases(KnownPage):
    """For the university's coordinators, from the first word of each basis."""

    def find(self, university: int, year: int) -> None:
        user = person(self.request)
        mine = universities_coordinated(user, now=self.now)
        self.university = next((found for found in mine if found.pk == university), None)
        if self.university is None:
            raise Http404
        known = chosen_round(user, str(year), Duty.DECISION_BASIS, now=self.now)
        if known is None or known[0].grant_year != year:
            raise Http404
        self.round, self.rounds = known

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        assert self.university is not None  # noqa: S101 -- `find` has answered 404 otherwise
        rows = university_bases(self.university, self.round)
        context = {
            "university": self.university,
            "round": self.round,
            "rounds": self.rounds,
            "answer": deadlines.answer(Duty.DECISION_BASIS, self.round, now=self.now),
            "rows": [_shown(row) for row in rows],
            "waiting": [row for row in rows if row.waits],
            "totals": _totals(rows),
        }
        return render(request, "needs/university_bases.html", context)


def _shown(row: UniversityBasis) -> dict[str, Any]:
    return {"basis": row, "state_label": BasisState(row.state).label if row.state else ""}


def _totals(rows: list[UniversityBasis]) -> dict[str, Any]:
    expected = [row.expected_nok for row in rows if row.expected_nok is not None]
    return {
        "amount_nok": sum(row.amount_nok for row in rows),
        "days": sum(row.days for row in rows),
        "expected_nok": sum(expected) if expected else None,
    }
