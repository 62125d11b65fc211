"""What the pages of one long-term plan share: whose plan it is, who may come there, and its addresses.

A network's plan is named by the network's key; the county's, which its cooperation forum writes, by nothing at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404

from common.gaps import Gap
from common.kept import KeptSection
from common.refusals import Refused, may
from common.views import KnownPage, or_404, person
from networks.models import Forum, LongTermPlan, Network, Organisation, PlanGoal
from networks.plan_addresses import plan_url
from networks.plan_content import shown_sections
from networks.plan_parts import GOALS, PlanStep, step_of_part, steps_of
from networks.queries import counties_of
from networks.queries import plans as queries
from networks.rules import plans as rules
from networks.rules.sides import SideRow
from networks.states import PlanState

MISSING = "mangler"
"""In an address: let the page say at each field what is missing."""


@dataclass(frozen=True)
class WrittenStep:
    """One step of the draft to read: its parts as (label, text), and the goals where they belong (else None)."""

    step: PlanStep
    url: str
    parts: list[tuple[Any, str]]
    goals: list[PlanGoal] | None


class PlanPage(KnownPage):
    """A page about one plan, begun or not. Strangers to the network get 404, and so do those outside the county."""

    network: Network | None
    plan: LongTermPlan | None

    def find(self, network: int | None = None) -> None:
        user = person(self.request)
        counties = counties_of(user, now=self.now)
        self.body: Network | Forum
        if network is None:
            self.body, self.network = or_404(queries.forum_for_plan(user, counties, now=self.now)), None
        else:
            self.body = self.network = or_404(queries.network_for_plan(network))
        if not rules.reads(user, self.body, counties, now=self.now):
            raise Http404
        self.plan = queries.plan_of(self.body)
        self.is_writer = rules.writes(user, self.body, now=self.now)

    def url(self, name: str, **more: Any) -> str:
        """The address of one of the plan's pages ("edit", "versions")."""
        return plan_url(self.body, name, **more)

    def home(self) -> str:
        """The plan's own page."""
        return plan_url(self.body)

    @cached_property
    def partners(self) -> list[Organisation]:
        """The network's universities today; none for the county's plan."""
        return queries.partners_now(self.network, now=self.now) if self.network else []

    def place(self) -> dict[str, Any]:
        """What every page of a plan shows above its own content."""
        return {"network": self.network, "body": self.body, "plan": self.plan, "home_url": self.home()}


class BegunPlanPage(PlanPage):
    """A page of those who write a plan that is begun. All others get 404."""

    plan: LongTermPlan

    def find(self, network: int | None = None) -> None:
        super().find(network)
        if self.plan is None or not self.is_writer:
            raise Http404

    def refusal(self) -> Refused | None:
        """Why nothing can be written now, or None."""
        return may(rules.check_may_save_plan, person(self.request), self.plan, now=self.now)


def side_rows(page: PlanPage, plan: LongTermPlan) -> list[SideRow]:
    """Who must approve, who has, whose approval has fallen, and which of them the reader speaks for."""
    rows = []
    for side in rules.sides(plan, page.partners):
        is_own = rules.speaks_for(person(page.request), plan, side.university_id, now=page.now)
        rows.append(SideRow.of(side, plan, is_own=is_own))
    return rows


def written_steps(page: PlanPage, plan: LongTermPlan) -> list[WrittenStep]:
    """The draft as it stands, step by step."""
    goals = list(plan.goals.all())
    return [
        WrittenStep(
            step,
            page.url("edit", step=step.slug),
            [(part.label, plan.parts.get(part.key, "")) for part in step.parts],
            goals if any(part.key == GOALS for part in step.parts) else None,
        )
        for step in steps_of(plan)
    ]


def gap_links(page: PlanPage, plan: LongTermPlan, gaps: Iterable[Gap]) -> list[tuple[str, str]]:
    """Each gap as (address of its field, sentence)."""
    links = []
    for gap in gaps:
        if gap.field == "goals" and plan.network_id is not None:
            links.append((page.url("goal_create"), gap.sentence))
        else:
            address = page.url("edit", step=step_of_part(plan, gap.field).slug)
            links.append((f"{address}?{MISSING}=1#{gap.anchor}", gap.sentence))
    return links


def progress(page: PlanPage, plan: LongTermPlan, current: str) -> list[dict[str, Any]]:
    """The steps for components/steps.html. A step is done when every part that is needed is written."""
    open_steps = {step_of_part(plan, gap.field).slug for gap in rules.plan_gaps(plan)}
    return [
        {
            "label": step.label,
            "url": page.url("edit", step=step.slug),
            "is_done": step.slug not in open_steps and any(plan.parts.get(part.key) for part in step.parts),
            "is_current": step.slug == current,
        }
        for step in steps_of(plan)
    ]


def adopted_sections(plan: LongTermPlan) -> list[KeptSection]:
    """What was last adopted, to read; nothing when the plan has never been."""
    version = queries.adopted_version(plan)
    return shown_sections(version.content) if version else []


def is_draft(plan: LongTermPlan | None) -> bool:
    """Whether the plan is being written."""
    return plan is not None and plan.state == PlanState.DRAFT
