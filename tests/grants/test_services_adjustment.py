"""A network and its university move money between measures, never between letters, and only when both agree."""

import pytest
from django.db import IntegrityError, transaction

from common.history import history_of
from common.models import OutboxMail
from common.moves import move
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import BudgetAdjustment, GrantLine
from grants.services.adjustment import agree_adjustment, decline_adjustment, propose_adjustment
from grants.states import ADJUSTMENT_MOVES
from tests.grants.access_decision import propose
from tests.grants.stage import approved, grant_of, issued
from tests.world import APRIL, NEXT_SPRING, oslo

LATER = oslo(2028, 6, 16, 12)


def collective(body) -> list[GrantLine]:
    return list(grant_of(body).lines.filter(kind="collective"))


def budgets(body) -> list[int]:
    return [line.budget_nok for line in collective(body)]


def move_between(world, body, amount: int, *, by: str, now=APRIL, reason: str = "Fordi") -> BudgetAdjustment:
    first, second = collective(body)
    return propose_adjustment(
        round=world.fresh_round(),
        network=world.network,
        amounts={first.pk: first.budget_nok - amount, second.pk: second.budget_nok + amount},
        reason=reason,
        by=world.person(by),
        now=now,
    )


def test_a_proposal_changes_nothing_and_asks_the_university(world):
    issued(world)

    adjustment = propose(world)

    assert (adjustment.state, adjustment.is_from_network) == ("proposed", True)
    assert budgets(world.network) == [400_000, 132_500]
    assert [m.to for m in OutboxMail.objects.filter(kind="grants/adjustment_proposed")] == ["uh@example.no"]


def test_agreeing_sets_the_budgets_and_leaves_the_letter(world):
    issued(world)
    adjustment = propose(world)

    agree_adjustment(adjustment=adjustment, by=world.person("uh"), now=APRIL)

    assert budgets(world.network) == [390_000, 142_500]
    assert [line.amount_nok for line in collective(world.network)] == [400_000, 132_500]
    assert [line.verb for line in history_of(adjustment)] == ["agree"]
    assert [m.to for m in OutboxMail.objects.filter(kind="grants/adjustment_answered")] == [
        "leader@example.no"
    ]


def test_declining_says_why_and_changes_nothing(world):
    issued(world)
    adjustment = propose(world)

    decline_adjustment(adjustment=adjustment, answer="Vi trenger timene.", by=world.person("uh"), now=APRIL)

    assert budgets(world.network) == [400_000, 132_500]
    assert BudgetAdjustment.objects.get().answer == "Vi trenger timene."
    assert OutboxMail.objects.get(kind="grants/adjustment_answered").context["answer"] == "Vi trenger timene."


def test_declining_without_a_reason_is_refused(world):
    issued(world)
    adjustment = propose(world)

    with pytest.raises(NotNow):
        decline_adjustment(adjustment=adjustment, answer=" ", by=world.person("uh"), now=APRIL)
    assert BudgetAdjustment.objects.get().state == "proposed"


def test_a_university_proposes_for_its_own_lines_and_the_leader_answers(world):
    issued(world)

    adjustment = move_between(world, world.university, 5_000, by="uh")
    agree_adjustment(adjustment=adjustment, by=world.person("leader"), now=APRIL)

    assert budgets(world.university) == [145_000, 32_500]


def test_the_one_who_proposed_cannot_answer(world):
    issued(world)
    adjustment = propose(world)

    for role in ("leader", "coordinator", "member", "case_officer", "other_uh"):
        with pytest.raises(NotAllowed):
            agree_adjustment(adjustment=adjustment, by=world.person(role), now=APRIL)
    assert budgets(world.network) == [400_000, 132_500]


def test_the_database_too_refuses_an_answer_from_the_one_who_proposed(world):
    issued(world)
    adjustment = propose(world)
    fields = {"answered_by": adjustment.proposed_by, "answered_at": APRIL}

    with pytest.raises(IntegrityError, match="adjustment_two_people"), transaction.atomic():
        move(adjustment, "agree", by=adjustment.proposed_by, moves=ADJUSTMENT_MOVES, now=APRIL, fields=fields)


def test_others_cannot_propose(world):
    issued(world)

    for role in ("member", "owner", "case_officer", "other_leader", "other_uh"):
        with pytest.raises(NotAllowed):
            move_between(world, world.network, 1, by=role)


def test_the_sum_of_a_letter_must_stay(world):
    issued(world)
    first, _second = collective(world.network)

    with pytest.raises(NotNow, match="400|532"):
        propose_adjustment(
            round=world.fresh_round(),
            network=world.network,
            amounts={first.pk: first.budget_nok + 1},
            reason="Mer",
            by=world.person("leader"),
            now=APRIL,
        )
    assert not BudgetAdjustment.objects.exists()


def test_money_never_moves_from_one_letter_to_another(world):
    issued(world)
    own, theirs = collective(world.network)[0], collective(world.university)[0]

    with pytest.raises(NotNow):
        propose_adjustment(
            round=world.fresh_round(),
            network=world.network,
            amounts={own.pk: own.budget_nok + 10, theirs.pk: theirs.budget_nok - 10},
            reason="Bytt",
            by=world.person("leader"),
            now=APRIL,
        )


def test_a_proposal_that_changes_nothing_is_refused(world):
    issued(world)

    with pytest.raises(NotNow):
        move_between(world, world.network, 0, by="leader")


def test_a_second_proposal_waits_for_the_first(world):
    issued(world)
    propose(world)

    with pytest.raises(NotNow):
        move_between(world, world.network, 1, by="coordinator")


def test_nothing_to_propose_before_the_letters(world):
    approved(world)

    with pytest.raises(NotNow):
        move_between(world, world.network, 1, by="leader")


def test_no_proposal_after_the_report_was_due(world):
    issued(world)

    move_between(world, world.network, 1, by="leader", now=NEXT_SPRING)
    with pytest.raises(NotNow):
        agree_adjustment(adjustment=BudgetAdjustment.objects.get(), by=world.person("uh"), now=LATER)


def test_answering_twice_is_refused(world):
    issued(world)
    adjustment = propose(world)
    agree_adjustment(adjustment=adjustment, by=world.person("uh"), now=APRIL)

    with pytest.raises(MovedOn):
        agree_adjustment(adjustment=adjustment, by=world.person("uh"), now=APRIL)
