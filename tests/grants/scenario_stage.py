"""The stage for scenarios: a recorded frame and key, a basis, two nominations; a scenario made on them."""

from decimal import Decimal

from grants.models import Scenario
from grants.queries.scenario import scenarios_of
from grants.services.override import set_override
from grants.services.scenario import VALUES, ScenarioValues, create_scenario
from tests.grants.money_stage import basis, nomination, record, send_list
from tests.world import FEBRUARY, World


def stage(world: World) -> None:
    """Frame, key, one basis and two nominations; nothing is run."""
    record(world)
    basis(world)
    nomination(world, rank=1), nomination(world, rank=2)
    send_list(world)


def scenario(world: World, name: str = "40 prosent flatt", *, is_staged: bool = False) -> Scenario:
    """A scenario made by the case officer on the recorded key, as `scenarios_of` loads it."""
    if not is_staged:
        stage(world)
    made = create_scenario(
        round=world.fresh_round(), name=name, by=world.person("case_officer"), now=FEBRUARY
    )
    return fresh(made)


def fresh(one: Scenario) -> Scenario:
    """The same scenario as it is stored now."""
    return scenarios_of(one.round).get(pk=one.pk)


def values_of(one: Scenario, **changes: object) -> ScenarioValues:
    """The numbers of a scenario, some of them changed."""
    found = {name: getattr(one, name) for name in VALUES} | changes
    return ScenarioValues(
        **{
            name: Decimal(value) if isinstance(value, str) and name != "leftover" else value
            for name, value in found.items()
        }
    )


def by_hand(world: World, one: Scenario, amount: int = 700_000, **changes: object) -> Scenario:
    """The world's network set by hand."""
    facts = {"reason": "Vedtatt i forum", "recomputes_rest": True, "version": one.version} | changes
    set_override(
        scenario=one,
        network=world.network.pk,
        amount_nok=amount,
        by=world.person("case_officer"),
        now=FEBRUARY,
        **facts,
    )
    return fresh(one)
