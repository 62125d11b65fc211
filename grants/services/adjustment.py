"""What can be done to a network's budget after the letters: propose a change, agree, decline."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from common.moves import move
from grants.emails import adjustment as emails
from grants.models import BudgetAdjustment, GrantLine
from grants.queries.adjustment import answering_universities, budget_lines, open_adjustment
from grants.rules import adjustment as rules
from grants.states import ADJUSTMENT_MOVES
from networks.models import Network, Round, User
from networks.queries import rounds
from networks.roles import leads


@transaction.atomic
def propose_adjustment(
    *, round: Round, network: Network, amounts: Mapping[int, int], reason: str, by: User, now: datetime
) -> BudgetAdjustment:
    """Propose new amounts (kroner by line key) for the network's lines. The sum of each letter stays."""
    Network.objects.select_for_update().get(pk=network.pk)
    lines = budget_lines(network, round)
    is_open = open_adjustment(network, round) is not None
    rules.check_may_propose_adjustment(by, network, round, lines, is_open=is_open, now=now)
    rules.check_is_balanced(by, network, lines, dict(amounts), now=now)
    changed = {
        str(line.pk): amounts[line.pk]
        for line in lines
        if amounts.get(line.pk, line.budget_nok) != line.budget_nok
    }
    adjustment = BudgetAdjustment.objects.create(
        round=round,
        network=network,
        is_from_network=leads(by, network, now=now),
        lines=changed,
        reason=reason,
        proposed_by=by,
        proposed_at=now,
    )
    emails.adjustment_proposed(adjustment, answering_universities(adjustment, lines), now=now)
    return adjustment


@transaction.atomic
def agree_adjustment(*, adjustment: BudgetAdjustment, by: User, now: datetime) -> BudgetAdjustment:
    """Agree to a proposal: from now on the lines have the proposed budgets, and the report reads them."""
    lines = budget_lines(adjustment.network, _round_of(adjustment))
    _check_may_answer(adjustment, lines, by=by, now=now)
    fields = {"answered_by": by, "answered_at": now}
    move(adjustment, "agree", by=by, moves=ADJUSTMENT_MOVES, now=now, fields=fields)
    for line in lines:
        if str(line.pk) in adjustment.lines:
            line.budget_nok = adjustment.lines[str(line.pk)]
            line.save(update_fields=["budget_nok"])
    emails.adjustment_answered(adjustment, now=now)
    return adjustment


@transaction.atomic
def decline_adjustment(
    *, adjustment: BudgetAdjustment, answer: str, by: User, now: datetime
) -> BudgetAdjustment:
    """Decline a proposal, saying why. Nothing changes."""
    lines = budget_lines(adjustment.network, _round_of(adjustment))
    _check_may_answer(adjustment, lines, by=by, now=now)
    rules.check_says_why(answer)
    fields = {"answered_by": by, "answered_at": now, "answer": answer}
    move(adjustment, "decline", by=by, moves=ADJUSTMENT_MOVES, now=now, comment=answer, fields=fields)
    emails.adjustment_answered(adjustment, now=now)
    return adjustment


def _round_of(adjustment: BudgetAdjustment) -> Round:
    return rounds().get(pk=adjustment.round_id)


def _check_may_answer(
    adjustment: BudgetAdjustment, lines: list[GrantLine], *, by: User, now: datetime
) -> None:
    adjustment.round = _round_of(adjustment)
    answering = answering_universities(adjustment, lines)
    rules.check_may_answer_adjustment(by, adjustment, answering, now=now)
