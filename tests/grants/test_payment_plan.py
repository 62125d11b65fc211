from datetime import date

import pytest

from common.history import history_of
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Instalment
from grants.queries.payment import has_unpaid, instalments_of, plan_mark
from grants.services.payment_plan import Part, split_payments
from networks.states import Duty
from tests.grants.payment_stage import grant, ordered, paid, planned, row_of, rows
from tests.grants.stage import grant_of, prepared
from tests.world import APRIL

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2027, 5, 3), date(2027, 6, 1)


def split(world, parts, *, by="case_officer", mark=None):
    found = grant(world, world.network)
    return split_payments(
        grant=found,
        parts=[Part(due_on=day, amount_nok=amount) for day, amount in parts],
        mark=plan_mark(instalments_of(found)) if mark is None else mark,
        by=world.person(by),
        now=APRIL,
    )


def test_each_letter_is_paid_once_on_the_day_of_the_duty(world):
    planned(world)

    found = {(row.reference, row.amount_nok, row.state) for row in rows(world)}

    assert found == {("2027-50-01-1", 672_500, "planned"), ("2027-50-02-1", 277_500, "planned")}
    duty = world.round.deadlines.get(duty=Duty.PAYMENT).due_at
    assert {row.due_on for row in rows(world)} == {duty.date()}


def test_a_draft_has_no_plan(world):
    prepared(world)
    assert not Instalment.objects.exists()


def test_the_plan_can_be_split(world):
    planned(world)

    split(world, [(MAY, 400_000), (JUNE, 272_500)])

    found = instalments_of(grant_of(world.network))
    assert [(row.number, row.due_on, row.amount_nok) for row in found] == [
        (1, MAY, 400_000),
        (2, JUNE, 272_500),
    ]
    assert [row.reference for row in found] == ["2027-50-01-1", "2027-50-01-2"]


def test_the_plan_can_be_put_together_again(world):
    planned(world)
    split(world, [(MAY, 400_000), (JUNE, 272_500)])

    split(world, [(JUNE, 672_500)])

    found = instalments_of(grant_of(world.network))
    assert [(row.state, row.amount_nok) for row in found] == [("planned", 672_500), ("cancelled", 272_500)]
    assert [line.verb for line in history_of(found[1])] == ["cancel"]


@pytest.mark.parametrize("amounts", [[672_499], [672_501], [672_500, 0], []])
def test_a_split_keeps_the_sum(world, amounts):
    planned(world)

    with pytest.raises(NotNow):
        split(world, [(MAY, amount) for amount in amounts])

    assert [row.amount_nok for row in instalments_of(grant_of(world.network))] == [672_500]


@pytest.mark.parametrize("who", ["approver", "leader", "uh", "foreign_officer"])
def test_only_a_case_officer_splits(world, who):
    planned(world)
    with pytest.raises(NotAllowed):
        split(world, [(MAY, 672_500)], by=who)


def test_of_two_who_split_at_once_one_wins(world):
    planned(world)
    mark = plan_mark(instalments_of(grant_of(world.network)))
    split(world, [(MAY, 400_000), (JUNE, 272_500)], mark=mark)

    with pytest.raises(MovedOn):
        split(world, [(MAY, 1), (JUNE, 672_499)], mark=mark)


def test_what_stands_in_a_basis_is_not_split(world):
    ordered(world)
    with pytest.raises(NotNow):
        split(world, [(MAY, 672_500)])


def test_payments_are_owed_until_all_that_are_due_are_made(world):
    planned(world)
    assert has_unpaid(world.fresh_round())


def test_nothing_is_owed_when_all_are_paid(world):
    paid(world)
    assert not has_unpaid(world.fresh_round())
    assert row_of(world, world.network).state == "paid"


def test_what_is_due_later_is_not_owed_yet(world):
    planned(world)
    Instalment.objects.update(due_on=date(2027, 12, 1))
    assert not has_unpaid(world.fresh_round())
