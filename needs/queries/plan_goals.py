"""Reads of a network's plan beside its decision basis: which measures answer each goal, and which goals have none."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from needs.models import Measure
from needs.queries.decision_basis import measures_with_parts
from networks.models import Network, PlanGoal, Round
from networks.queries.plans import adopted_goals, standing_goals


@dataclass(frozen=True)
class GoalRow:
    """A goal as this reader knows it, and the round's measures that answer it."""

    pk: int
    title: str
    is_adopted: bool = True
    measures: list[Measure] = field(default_factory=list)


@dataclass(frozen=True)
class GoalsAndMeasures:
    """The plan's goals, those no longer in it that measures point at, and measures with no goal."""

    goals: list[GoalRow]
    gone: list[GoalRow]
    without_goal: list[Measure]

    @property
    def unanswered(self) -> int:
        """How many goals of the adopted plan have no measure."""
        return sum(row.is_adopted and not row.measures for row in self.goals)


def goals_and_measures(network: Network, round: Round, *, sees_draft: bool) -> GoalsAndMeasures:
    """The goals of the network's plan with the measures of its basis in the round, in the order of the plan.

    Whoever `sees_draft` also sees the goals that are new in the draft; they can be chosen when it is adopted.
    """
    measures = list(measures_with_parts().filter(basis__network=network, basis__round=round))
    adopted = [GoalRow(goal.pk, goal.adopted_title) for goal in adopted_goals(network)]
    goals = [*adopted, *(_drafted(network) if sees_draft else ())]
    known = {row.pk: row for row in goals}
    gone: dict[int, GoalRow] = {}
    for measure in measures:
        for row in measure.goal_rows:
            place = known.get(row["pk"]) or gone.setdefault(row["pk"], GoalRow(row["pk"], row["title"]))
            place.measures.append(measure)
    without = [measure for measure in measures if not measure.goal_rows]
    return GoalsAndMeasures(goals, list(gone.values()), without)


def _drafted(network: Network) -> Iterable[GoalRow]:
    rows: Iterable[PlanGoal] = standing_goals().filter(plan__network=network, adopted_title="")
    return (GoalRow(goal.pk, goal.title, is_adopted=False) for goal in rows)
