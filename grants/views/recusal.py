"""The pages of impartiality at the office: who takes no part, recording it, ending it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.refusals import Refused, may
from common.views import KnownMixin, VerbPage, hidden_unless_allowed, person
from grants import queries
from grants.forms.recusal import RecusalForm
from grants.queries.recusal import recusals_of
from grants.rules import recusal as rules
from grants.services import recusal as services
from grants.views.decision_page import about
from grants.views.rounds import staff_round_or_404
from networks.queries import people_with
from networks.roles import STAFF


class RecusalList(KnownMixin, TemplateView):
    """All who take no part in the round's decision, and those who did before."""

    template_name = "grants/recusal_list.html"

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        rows = [
            {
                "recusal": row,
                "about": about(row),
                "may_end": may(rules.check_may_end_recusal, user, row, now=self.now) is None,
            }
            for row in self._recusals()
        ]
        return super().get_context_data(**kwargs) | {"round": self.round, "rows": rows}

    def _recusals(self) -> list[Any]:
        rows = list(recusals_of(self.round))
        for row in rows:
            row.round = self.round
        return rows


class RecusalDeclare(VerbPage):
    """Record that oneself or a colleague takes no part."""

    template_name = "grants/recusal_form.html"
    primary_label = gettext_lazy("Record")
    done = gettext_lazy("It is recorded. Whoever takes no part neither prepares nor approves the decision.")

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)

    def home(self) -> str:
        return reverse("grants:recusal_list", kwargs={"year": self.round.grant_year})

    def initial(self) -> dict[str, Any]:
        return {"who": person(self.request).pk}

    def make_form(self, data: Any = None, **kwargs: Any) -> RecusalForm:
        self.form = RecusalForm(
            data,
            staff=people_with(STAFF, now=self.now, county=[self.round.county_id]),
            networks=queries.networks_of_round(self.round),
            universities=queries.universities_of_round(self.round),
            **kwargs,
        )
        return self.form

    def serve(self, typed: dict[str, Any]) -> None:
        services.declare_recusal(
            round=self.round,
            who=typed["who"],
            reason=typed["reason"],
            by=person(self.request),
            now=self.now,
            **self.form.body(typed),
        )

    def context(self) -> dict[str, Any]:
        return {"round": self.round}


class RecusalEnd(VerbPage):
    """Let a colleague take part again."""

    template_name = "grants/recusal_confirm_end.html"
    primary_label = gettext_lazy("Can take part again")
    done = gettext_lazy("It is recorded that your colleague can take part again.")

    def find(self, year: int, recusal: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.recusal = get_object_or_404(recusals_of(self.round), pk=recusal)
        self.recusal.round = self.round
        self.not_now = hidden_unless_allowed(
            rules.check_may_end_recusal, person(self.request), self.recusal, now=self.now
        )

    def home(self) -> str:
        return reverse("grants:recusal_list", kwargs={"year": self.round.grant_year})

    def refusal(self) -> Refused | None:
        return self.not_now

    def serve(self, typed: dict[str, Any]) -> None:
        services.end_recusal(recusal=self.recusal, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"round": self.round, "recusal": self.recusal, "about": about(self.recusal)}
