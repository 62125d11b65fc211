"""Unused money stays with the recipient for the year after; the ledger knows where every krone lies."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow, may
from grants.models import Account, CarryOver, Decision, Grant, MoneyBack, Posting, PostingKind
from grants.payment_standing import standing_of
from grants.queries.carry_over import carried_from, carried_to, next_grant, next_grants
from grants.queries.ledger import balance_of, balances
from grants.queries.money_check import faults_of_round
from grants.queries.payment import payment_grants
from grants.rules import carry_over as rules
from grants.services.carry_over import claim_carried
from grants.services.money_back import claim_money
from grants.states import DecisionState
from networks.models import Network, Organisation, Round
from tests.grants.carry_stage import both_years, carry, grant_in, line_in
from tests.grants.payment_stage import paid, planned
from tests.grants.stage import approved
from tests.world import APRIL, make_round

pytestmark = pytest.mark.django_db
PAID = 672_500


def again(world, carried, amount, *, by="case_officer", reason="Fortsatt ikke brukt"):
    return claim_carried(
        carried=carried,
        amount_nok=amount,
        reason=reason,
        round=world.fresh_round(),
        by=world.person(by),
        now=APRIL,
    )


def test_money_is_carried_over_posted_and_told(world):
    later = both_years(world)

    made = carry(world, later)

    found = balances(world.round)
    assert (found["paid"], found["carried"], sum(found.values())) == (950_000 - 30_000, 30_000, 0)
    assert list(carried_from(grant_in(world, world.network))) == [made]
    assert list(carried_to(grant_in(later, world.network))) == [made]
    assert list(faults_of_round(world.round)) == []
    letters = OutboxMail.objects.filter(kind="grants/money_carried_over")
    assert world.people["leader"].email in set(letters.values_list("to", flat=True))
    assert letters.first().context["to_year"] == 2028


def test_the_letter_follows_the_recipients_written_form(world):
    later = both_years(world)
    Organisation.objects.filter(pk=world.payee.pk).update(written_form="nn")
    carry(world, later)
    rows = OutboxMail.objects.filter(kind="grants/money_carried_over")
    assert set(rows.values_list("language", flat=True)) == {"nn"}


def test_the_payments_page_shows_what_is_left_and_what_is_carried(world):
    later = both_years(world)
    carry(world, later)
    standing = standing_of(_loaded(world))
    assert (standing.paid_nok, standing.carried_nok, standing.owed_back_nok) == (PAID - 30_000, 30_000, 0)


def _loaded(world):
    return payment_grants(world.fresh_round()).get(network=world.network)


@pytest.mark.parametrize("who", ["approver", "leader", "foreign_officer"])
def test_only_a_case_officer_lets_money_be_carried_over(world, who):
    later = both_years(world)
    with pytest.raises(NotAllowed):
        carry(world, later, by=who)
    assert not CarryOver.objects.exists()


@pytest.mark.parametrize(("amount", "reason"), [(0, "x"), (PAID + 1, "x"), (1, "  ")])
def test_not_nothing_not_more_than_is_paid_and_never_without_a_reason(world, amount, reason):
    later = both_years(world)
    with pytest.raises(NotNow):
        carry(world, later, amount, reason=reason)
    assert not CarryOver.objects.exists()
    assert not Posting.objects.filter(kind=PostingKind.CARRY_OVER).exists()


def test_no_more_than_the_line_had(world):
    later = both_years(world)
    line = line_in(world, world.network)
    with pytest.raises(NotNow):
        carry(world, later, line.budget_nok + 1, line=line)
    carry(world, later, line.budget_nok, line=line)


def test_what_is_not_paid_is_not_carried_over(world):
    planned(world)
    with pytest.raises(NotNow):
        carry(world, None)


def test_a_single_krone_is_carried_over_and_the_reason_is_kept_as_written(world):
    made = carry(world, both_years(world), 1, reason=" Flyttet. ")
    assert (made.amount_nok, made.reason) == (1, "Flyttet.")


def test_without_a_letter_of_the_year_after_nothing_is_carried_over(world):
    paid(world)
    with pytest.raises(NotNow) as refusal:
        carry(world, None)
    assert "2028" in refusal.value.sentence


def test_another_recipients_grant_takes_no_money(world):
    later = both_years(world)
    with pytest.raises(NotNow):
        carry(world, None, to_grant=grant_in(later, world.university))


ISSUED_2028 = {"county": 1, "year": 2028, "network": 5, "state": DecisionState.ISSUED, "amount": 1}


def grant_of(**facts: Any) -> Grant:
    """A grant that is not stored."""
    round = Round(county_id=facts["county"], grant_year=facts["year"])
    decision = Decision(round=round, state=facts["state"])
    return Grant(decision=decision, network_id=facts["network"], amount_nok=facts["amount"])


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [
        ({}, False),
        ({"year": 2027}, True),
        ({"year": 2029}, True),
        ({"year": 2026}, True),
        ({"county": 2}, True),
        ({"county": 2, "year": 2029}, True),
        ({"state": DecisionState.APPROVED}, True),
        ({"amount": 0}, True),
    ],
)
def test_money_goes_to_the_issued_grant_of_the_year_after_alone(changes, is_refused):
    before = grant_of(**ISSUED_2028 | {"year": 2027})
    before.network = Network(pk=5, name="Prøvenettverket")
    after = grant_of(**ISSUED_2028 | changes)
    refusal = may(rules.check_is_next, before, after)
    assert (refusal is not None) == is_refused


def test_a_lines_money_is_carried_over_once(world):
    later = both_years(world)
    carry(world, later)
    with pytest.raises(MovedOn):
        carry(world, later)
    assert CarryOver.objects.count() == 1


def test_what_is_carried_over_is_not_claimed_as_paid(world):
    later = both_years(world)
    carry(world, later)
    with pytest.raises(NotNow):
        claim_money(
            grant=grant_in(world, world.network),
            amount_nok=PAID - 30_000 + 1,
            reason="x",
            round=world.fresh_round(),
            by=world.person("case_officer"),
            now=APRIL,
        )


def test_carried_money_that_is_still_not_used_is_claimed(world):
    later = both_years(world)
    made = carry(world, later)

    claim = again(world, made, 10_000, reason=" Kurset ble avlyst. ")

    assert (claim.carry_over, claim.reason) == (made, "Kurset ble avlyst.")
    told = OutboxMail.objects.filter(kind="grants/money_claimed").values_list("to", flat=True)
    assert world.people["leader"].email in set(told)
    found = balances(world.round)
    assert (found["carried"], found["owed_back"], found["paid"]) == (20_000, 10_000, 920_000)
    assert list(faults_of_round(world.round)) == []
    standing = standing_of(_loaded(world))
    assert (standing.paid_nok, standing.carried_nok, standing.owed_back_nok) == (
        PAID - 30_000,
        20_000,
        10_000,
    )


@pytest.mark.parametrize(("amount", "reason"), [(0, "x"), (30_001, "x"), (1, " ")])
def test_no_more_than_what_is_left_of_it_and_never_without_a_reason(world, amount, reason):
    made = carry(world, both_years(world))
    with pytest.raises(NotNow):
        again(world, made, amount, reason=reason)
    assert not MoneyBack.objects.exists()


def test_all_that_is_left_of_it_can_be_claimed_to_the_last_krone(world):
    made = carry(world, both_years(world))
    claims = [again(world, made, amount) for amount in (29_999, 1)]
    assert [claim.amount_nok for claim in claims] == [29_999, 1]
    assert balance_of(made.line.grant, Account.CARRIED) == 0


def test_a_letter_that_is_not_issued_is_no_next_grant(world):
    paid(world)
    approved(replace(world, round=make_round(world.county, 2028)))
    assert next_grant(grant_in(world, world.network)) is None


def test_only_a_case_officer_claims_carried_money(world):
    made = carry(world, both_years(world))
    with pytest.raises(NotAllowed):
        again(world, made, 1, by="leader")


def test_the_next_grant_is_the_same_recipients_in_one_read(world, django_assert_num_queries):
    later = both_years(world)
    ours = [grant_in(world, world.network), grant_in(world, world.university)]
    with django_assert_num_queries(1):
        found = next_grants(ours)
    assert {key: row.pk for key, row in found.items()} == {
        ours[0].pk: grant_in(later, world.network).pk,
        ours[1].pk: grant_in(later, world.university).pk,
    }
    assert next_grant(grant_in(later, world.network)) is None


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=st.lists(st.tuples(st.sampled_from("cbr"), st.integers(1, 400_000)), max_size=5))
def test_after_any_mix_of_steps_the_ledger_adds_up(world, steps):
    """Claims, carry-overs and claims of carried money: nothing is lost, nothing is below zero."""
    with transaction.atomic():
        later = both_years(world)
        for verb, amount in steps:
            _try(world, later, verb, amount)
        mine = grant_in(world, world.network)
        found = [balance_of(mine, account) for account in (Account.PAID, Account.CARRIED, Account.OWED_BACK)]
        assert min(found) >= 0
        assert sum(found) == PAID
        assert sum(balances(world.round).values()) == 0
        assert list(faults_of_round(world.round)) == []
        transaction.set_rollback(True)


def _try(world, later, verb, amount):
    try:
        if verb == "c":
            carry(world, later, amount)
        elif verb == "b":
            for made in CarryOver.objects.select_related("line__grant__decision__round__county"):
                again(world, made, amount)
        else:
            claim_money(
                grant=grant_in(world, world.network),
                amount_nok=amount,
                reason="x",
                round=world.fresh_round(),
                by=world.person("case_officer"),
                now=APRIL,
            )
    except NotNow:
        return
