"""The adopted long-term plans among the open pages: the county's list, and one plan."""

from typing import Any

from common.views import or_404
from networks.models import County
from networks.queries.open_plans import open_plan, open_plans
from reporting.queries.open_counties import county_by_key
from reporting.views.open_page import OpenPage


class OpenPlans(OpenPage):
    """The plans of a county and its networks that are adopted."""

    template_name = "open/plans.html"
    is_kept = True

    def context(self) -> dict[str, Any]:
        rows = open_plans(self.county, now=self.now) if self.county else []
        return {"rows": [{**row, "url": self.url("plan", pk=row["pk"])} for row in rows]}


class OpenPlanPage(OpenPage):
    """One plan as it was last adopted."""

    template_name = "open/plan.html"
    is_kept = True

    def find_county(self, pk: int = 0, **place: Any) -> County | None:
        self.plan = or_404(open_plan(pk))
        return county_by_key(self.plan.county)

    def context(self) -> dict[str, Any]:
        plan = self.plan
        return {"plan": plan, "facts": plan.facts, "sections": plan.sections, "plans_url": self.url("plans")}
