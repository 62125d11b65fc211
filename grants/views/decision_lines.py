"""The page on which the amounts of one recipient are changed, all lines together or one of them."""

from typing import Any

from django.utils.translation import gettext_lazy

from common.views import or_404, person
from grants import queries
from grants.decided import mark_of
from grants.forms.lines import LinesForm, line_values
from grants.letters import name_of
from grants.models import Grant
from grants.rules import decision as rules
from grants.services import decision_lines as services
from grants.views.decision import DecisionStep


class DecisionLines(DecisionStep):
    """Amounts of one recipient: asked for, recommended, decided, and why."""

    template_name = "grants/decision_lines_form.html"
    done = gettext_lazy("The amounts are saved.")

    def find(self, year: int, grant: int = 0, line: int | None = None) -> None:
        super().find(year)
        found = queries.grants_of(self.round).filter(pk=grant).first()
        self.grant: Grant = or_404(found)
        self.lines = [row for row in self.grant.lines.all() if line in (None, row.pk)]
        or_404(self.lines or None)

    def check(self) -> None:
        rules.check_may_save_decision(
            person(self.request), self.decision, is_recused=self.is_recused, now=self.now
        )

    def make_form(self, data: Any = None, **kwargs: Any) -> LinesForm:
        return LinesForm(data, lines=self.lines, scheme=self.round.scheme)

    def serve(self, typed: dict[str, Any]) -> None:
        services.save_lines(
            grant=self.grant,
            values=line_values(typed, self.lines),
            mark=self.request.POST.get("mark", ""),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        granted = sum(grant.amount_nok for grant in queries.grants_of(self.round))
        frame, held = self.decision.run.input["frame"], self.decision.run.output["held"]
        return super().context() | {
            "grant": self.grant,
            "name": name_of(self.grant),
            "mark": mark_of(self.lines),
            "left_nok": frame - held - granted,
        }
