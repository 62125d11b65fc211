"""Who reads the goals of a plan beside the measures: whoever may read the decision basis."""

from tests.access import Row
from tests.needs import chain
from tests.world import APRIL, WINTER, World

INSIDE = ("leader", "coordinator", "member", "uh")
COUNTY = ("forum", "case_officer", "approver")


def a_network(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def a_draft(world: World) -> dict[str, int]:
    chain.whole_basis(world)
    return a_network(world)


def a_sent_one(world: World) -> dict[str, int]:
    chain.submitted_basis(world)
    return a_network(world)


ROWS = [
    Row("needs:plan_goals", INSIDE, a_draft, now=WINTER),
    Row("needs:plan_goals", (*INSIDE, *COUNTY), a_sent_one, now=APRIL),
]
