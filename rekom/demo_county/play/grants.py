"""Spring: ranking, recommendation, decision, letters; in autumn a budget is changed."""

from datetime import datetime
from functools import partial
from random import Random

from common.clock import oslo
from grants.models import BudgetAdjustment, Decision, GrantLine
from grants.queries.adjustment import budget_lines, open_adjustment
from grants.queries.allocation import ranked_nominations
from grants.queries.decision import decision_of
from grants.queries.recommendation import ranking_mark
from grants.services import adjustment as adjustments
from grants.services import decision, letter, recommendation
from networks.models import Network
from rekom.demo_county import tables, texts
from rekom.demo_county.play.stage import Event, Stage, chance


def grant_events(stage: Stage, year: int) -> list[Event]:
    """From the ranking in March to the letters in April; the approver sends the decision back once."""
    steps = (
        (oslo(year, 3, 8, 12), _rank),
        (oslo(year, 3, 9, 14), _write_recommendation),
        (oslo(year, 3, 12, 13), _adopt),
        (oslo(year, 3, 18, 10), _build),
        (oslo(year, 4, 6, 10), _prepare),
        (oslo(year, 4, 7, 9), _send_back),
        (oslo(year, 4, 7, 13), _prepare_again),
        (oslo(year, 4, 8, 9), _approve),
        (oslo(year, 4, 10, 9), _issue),
        (oslo(year, 9, 14, 9), _propose_adjustment),
        (oslo(year, 9, 21, 9), _agree_adjustment),
    )
    return [Event(at, partial(act, stage, year)) for at, act in steps]


def _rank(stage: Stage, year: int, now: datetime) -> None:
    """The forum moves three nominations up, and keeps the networks' order for the rest."""
    rows = [nomination.pk for nomination in ranked_nominations(stage.round(year))]
    luck: Random = chance(year, "county ranks")
    first = luck.sample(rows, min(3, len(rows)))
    order = [*first, *(pk for pk in rows if pk not in first)]
    recommendation.rank_nominations(
        round=stage.round(year),
        ranks={pk: rank for rank, pk in enumerate(order, start=1)},
        mark=ranking_mark({}),
        by=stage.forum_member,
        now=now,
    )


def _write_recommendation(stage: Stage, year: int, now: datetime) -> None:
    recommendation.save_recommendation(
        round=stage.round(year), texts=texts.RECOMMENDATION, version=0, by=stage.case_officer, now=now
    )


def _adopt(stage: Stage, year: int, now: datetime) -> None:
    recommendation.adopt_recommendation(round=stage.round(year), by=stage.forum_member, now=now)


def _build(stage: Stage, year: int, now: datetime) -> None:
    decision.build_decision(round=stage.round(year), by=stage.case_officer, now=now)


def _decision(stage: Stage, year: int) -> Decision:
    found = decision_of(stage.round(year))
    assert found is not None  # noqa: S101 -- built in March
    return found


def _prepare(stage: Stage, year: int, now: datetime) -> None:
    decision.prepare_decision(decision=_decision(stage, year), by=stage.case_officer, now=now)


def _send_back(stage: Stage, year: int, now: datetime) -> None:
    decision.send_back_decision(
        decision=_decision(stage, year), comment=texts.SENT_BACK, by=stage.approver, now=now
    )


def _prepare_again(stage: Stage, year: int, now: datetime) -> None:
    found = _decision(stage, year)
    decision.save_decision(
        decision=found,
        reasons=f"{found.reasons} {texts.REASONS_MORE}",
        version=found.version,
        by=stage.case_officer,
        now=now,
    )
    _prepare(stage, year, now)


def _approve(stage: Stage, year: int, now: datetime) -> None:
    decision.approve_decision(decision=_decision(stage, year), by=stage.approver, now=now)


def _issue(stage: Stage, year: int, now: datetime) -> None:
    letter.issue_letters(decision=_decision(stage, year), by=stage.case_officer, now=now)


def _home(stage: Stage) -> Network:
    return next(network for network in stage.networks if network.name == tables.HOME)


def _propose_adjustment(stage: Stage, year: int, now: datetime) -> None:
    """The demo's network moves money from its last measure to its first, where its own letter has two lines."""
    lines = [
        row
        for row in budget_lines(_home(stage), stage.round(year))
        if row.grant.network_id and row.budget_nok
    ]
    if len(lines) < 2:
        return
    moved = min(10_000, lines[-1].budget_nok)
    adjustments.propose_adjustment(
        round=stage.round(year),
        network=_home(stage),
        amounts=_moved(lines, moved),
        reason=texts.ADJUSTED,
        by=stage.leader(_home(stage)),
        now=now,
    )


def _moved(lines: list[GrantLine], amount: int) -> dict[int, int]:
    return {lines[0].pk: lines[0].budget_nok + amount, lines[-1].pk: lines[-1].budget_nok - amount}


def _agree_adjustment(stage: Stage, year: int, now: datetime) -> None:
    found: BudgetAdjustment | None = open_adjustment(_home(stage), stage.round(year))
    if found is None:
        return
    university = next(row for row in stage.owners.values() if row.label == tables.DMMH)
    adjustments.agree_adjustment(adjustment=found, by=stage.university_person(university), now=now)
