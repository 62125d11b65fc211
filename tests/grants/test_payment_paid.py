from datetime import date

import pytest
from django.core.exceptions import ValidationError

from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Account, Instalment, PaymentUpload
from grants.payment_matching import matched
from grants.payment_reading import read_payments
from grants.queries.ledger import balances
from grants.queries.payment import instalments_referred
from grants.services.payment_paid import bounce_payment, pay_from_file, pay_instalments
from tests.grants.payment_stage import (
    TODAY,
    digest,
    ordered,
    paid,
    paid_csv,
    planned,
    row_of,
    rows,
)
from tests.world import APRIL

pytestmark = pytest.mark.django_db


def pay(world, *, by="case_officer", on=TODAY):
    keys = [row.pk for row in rows(world)]
    return pay_instalments(round=world.fresh_round(), chosen=keys, paid_on=on, by=world.person(by), now=APRIL)


def test_payments_are_marked_posted_and_told(world):
    paid(world)

    assert {(row.state, row.paid_on) for row in rows(world)} == {("paid", TODAY)}
    found = balances(world.round)
    assert (found[Account.GRANTED], found[Account.PAID], sum(found.values())) == (0, 950_000, 0)
    told = set(OutboxMail.objects.filter(kind="grants/payments_made").values_list("to", flat=True))
    assert world.people["leader"].email in told
    assert world.people["uh"].email in told


@pytest.mark.parametrize("who", ["approver", "leader", "uh", "foreign_officer"])
def test_only_a_case_officer_marks(world, who):
    ordered(world)
    with pytest.raises(NotAllowed):
        pay(world, by=who)
    assert {row.state for row in rows(world)} == {"ordered"}


def test_nothing_is_marked_ahead_of_its_day(world):
    ordered(world)
    with pytest.raises(NotNow):
        pay(world, on=date(2027, 4, 11))


def test_what_is_not_in_a_basis_is_not_marked_and_nothing_else_is(world):
    planned(world)
    with pytest.raises(MovedOn):
        pay(world)


def test_twice_is_once(world):
    paid(world)
    with pytest.raises(MovedOn):
        pay(world)
    assert balances(world.round)[Account.PAID] == 950_000


def told(world, content):
    return read_payments(content, paid_on=TODAY)


def from_file(world, content, *, by="case_officer"):
    return pay_from_file(
        round=world.fresh_round(),
        filename="betalt.csv",
        sha256=digest(content),
        told=told(world, content),
        by=world.person(by),
        now=APRIL,
    )


def problems(world, content):
    found = told(world, content)
    known = instalments_referred(world.fresh_round(), [row.reference for row in found])
    return [bool(match.problem) for match in matched(found, known, now=APRIL)]


def test_a_file_marks_what_it_tells(world):
    ordered(world)

    from_file(world, paid_csv(world))

    assert {(row.state, row.upload.rows) for row in Instalment.objects.select_related("upload")} == {
        ("paid", 2)
    }


def test_the_same_file_is_taken_once_and_says_who_took_it(world):
    ordered(world)
    content = paid_csv(world)
    from_file(world, content)

    with pytest.raises(NotNow) as refusal:
        from_file(world, content)

    assert world.people["case_officer"].name in refusal.value.sentence
    assert PaymentUpload.objects.count() == 1


def test_a_row_that_matches_no_more_stops_the_whole_file(world):
    ordered(world)
    content = paid_csv(world)
    one = row_of(world, world.network)
    pay_instalments(
        round=world.fresh_round(), chosen=[one.pk], paid_on=TODAY, by=world.person("case_officer"), now=APRIL
    )

    with pytest.raises(MovedOn):
        from_file(world, content)

    assert row_of(world, world.university).state == "ordered"
    assert not PaymentUpload.objects.exists()


def test_only_a_case_officer_marks_from_a_file(world):
    ordered(world)
    with pytest.raises(NotAllowed):
        from_file(world, paid_csv(world), by="approver")


@pytest.mark.parametrize(
    ("text", "is_bad"),
    [
        ("{ref};672 500 kr;10.04.2027", False),
        ("{ref};672500,00;2027-04-10", False),
        ("{ref};672.500,-;", False),
        ("{ref};672 501;10.04.2027", True),
        ("{ref};mye;10.04.2027", True),
        ("{ref};-672500;10.04.2027", True),
        ("{ref};672500;11.04.2027", True),
        ("{ref};672500;i går", True),
        ("ukjent-1;672500;10.04.2027", True),
    ],
)
def test_each_row_is_held_against_the_plan(world, text, is_bad):
    ordered(world)
    ref = row_of(world, world.network).reference
    content = ("referanse;beløp;betalt dato\r\n" + text.format(ref=ref)).encode()
    assert problems(world, content) == [is_bad]


def test_a_reference_that_stands_twice_matches_nothing(world):
    ordered(world)
    ref = row_of(world, world.network).reference
    assert problems(world, f"Referanse;Beløp\n{ref};672500\n{ref};672500".encode()) == [True, True]


def test_what_is_paid_or_only_planned_does_not_match(world):
    planned(world)
    assert problems(world, paid_csv(world)) == [True, True]


def test_our_own_workbook_can_be_read_back(world):
    basis = ordered(world)
    assert problems(world, bytes(basis.workbook.content)) == [False, False]
    assert problems(world, bytes(basis.table.content)) == [False, False]


@pytest.mark.parametrize(
    "content",
    [b"", b"Navn;Sum\nx;1", b"Referanse;Bel\xf8p", b"%PDF-1.4 x", b"PK\x03\x04 broken", b"\x00\x01\x02"],
)
def test_a_file_that_is_something_else_is_refused_with_a_sentence(content):
    with pytest.raises(ValidationError) as refusal:
        read_payments(content, paid_on=TODAY)
    assert refusal.value.messages[0]


def test_a_file_from_an_older_program_is_read(world):
    ordered(world)
    assert problems(world, paid_csv(world).decode("utf-8-sig").encode("cp1252")) == [False, False]


def test_a_payment_that_came_back_is_planned_again(world):
    paid(world)
    row = row_of(world, world.network)

    bounce_payment(
        instalment=row,
        comment="Ukjent konto",
        round=world.fresh_round(),
        by=world.person("case_officer"),
        now=APRIL,
    )

    fresh = row_of(world, world.network)
    assert (fresh.state, fresh.paid_on, fresh.basis) == ("planned", None, None)
    assert balances(world.round)[Account.GRANTED] == 672_500
    assert OutboxMail.objects.filter(kind="grants/payment_bounced", to=world.people["leader"].email).exists()


def test_only_a_paid_payment_comes_back_and_only_a_case_officer_says_so(world):
    ordered(world)
    row = row_of(world, world.network)
    common = {"comment": "x", "round": world.fresh_round(), "now": APRIL}
    with pytest.raises(MovedOn):
        bounce_payment(instalment=row, by=world.person("case_officer"), **common)
    with pytest.raises(NotAllowed):
        bounce_payment(instalment=row, by=world.person("approver"), **common)
