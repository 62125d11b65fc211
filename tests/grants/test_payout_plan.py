"""The plan of payouts: who gets what and when, and what follows when an amount or an owner changes."""

import pytest

from common.refusals import NotAllowed, NotNow
from grants.models import Grant, GrantLine, Half, Payout
from grants.payout_split import halves, part
from grants.services.payout_plan import follow_owners, plan_payouts, split_payouts
from grants.states import PayoutState
from needs.models import Nomination
from needs.services.study import follow_study
from networks.deadlines import deadline
from networks.services import mark_done
from networks.states import Duty
from tests.factories import as_always
from tests.grants.payout_stage import MAY, of, planned
from tests.grants.stage import issued
from tests.world import APRIL


def amounts():
    return dict(Payout.objects.values_list("half", "amount_nok"))


def correct(world, amount):
    """The individual line gets another amount, what it loses goes to another line, and the payouts follow."""
    line = GrantLine.objects.get(kind="individual")
    other = GrantLine.objects.filter(grant=line.grant, kind="fixed").first()
    other.amount_nok += line.amount_nok - amount
    line.amount_nok = amount
    for row in (line, other):
        row.save(update_fields=["amount_nok"])
    plan_payouts(grants=[line.grant], round=world.fresh_round(), by=world.person("approver"), now=APRIL)


def test_issued_letters_plan_half_in_spring_and_half_in_autumn(world):
    stage = planned(world)

    assert amounts() == {Half.SPRING: 20_000, Half.AUTUMN: 20_000}
    number = stage.spring.nomination_id
    assert stage.spring.reference == f"2027-50-01-{number}-V"
    assert stage.autumn.reference == f"2027-50-01-{number}-H"
    assert {row.owner for row in (stage.spring, stage.autumn)} == {world.owner}
    assert stage.spring.network == world.network


@pytest.mark.parametrize("total", [1, 2, 39_999, 40_000])
def test_halves_come_to_the_whole_and_the_odd_krone_comes_in_spring(total):
    found = halves(total)
    assert sum(found.values()) == total
    assert found[Half.SPRING] - found[Half.AUTUMN] in (0, 1)


@pytest.mark.parametrize(
    ("total", "planned_rows", "settled", "expected"),
    [
        (40_000, {}, {}, {"spring": 20_000, "autumn": 20_000}),
        (1, {}, {}, {"spring": 1}),
        (0, {"spring": 5, "autumn": 5}, {}, {}),
        (30_001, {"spring": 20_000, "autumn": 20_000}, {}, {"spring": 15_001, "autumn": 15_000}),
        (20_000, {"spring": 30_000, "autumn": 10_000}, {}, {"spring": 15_000, "autumn": 5_000}),
        (50_000, {"autumn": 20_000}, {"spring": 20_000}, {"autumn": 30_000}),
        (10_000, {"autumn": 20_000}, {"spring": 20_000}, {}),
        (50_000, {}, {"spring": 40_000}, {"autumn": 10_000}),
        (50_000, {}, {"spring": 20_000, "autumn": 20_000}, {}),
        (50_000, {"spring": 40_000}, {}, {"spring": 50_000}),
    ],
)
def test_a_new_amount_is_parted_over_what_is_not_settled(total, planned_rows, settled, expected):
    assert part(total, planned=planned_rows, settled=settled) == expected


def test_planning_again_changes_nothing(world):
    planned(world)
    before = list(Payout.objects.values_list("pk", "amount_nok", "version"))
    plan_payouts(
        grants=Grant.objects.all(), round=world.fresh_round(), by=world.person("case_officer"), now=APRIL
    )
    assert list(Payout.objects.values_list("pk", "amount_nok", "version")) == before


def test_only_staff_plan(world):
    issued(world)
    Payout.objects.all().delete()
    with pytest.raises(NotAllowed):
        plan_payouts(
            grants=Grant.objects.all(), round=world.fresh_round(), by=world.person("leader"), now=APRIL
        )
    assert not Payout.objects.exists()


def test_a_correction_changes_what_is_not_paid(world):
    planned(world)
    correct(world, 30_001)
    assert amounts() == {Half.SPRING: 15_001, Half.AUTUMN: 15_000}
    assert of(Half.SPRING).version == 2
    correct(world, 0)
    assert amounts() == {}


def test_a_network_that_has_marked_spring_by_hand_is_left_alone(world):
    issued(world)
    Payout.objects.all().delete()
    mark_done(
        deadline=deadline(Duty.SPRING_PAYOUT, world.fresh_round()),
        network=world.network,
        note="",
        by=world.person("leader"),
        now=MAY,
    )
    correct(world, 30_000)
    assert amounts() == {}


def split(world, spring_nok, role="leader", now=APRIL):
    split_payouts(
        network=world.network,
        round=world.fresh_round(),
        nomination=Nomination.objects.get(),
        spring_nok=spring_nok,
        by=world.person(role),
        now=now,
    )


@pytest.mark.parametrize(
    ("spring", "expected"),
    [
        (30_000, {"spring": 30_000, "autumn": 10_000}),
        (40_000, {"spring": 40_000}),
        (0, {"autumn": 40_000}),
    ],
)
def test_leader_parts_the_amount_in_another_way(world, spring, expected):
    planned(world)
    split(world, spring)
    assert amounts() == expected
    split(world, 20_000)
    assert amounts() == {"spring": 20_000, "autumn": 20_000}


@pytest.mark.parametrize("role", ["owner", "case_officer", "other_leader", "member"])
def test_only_the_leaders_part_the_amount(world, role):
    planned(world)
    with pytest.raises(NotAllowed):
        split(world, 30_000, role)
    assert amounts() == {"spring": 20_000, "autumn": 20_000}


@pytest.mark.parametrize("spring", [-1, 40_001])
def test_no_more_than_the_whole_is_parted(world, spring):
    planned(world)
    with pytest.raises(NotNow):
        split(world, spring)
    assert amounts() == {"spring": 20_000, "autumn": 20_000}


def test_payouts_follow_the_student_to_another_owner(world):
    planned(world)
    nomination = Nomination.objects.get()
    follow_study(
        nomination=nomination,
        verb="move_to_owner",
        new_owner=world.other_owner,
        by=world.person("owner"),
        now=MAY,
    )
    assert follow_owners(round=world.fresh_round()) == 2
    assert {row.owner for row in Payout.objects.all()} == {world.other_owner}
    assert follow_owners(round=world.fresh_round()) == 0


def test_payouts_follow_a_kindergarten_that_gets_another_owner(world):
    planned(world)
    as_always(world.kindergarten, owner=world.other_owner)
    assert follow_owners(round=world.fresh_round()) == 2
    assert {row.state for row in Payout.objects.filter(owner=world.other_owner)} == {PayoutState.PLANNED}
