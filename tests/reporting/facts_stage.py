"""The stage for the shared facts about measures: granted measures, and facts in each state."""

from typing import Any

from common.drafts import Saved, Shown
from grants.models import Grant
from grants.queries import grants
from networks.models import Round
from reporting.models import MeasureReport
from reporting.queries import facts as queries
from reporting.services import facts as services
from tests.grants.stage import issued
from tests.world import NEXT_SPRING, World

FULL = {
    "carried_out": "fully",
    "done": "Seks samlinger om språk & lek",
    "attainment": "mostly",
    "signs": "Flere barn er med i leken.",
    "staff_reached": 14,
    "answer_children": "Barna bruker flere ord.",
    "answer_sami": "Vi har brukt sørsamiske fortellinger.",
}


def grant_of(world: World, *, is_university: bool = False) -> Grant:
    """The issued grant of the network, or of its university."""
    if not Grant.objects.exists():
        issued(world)
    rows = grants()
    return rows.get(university=world.university) if is_university else rows.get(network=world.network)


def new(world: World) -> MeasureReport:
    """The facts of the network's first measure, not begun."""
    grant_of(world)
    return all_of(world)[0]


def all_of(world: World) -> list[MeasureReport]:
    """The facts of all the network's measures, as pages read them."""
    return queries.facts_in(world.network, world.fresh_round())


def read(facts: MeasureReport) -> MeasureReport:
    """The facts as a page reads them now."""
    found = queries.facts_about(facts.measure_id)
    assert found is not None
    return found


def shown(facts: MeasureReport) -> Shown:
    """What a page that is opened now shows."""
    round: Round = facts.measure.basis.round
    questions = queries.questions_about(round)
    values = queries.facts_values(facts, questions)
    if not facts.version:
        values |= queries.beginning_of_facts(facts.measure)
    return Shown.of(values, facts.version)


def save(
    world: World, facts: MeasureReport, *, by: str = "leader", before: Shown | None = None, **typed: Any
) -> Saved:
    """Save what is typed on a page that shows the facts as they stand, or as they stood `before`."""
    return services.save_facts(
        facts=facts, typed=typed, shown=before or shown(facts), by=world.person(by), now=NEXT_SPRING
    )


def written(world: World, **changes: Any) -> MeasureReport:
    """Facts that are whole."""
    facts = new(world)
    save(world, facts, **FULL | changes)
    return read(facts)


def approve(world: World, facts: MeasureReport, by: str = "leader") -> MeasureReport:
    """The facts after the person's side has approved them."""
    side = world.university.pk if by == "uh" else None
    services.approve_facts(
        facts=facts, university_id=side, version=facts.version, by=world.person(by), now=NEXT_SPRING
    )
    return read(facts)


def agreed(world: World) -> MeasureReport:
    """Facts that both sides have approved."""
    return approve(world, approve(world, written(world)), by="uh")
