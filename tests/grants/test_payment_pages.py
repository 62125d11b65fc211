"""The pages of payments as the case officer and the recipients meet them."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import Instalment, MoneyBack, PaymentBasis, PaymentUpload
from grants.queries.payment import instalments_of, plan_mark
from grants.services.holds import place_hold
from networks.models import Organisation
from tests.grants.payment_stage import ordered, paid, paid_csv, planned, row_of
from tests.grants.stage import grant_of
from tests.world import APRIL

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25


def url(name: str, world, **more) -> str:
    return reverse(f"grants:{name}", kwargs={"year": world.round.grant_year, **more})


def test_from_plan_to_paid_in_the_browser(world, sign_in, at):
    at(APRIL)
    planned(world)
    officer = sign_in("case_officer")
    key = row_of(world, world.network).pk

    for page in ("payment_list", "payment_basis_make", "ledger_detail"):
        assert officer.get(url(page, world)).status_code == 200
    answer = officer.post(url("payment_basis_make", world), {"chosen": [key]})
    assert answer.status_code == 302
    assert PaymentBasis.objects.get().sum_nok == 672_500
    page = officer.get(answer["Location"])
    assert page.status_code == 200
    file = officer.get(url("payment_basis_download", world, number=1, part="csv"))
    assert file["Content-Disposition"].endswith('.csv"')
    assert len(list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))) == 2
    answer = officer.post(answer["Location"], {"chosen": [key], "paid_on": "2027-04-10"})
    assert answer.status_code == 302
    assert Instalment.objects.get(pk=key).state == "paid"
    grant = officer.get(url("payment_grant", world, grant=grant_of(world.network).pk)).content.decode()
    assert "2027-50-01-1" in grant


def test_one_bad_account_is_named_and_the_others_are_offered(world, sign_in, at):
    at(APRIL)
    planned(world)
    Organisation.objects.filter(pk=world.university.pk).update(account_number="123")
    officer = sign_in("case_officer")

    page = officer.get(url("payment_basis_make", world))

    assert [item["row"].grant.university for item in page.context["stopped"]] == [world.university]
    assert [item.row.grant.network for item in page.context["offered"]] == [world.network]


def test_a_split_with_amounts_as_people_write_them(world, sign_in, at):
    at(APRIL)
    planned(world)
    grant = grant_of(world.network)
    place = url("payment_split", world, grant=grant.pk)
    typed = {
        "mark": plan_mark(instalments_of(grant)),
        "parts-TOTAL_FORMS": "3",
        "parts-INITIAL_FORMS": "1",
        "parts-0-due_on": "2027-05-03",
        "parts-0-amount_nok": "400 000 kr",
        "parts-1-due_on": "2027-06-01",
        "parts-1-amount_nok": "272.500,-",
    }
    officer = sign_in("case_officer")
    assert officer.get(place).status_code == 200

    assert officer.post(place, {**typed, "parts-1-amount_nok": "1"}).status_code == 409
    assert officer.post(place, {**typed, "parts-1-amount_nok": "-272500"}).status_code == 200
    assert officer.post(place, typed).status_code == 302

    assert [row.amount_nok for row in instalments_of(grant)] == [400_000, 272_500]


def upload(client, world, content: bytes, name="betalt.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(url("payment_file", world), {"file": file, "paid_on": "2027-04-10"})


def test_a_file_is_looked_over_before_anything_is_stored(world, sign_in, at):
    at(APRIL)
    ordered(world)
    officer = sign_in("case_officer")
    content = paid_csv(world) + b"\r\nukjent-9;5;"

    page = upload(officer, world, content)

    assert (len(page.context["good"]), len(page.context["bad"])) == (2, 1)
    assert not PaymentUpload.objects.exists()
    seen = page.context["seen"]
    assert officer.post(url("payment_file_confirm", world), {"seen": seen + "x"}).status_code == 302
    assert set(Instalment.objects.values_list("state", flat=True)) == {"ordered"}
    assert officer.post(url("payment_file_confirm", world), {"seen": seen}).status_code == 302
    assert set(Instalment.objects.values_list("state", flat=True)) == {"paid"}
    again = upload(officer, world, content)
    assert again.status_code == 409
    assert world.people["case_officer"].name in again.content.decode()


def test_what_one_person_looked_over_another_cannot_mark(world, sign_in, at):
    at(APRIL)
    ordered(world)
    seen = upload(sign_in("case_officer"), world, paid_csv(world)).context["seen"]
    assert sign_in("approver").post(url("payment_file_confirm", world), {"seen": seen}).status_code == 404
    assert set(Instalment.objects.values_list("state", flat=True)) == {"ordered"}


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"Navn;Sum\nx;1", b"PK\x03\x04 broken"])
def test_a_file_that_is_something_else_says_so_at_the_field(world, sign_in, at, content):
    at(APRIL)
    ordered(world)
    page = upload(sign_in("case_officer"), world, content)
    assert page.status_code == 200
    assert page.context["form"].errors["file"]


def test_a_recipient_sees_its_own_payments_and_what_is_to_come_back(world, sign_in, at):
    at(APRIL)
    paid(world)
    sign_in("case_officer").post(
        url("money_claim", world, grant=grant_of(world.network).pk),
        {"amount_nok": "40 000 kr", "reason": "Kurset ble avlyst."},
    )
    assert MoneyBack.objects.get().amount_nok == 40_000

    for role, mine, theirs in (
        ("leader", "2027-50-01-1", "2027-50-02-1"),
        ("uh", "2027-50-02-1", "2027-50-01-1"),
    ):
        page = sign_in(role).get(reverse("grants:payment_own")).content.decode()
        assert mine in page
        assert theirs not in page
    assert "Kurset ble avlyst." in sign_in("leader").get(reverse("grants:payment_own")).content.decode()


def test_a_held_payment_says_so_and_can_be_let_go(world, sign_in, at):
    at(APRIL)
    planned(world)
    place_hold(round=world.round, network=world.network, now=APRIL)
    officer, row = sign_in("case_officer"), row_of(world, world.network)
    place = url("payment_override", world, instalment=row.pk)

    for answer, names in (("yes", {world.network}), ("no", {world.university})):
        page = officer.get(url("payment_list", world), {"held": answer})
        assert {row.record.network or row.record.university for row in page.context["table"].rows} == names
    assert officer.get(place).status_code == 200
    assert officer.post(place, {"comment": ""}).status_code == 200
    assert officer.post(place, {"comment": "Lønn i april"}).status_code == 302

    page = officer.get(url("payment_grant", world, grant=row.grant_id)).content.decode()
    assert "Lønn i april" in page
    assert world.people["case_officer"].name in page


def test_the_lists_ask_few_questions(world, sign_in, at):
    at(APRIL)
    paid(world)
    officer = sign_in("case_officer")
    for name in ("payment_list", "ledger_detail"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert officer.get(url(name, world)).status_code == 200
        assert len(asked) <= MOST_QUERIES, (name, len(asked))


def test_the_ledger_can_be_taken_along(world, sign_in, at):
    at(APRIL)
    paid(world)
    answer = sign_in("approver").get(url("ledger_download", world))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert sum(int(row[5]) for row in rows[1:]) == 0
