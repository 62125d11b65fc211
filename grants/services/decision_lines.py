"""Changing the amounts of a decision while it is a draft, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from common.refusals import MovedOn, NotNow
from common.versions import check_version
from grants.decided import deviates, mark_of, needs_ground
from grants.decision_reasons import proposed_reasons
from grants.models import Decision, Grant, GrantLine
from grants.queries.decision import lines_of_decision
from grants.queries.recusal import is_recused
from grants.rules import decision as rules
from grants.services.decision import locked_decision
from networks.models import User
from networks.schemes import Scheme


@dataclass(frozen=True, kw_only=True)
class LineValues:
    """What is decided about a line: its amount in kroner, why it deviates, and the ground of giving less."""

    amount_nok: int
    deviation_reason: str = ""
    ground: str = ""
    ground_text: str = ""


@transaction.atomic
def save_lines(
    *, grant: Grant, values: Mapping[int, LineValues], mark: str, by: User, now: datetime
) -> Grant:
    """Change lines of one recipient's grant (by line key); the grant follows, and so do reasons that nobody wrote.

    `mark` is that of the lines as the person saw them (`decided.mark_of`). Raises NotAllowed, MovedOn (the decision
    is prepared, or the grants were made anew), and NotNow: somebody has changed the same lines, the frame is too
    small, a sum is below zero, or a reason or ground is missing.
    """
    decision = locked_decision(grant.decision)
    rules.check_may_save_decision(by, decision, is_recused=is_recused(by, decision.round), now=now)
    lines = lines_of_decision(decision)
    mine = [line for line in lines if line.grant_id == grant.pk and line.pk in values]
    if len(mine) != len(values):
        raise MovedOn
    check_version(mark_of(mine), mark)
    rules.check_amounts(value.amount_nok for value in values.values())
    before, proposal = _sum(lines), proposed_reasons(decision.recommendation, lines)
    scheme = decision.round.scheme
    for line in mine:
        _change(line, values[line.pk], scheme)
    frame, held = decision.run.input["frame"], decision.run.output["held"]
    rules.check_within_frame(_sum(lines), before, frame_nok=frame, held_nok=held)
    _store(mine)
    _follow(decision, grant, lines, proposal)
    return grant


def _change(line: GrantLine, value: LineValues, scheme: Scheme) -> None:
    line.amount_nok = line.budget_nok = value.amount_nok
    line.deviation_reason = value.deviation_reason.strip() if deviates(line) else ""
    has_ground = needs_ground(value.amount_nok, line.requested_nok)
    line.ground = value.ground if has_ground else ""
    line.ground_text = value.ground_text.strip() if has_ground else ""
    missing = rules.missing_at_line(line, scheme)
    if missing:
        raise NotNow(f"{line.label}: {' '.join(missing)}")


def _store(lines: list[GrantLine]) -> None:
    fields = ["amount_nok", "budget_nok", "deviation_reason", "ground", "ground_text"]
    for line in lines:
        line.save(update_fields=fields)


def _follow(decision: Decision, grant: Grant, lines: list[GrantLine], proposal: str) -> None:
    """The grant is the sum of its lines; the reasons follow for as long as they are the portal's own proposal."""
    grant.amount_nok = _sum(line for line in lines if line.grant_id == grant.pk)
    grant.save(update_fields=["amount_nok"])
    if decision.reasons == proposal:
        decision.reasons = proposed_reasons(decision.recommendation, lines)
        decision.save(update_fields=["reasons"])


def _sum(lines: Iterable[GrantLine]) -> int:
    return sum(line.amount_nok for line in lines)
