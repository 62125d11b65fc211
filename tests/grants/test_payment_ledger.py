"""The ledger follows frame, letters, corrections, payments and money that comes back; its sum is always zero."""

from datetime import date

import pytest
from django.db import transaction

from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import (
    Account,
    Correction,
    CorrectionLetter,
    Grant,
    GrantLine,
    MoneyBack,
    Posting,
    PostingKind,
)
from grants.queries.ledger import balances, balances_by_grant
from grants.services.issued import after_correction
from grants.services.ledger import Movement, post, post_frame
from grants.services.money_back import claim_money, return_money
from tests.grants.payment_stage import TODAY, grant, ordered, paid, planned, row_of
from tests.grants.stage import grant_of
from tests.world import APRIL, MARCH

pytestmark = pytest.mark.django_db


def in_accounts(world) -> dict[str, int]:
    found = balances(world.round)
    assert sum(found.values()) == 0
    return {account: amount for account, amount in found.items() if amount}


def correct(world, more: int) -> MoneyBack | None:
    """A corrected letter: new amounts, a new letter, and what follows."""
    found = grant_of(world.network)
    before, line = found.amount_nok, found.lines.order_by("-amount_nok").first()
    correction = Correction.objects.create(
        grant=found,
        reason="Regnefeil",
        before_nok=before,
        after_nok=before + more,
        created_by=world.people["case_officer"],
        created_at=APRIL,
    )
    GrantLine.objects.filter(pk=line.pk).update(amount_nok=line.amount_nok + more)
    Grant.objects.filter(pk=found.pk).update(amount_nok=before + more)
    number = f"{found.letter.number}-K{correction.pk}"
    CorrectionLetter.objects.create(
        correction=correction,
        document=found.letter.document,
        number=number,
        issued_at=APRIL,
        snapshot={"amount_nok": before + more},
    )
    fresh = grant(world, world.network)
    after_correction(
        grant=fresh, before_nok=before, round=world.fresh_round(), by=world.person("case_officer"), now=APRIL
    )
    return MoneyBack.objects.filter(correction=correction).first()


def test_letters_move_the_frame_to_what_is_granted_and_held(world):
    planned(world)
    assert in_accounts(world) == {"frame": -1_000_000, "held": 50_000, "granted": 950_000}


def test_payments_move_what_is_granted_to_what_is_paid(world):
    paid(world)
    assert in_accounts(world) == {"frame": -1_000_000, "held": 50_000, "paid": 950_000}
    by_grant = balances_by_grant(world.round)
    assert by_grant[grant_of(world.network).pk] == {
        "granted": 0,
        "paid": 672_500,
        "carried": 0,
        "owed_back": 0,
    }


def test_a_frame_is_posted_by_its_difference(world):
    officer = world.person("case_officer")
    for frame in (1_000, 1_000, 1_500, 1_200):
        post_frame(round=world.round, frame_nok=frame, by=officer, now=MARCH)
    assert in_accounts(world) == {"frame": -1_200, "free": 1_200}
    assert Posting.objects.filter(kind=PostingKind.FRAME).count() == 3


def test_a_movement_that_does_not_add_up_is_refused(world):
    movement = Movement(
        kind=PostingKind.FRAME,
        key="x",
        text="x",
        lines=[(Account.FRAME, None, -1), (Account.FREE, None, 2)],
    )
    with pytest.raises(ValueError, match="x"):
        post(round=world.round, movements=[movement], by=world.person("case_officer"), now=MARCH)
    assert not Posting.objects.exists()


def test_more_granted_makes_the_plan_larger(world):
    planned(world)
    correct(world, 40_000)
    assert row_of(world, world.network).amount_nok == 712_500
    assert in_accounts(world)["granted"] == 990_000
    assert in_accounts(world)["free"] == -40_000


def test_more_granted_after_the_payment_is_a_payment_of_its_own(world):
    paid(world)
    correct(world, 40_000)
    rows = list(grant_of(world.network).instalments.order_by("number"))
    assert [(row.number, row.state, row.amount_nok) for row in rows] == [
        (1, "paid", 672_500),
        (2, "planned", 40_000),
    ]


def test_less_granted_before_the_payment_makes_the_plan_smaller(world):
    planned(world)
    assert correct(world, -100_000) is None
    assert row_of(world, world.network).amount_nok == 572_500
    assert in_accounts(world) == {"frame": -1_000_000, "held": 50_000, "granted": 850_000, "free": 100_000}


def test_less_granted_than_paid_is_claimed_back(world):
    paid(world)

    claim = correct(world, -100_000)

    assert (claim.amount_nok, claim.reason) == (100_000, "Regnefeil")
    assert row_of(world, world.network).amount_nok == 672_500
    assert in_accounts(world) == {"frame": -1_000_000, "held": 50_000, "paid": 850_000, "owed_back": 100_000}


def test_less_granted_than_what_is_in_a_basis_waits(world):
    ordered(world)
    with pytest.raises(NotNow), transaction.atomic():
        correct(world, -100_000)
    assert grant_of(world.network).amount_nok == 672_500


def claim(world, amount=40_000, *, by="case_officer", reason="Ikke brukt"):
    return claim_money(
        grant=grant(world, world.network),
        amount_nok=amount,
        reason=reason,
        round=world.fresh_round(),
        by=world.person(by),
        now=APRIL,
    )


def give_back(world, found, *, by="case_officer", on=TODAY):
    return return_money(
        claim=found, returned_on=on, round=world.fresh_round(), by=world.person(by), now=APRIL
    )


def test_claimed_money_comes_back_and_can_be_distributed(world):
    paid(world)

    found = claim(world)
    assert in_accounts(world)["owed_back"] == 40_000
    give_back(world, found)

    assert in_accounts(world) == {"frame": -1_000_000, "held": 50_000, "paid": 910_000, "free": 40_000}
    kinds = set(OutboxMail.objects.filter(to=world.people["leader"].email).values_list("kind", flat=True))
    assert {"grants/money_claimed", "grants/money_returned"} <= kinds


@pytest.mark.parametrize(("amount", "reason"), [(0, "x"), (672_501, "x"), (1, " ")])
def test_no_more_than_what_is_paid_is_claimed_and_never_without_a_reason(world, amount, reason):
    paid(world)
    with pytest.raises(NotNow):
        claim(world, amount, reason=reason)
    assert not MoneyBack.objects.exists()


def test_what_is_claimed_is_not_claimed_again(world):
    paid(world)
    claim(world, 672_500)
    with pytest.raises(NotNow):
        claim(world, 1)


def test_what_is_not_paid_is_not_claimed(world):
    planned(world)
    with pytest.raises(NotNow):
        claim(world)


@pytest.mark.parametrize("who", ["approver", "leader", "foreign_officer"])
def test_only_a_case_officer_claims_and_notes_returns(world, who):
    paid(world)
    with pytest.raises(NotAllowed):
        claim(world, by=who)
    found = claim(world)
    with pytest.raises(NotAllowed):
        give_back(world, found, by=who)


def test_money_comes_once_and_not_ahead_of_its_day(world):
    paid(world)
    found = claim(world)
    for day in (date(2027, 4, 11), date(2027, 4, 9)):
        with pytest.raises(NotNow):
            give_back(world, found, on=day)
    give_back(world, found)
    with pytest.raises(MovedOn):
        give_back(world, MoneyBack.objects.select_related("grant__decision__round__county").get(pk=found.pk))
    assert in_accounts(world)["free"] == 40_000
