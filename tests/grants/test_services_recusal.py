"""Whoever at the office is not impartial neither prepares nor approves."""

import pytest

from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Decision, Recusal
from grants.services.decision import approve_decision, prepare_decision, save_decision, send_back_decision
from grants.services.recusal import declare_recusal, end_recusal
from tests.grants.stage import built, prepared
from tests.world import APRIL, make_round


def declare(world, role: str, *, by: str = "case_officer", **body) -> Recusal:
    return declare_recusal(
        round=world.fresh_round(),
        who=world.person(role),
        reason="Søsteren min er styrer der.",
        by=world.person(by),
        now=APRIL,
        **body,
    )


@pytest.mark.parametrize("whole", [True, False])
def test_a_recused_case_officer_neither_writes_nor_prepares(world, whole):
    decision = built(world)
    declare(world, "case_officer", **({} if whole else {"network": world.network}))
    officer = world.person("case_officer")

    with pytest.raises(NotNow):
        prepare_decision(decision=decision, by=officer, now=APRIL)
    with pytest.raises(NotNow):
        save_decision(decision=decision, reasons="x", version=decision.version, by=officer, now=APRIL)
    assert Decision.objects.get().state == "draft"


def test_a_recused_approver_neither_approves_nor_sends_back(world):
    decision = prepared(world)
    declare(world, "approver", university=world.university)
    approver = world.person("approver")

    with pytest.raises(NotNow):
        approve_decision(decision=decision, by=approver, now=APRIL)
    with pytest.raises(NotNow):
        send_back_decision(decision=decision, comment="Nei", by=approver, now=APRIL)
    assert Decision.objects.get().state == "prepared"


def test_a_decision_prepared_by_somebody_who_is_recused_afterwards_is_not_approved(world):
    decision = prepared(world)
    declare(world, "case_officer")

    with pytest.raises(NotNow) as refusal:
        approve_decision(decision=decision, by=world.person("approver"), now=APRIL)
    assert world.people["case_officer"].name in refusal.value.sentence


def test_a_colleague_ends_it_and_it_is_kept(world):
    decision = prepared(world)
    recusal = declare(world, "approver")

    with pytest.raises(NotAllowed):
        end_recusal(recusal=recusal, by=world.person("approver"), now=APRIL)
    end_recusal(recusal=recusal, by=world.person("case_officer"), now=APRIL)

    approve_decision(decision=decision, by=world.person("approver"), now=APRIL)
    assert Recusal.objects.get().ended_by == world.people["case_officer"]
    with pytest.raises(MovedOn):
        end_recusal(recusal=recusal, by=world.person("case_officer"), now=APRIL)


def test_the_same_is_not_recorded_twice_but_again_after_it_is_ended(world):
    recusal = declare(world, "approver", network=world.network)

    with pytest.raises(NotNow):
        declare(world, "approver", network=world.network)
    declare(world, "approver")
    end_recusal(recusal=recusal, by=world.person("case_officer"), now=APRIL)
    declare(world, "approver", network=world.network)
    assert Recusal.objects.count() == 3


@pytest.mark.parametrize("role", ["leader", "forum", "foreign_officer", "nobody"])
def test_others_than_the_staff_record_nothing(world, role):
    with pytest.raises(NotAllowed):
        declare(world, "approver", by=role)
    assert not Recusal.objects.exists()


def test_only_people_at_the_office_are_recorded_and_the_reason_is_written(world):
    with pytest.raises(NotNow):
        declare(world, "leader")
    with pytest.raises(NotNow):
        declare_recusal(
            round=world.fresh_round(),
            who=world.person("approver"),
            reason=" ",
            by=world.person("approver"),
            now=APRIL,
        )
    assert not Recusal.objects.exists()


def test_a_recusal_in_another_round_does_not_count(world):
    decision = built(world)
    Recusal.objects.create(
        round=make_round(world.county, 2029),
        user=world.people["case_officer"],
        reason="x",
        recorded_by=world.people["approver"],
        recorded_at=APRIL,
    )

    prepare_decision(decision=decision, by=world.person("case_officer"), now=APRIL)

    assert Decision.objects.get().state == "prepared"
