"""January to March: two ways to share the money are tried, the forum takes one, the recommendation stands on it."""

from datetime import datetime
from decimal import Decimal
from functools import partial

from common.clock import oslo
from grants.models import Scenario
from grants.queries.budget import budget_of
from grants.queries.posts import budget_before
from grants.queries.scenario import scenarios_of
from grants.services.budget import record_key
from grants.services.recommendation import choose_scenario
from grants.services.scenario import (
    ScenarioValues,
    copy_scenario,
    create_scenario,
    save_scenario,
    share_scenario,
)
from networks.queries.meetings import item_of_kind
from networks.states import AgendaKind
from rekom.demo_county.play.frames import CAP_PERCENT, KEY, first_frame
from rekom.demo_county.play.stage import Event, Stage

CHOSEN, OTHER = "A · 25 % likt, barn og årsverk", "B · 40 % likt, bare barn"


def scenario_events(stage: Stage, year: int) -> list[Event]:
    """Two scenarios in January, the forum's key, the new frame in February, the choice in March."""
    steps = (
        (oslo(year, 1, 8, 10), _try),
        (oslo(year, 1, 15, 10), _record_key),
        (oslo(year, 2, 21, 10), _take_new_frame),
        (oslo(year, 3, 9, 9), _choose),
    )
    return [Event(at, partial(act, stage, year)) for at, act in steps]


def _try(stage: Stage, year: int, now: datetime) -> None:
    round, officer = stage.round(year), stage.case_officer
    before = budget_before(round)
    frame = before.frame_nok if before else first_frame(year)
    first = create_scenario(round=round, name=CHOSEN, by=officer, now=now)
    values = ScenarioValues(frame_nok=frame, individual_cap_percent=CAP_PERCENT, **KEY)
    first = save_scenario(scenario=first, values=values, version=first.version, by=officer, now=now)
    second = copy_scenario(scenario=first, name=OTHER, by=officer, now=now)
    other = ScenarioValues(
        frame_nok=frame,
        individual_cap_percent=CAP_PERCENT,
        **{**KEY, "flat_percent": Decimal(40), "weight_staff": Decimal(0)},
    )
    second = save_scenario(scenario=second, values=other, version=second.version, by=officer, now=now)
    for scenario in (first, second):
        share_scenario(scenario=scenario, by=officer, now=now)


def _chosen(stage: Stage, year: int) -> Scenario:
    return next(row for row in scenarios_of(stage.round(year)) if row.name == CHOSEN)


def _record_key(stage: Stage, year: int, now: datetime) -> None:
    round = stage.round(year)
    record_key(
        round=round,
        scenario=_chosen(stage, year),
        item=item_of_kind(round, AgendaKind.KEY),
        by=stage.case_officer,
        now=now,
    )


def _take_new_frame(stage: Stage, year: int, now: datetime) -> None:
    budget, scenario = budget_of(stage.round(year)), _chosen(stage, year)
    assert budget is not None  # noqa: S101 -- recorded the day before
    values = ScenarioValues(frame_nok=budget.frame_nok, individual_cap_percent=CAP_PERCENT, **KEY)
    save_scenario(scenario=scenario, values=values, version=scenario.version, by=stage.case_officer, now=now)


def _choose(stage: Stage, year: int, now: datetime) -> None:
    choose_scenario(scenario=_chosen(stage, year), by=stage.case_officer, now=now)
