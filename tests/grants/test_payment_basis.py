import io

import pytest
from openpyxl import load_workbook

from common.documents.issue import is_intact
from common.history import history_of
from common.models import Document
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Instalment, PaymentBasis
from grants.payment_files import as_csv, harmless, payment_row
from grants.services.holds import lift_hold, place_hold
from grants.services.payment_basis import make_basis, override_hold, take_back
from networks.models import Organisation
from tests.grants.payment_stage import ordered, paid, planned, row_of, rows
from tests.world import APRIL, MARCH

pytestmark = pytest.mark.django_db


def make(world, chosen=None, *, by="case_officer"):
    keys = [row.pk for row in rows(world)] if chosen is None else chosen
    return make_basis(round=world.fresh_round(), chosen=keys, by=world.person(by), now=APRIL)


def test_a_basis_holds_the_chosen_payments_in_two_files(world):
    basis = ordered(world)

    assert (basis.number, basis.sum_nok) == (1, 950_000)
    assert {row.state for row in rows(world)} == {"ordered"}
    assert [line.verb for line in history_of(rows(world)[0])] == ["order"]
    for document in (basis.workbook, basis.table):
        assert is_intact(document)
    sheet = load_workbook(io.BytesIO(bytes(basis.workbook.content))).worksheets[0]
    assert sheet.max_row == 3
    payee = Organisation.objects.get(pk=world.payee.pk)
    wanted = [payee.org_number, payee.name, payee.account_number, 672_500, "2027-50-01-1", "2027-50-01"]
    assert [cell.value for cell in sheet[2]][:6] == wanted
    lines = bytes(basis.table.content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert ";672500;2027-50-01-1;2027-50-01;" in lines[1]
    assert "." not in lines[1].split(";")[2]


def test_the_next_basis_has_the_next_number(world):
    first, second = planned(world)
    make(world, [first.pk])
    assert make(world, [second.pk]).number == 2


@pytest.mark.parametrize("who", ["approver", "leader", "uh", "foreign_officer"])
def test_only_a_case_officer_makes_a_basis(world, who):
    planned(world)
    with pytest.raises(NotAllowed):
        make(world, by=who)
    assert not PaymentBasis.objects.exists()


def test_a_payment_is_put_in_one_basis_once(world):
    ordered(world)
    with pytest.raises(MovedOn):
        make(world)
    assert PaymentBasis.objects.count() == 1


def test_a_basis_of_nothing_is_not_made(world):
    planned(world)
    with pytest.raises(NotNow):
        make(world, [])


@pytest.mark.parametrize("field", ["account_number", "org_number"])
def test_a_number_that_cannot_be_right_stops_the_basis_and_is_named(world, field):
    planned(world)
    Organisation.objects.filter(pk=world.university.pk).update(**{field: "12345678901"[:9]})

    with pytest.raises(NotNow) as refusal:
        make(world)

    assert world.university.name in refusal.value.sentence
    assert world.payee.name not in refusal.value.sentence
    assert not PaymentBasis.objects.exists()
    assert not Document.objects.filter(kind="payment_basis").exists()
    assert {row.state for row in rows(world)} == {"planned"}


def test_a_held_payment_is_not_made(world):
    planned(world)
    place_hold(round=world.round, network=world.network, now=MARCH)

    with pytest.raises(NotNow):
        make(world)

    make(world, [row_of(world, world.university).pk])
    assert row_of(world, world.network).state == "planned"


def test_a_held_payment_is_made_when_the_report_has_come(world):
    planned(world)
    place_hold(round=world.round, network=world.network, now=MARCH)
    lift_hold(round=world.round, network=world.network, now=APRIL)
    assert make(world).sum_nok == 950_000


def let_go(world, *, by="case_officer", reason="Nettverket må betale lønn i april."):
    row = row_of(world, world.network)
    return override_hold(instalment=row, reason=reason, by=world.person(by), now=APRIL)


def test_a_case_officer_lets_a_held_payment_go_with_a_reason_that_stays(world):
    planned(world)
    place_hold(round=world.round, network=world.network, now=MARCH)

    let_go(world)
    make(world)

    row = row_of(world, world.network)
    assert row.override_reason == "Nettverket må betale lønn i april."
    assert (row.overridden_by, row.overridden_at) == (world.people["case_officer"], APRIL)


def test_letting_go_needs_a_case_officer_and_a_reason(world):
    planned(world)
    with pytest.raises(NotAllowed):
        let_go(world, by="approver")
    with pytest.raises(NotNow):
        let_go(world, reason=" ")
    let_go(world)
    with pytest.raises(MovedOn):
        let_go(world)


def test_a_payment_is_taken_out_and_planned_again(world):
    basis = ordered(world)
    row = row_of(world, world.network)

    take_back(instalment=row, comment="Feil konto", by=world.person("case_officer"), now=APRIL)

    fresh = Instalment.objects.get(pk=row.pk)
    assert (fresh.state, fresh.basis) == ("planned", None)
    assert [(line.verb, line.comment) for line in history_of(fresh)][-1] == ("take_back", "Feil konto")
    assert PaymentBasis.objects.get(pk=basis.pk).sum_nok == 950_000


def test_of_two_who_take_it_out_at_once_one_wins(world):
    ordered(world)
    first, second = row_of(world, world.network), row_of(world, world.network)
    take_back(instalment=first, comment="", by=world.person("case_officer"), now=APRIL)
    with pytest.raises(MovedOn):
        take_back(instalment=second, comment="", by=world.person("case_officer"), now=APRIL)


def test_a_paid_payment_is_not_taken_out(world):
    paid(world)
    with pytest.raises(MovedOn):
        take_back(
            instalment=row_of(world, world.network), comment="", by=world.person("case_officer"), now=APRIL
        )


def test_only_a_case_officer_takes_out(world):
    ordered(world)
    with pytest.raises(NotAllowed):
        take_back(instalment=row_of(world, world.network), comment="", by=world.person("approver"), now=APRIL)


@pytest.mark.parametrize("name", ["=1+1", "+47", "-1", "@x", "\tx"])
def test_nothing_in_a_csv_can_be_run(world, name):
    planned(world)
    row = payment_row(row_of(world, world.network))._replace(name=name)
    cell = as_csv([row]).decode("utf-8-sig").splitlines()[1].split(";")[1].strip('"')
    assert cell == f"'{name}" == harmless(name)
