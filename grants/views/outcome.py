"""The page that tells what became of each need."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from common.views import KnownMixin, or_404, person
from grants import queries
from networks import deadlines
from networks.queries import chosen_round
from networks.roles import LEADERS, STAFF, Role, holds
from networks.states import Duty

READERS = (Role.OWNER, Role.HEAD, *LEADERS, Role.NETWORK_MEMBER, *STAFF)
PER_PAGE = 50


class OutcomeList(KnownMixin, TemplateView):
    """An owner follows its needs and nominations, a network's people the needs of theirs, the staff all."""

    template_name = "grants/outcome_list.html"

    def find(self) -> None:
        if not holds(person(self.request), READERS, now=self.now):
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        round, rounds = or_404(chosen_round(user, self.request.GET.get("aar", ""), now=self.now))
        outcomes = queries.need_outcomes(user, round, now=self.now)
        return super().get_context_data(**kwargs) | {
            "round": round,
            "rounds": rounds,
            "total": len(outcomes),
            "page_obj": Paginator(outcomes, PER_PAGE).get_page(self.request.GET.get("page")),
            "nominations": queries.nomination_outcomes(user, round, now=self.now),
            "decision_due": deadlines.due_of(deadlines.deadline(Duty.DECISION, round), round),
            "is_several": holds(user, (*LEADERS, Role.NETWORK_MEMBER, *STAFF), now=self.now),
        }
