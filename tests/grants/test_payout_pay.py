"""Paying out: each chosen payout once, with its letter and its mails, or nothing at all."""

from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from common.clock import oslo
from common.history import history_of
from common.models import Document, OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Half, Payout
from grants.services.payout import pay_payouts
from grants.states import PayoutState
from networks.models import Organisation
from tests.grants.payout_stage import MAY, SEPTEMBER, of, pay, planned, second_nomination
from tests.grants.stage import STUDENT
from tests.world import APRIL


def test_a_paid_payout_has_day_letter_and_history(world):
    planned(world)

    (paid,) = pay(world)

    row = of(Half.SPRING)
    assert (row.state, row.paid_on.isoformat(), row.pk) == (PayoutState.PAID, "2027-05-10", paid.pk)
    assert row.letter.number == row.reference
    assert [(line.verb, line.by) for line in history_of(row)] == [("pay", world.people["leader"])]
    assert of(Half.AUTUMN).state == PayoutState.PLANNED


def test_student_head_and_owner_are_each_mailed_once(world):
    planned(world)

    pay(world)

    mails = OutboxMail.objects.filter(kind__startswith="grants/payout")
    assert sorted((mail.kind, mail.to) for mail in mails) == [
        ("grants/payout_paid_student", "hemmelig.student@example.no"),
        ("grants/payouts_paid", "head@example.no"),
        ("grants/payouts_paid", "owner@example.no"),
    ]
    assert all("duty:spring_payout" in mail.topics for mail in mails)
    assert not [mail for mail in mails if mail.recipient_id and STUDENT in str(mail.context)]
    student = mails.get(kind="grants/payout_paid_student")
    assert f"nomination:{of(Half.SPRING).nomination_id}" in student.topics


def test_the_letter_says_what_it_is_for_and_nothing_more_about_the_student(world):
    planned(world)

    pay(world)

    document = Document.objects.get(kind="payout_letter")
    pages = PdfReader(BytesIO(bytes(document.content))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    row = of(Half.SPRING)
    for fact in (
        "Lekestua",
        "Prøvenettverket",
        "20 000 kr",
        "1234.56.78911",
        "ABLU",
        row.reference,
        "2027-50-01",
    ):
        assert fact in text, fact
    for secret in ("Hemmelig", "Ánne", "hemmelig.student@example.no", "deltid"):
        assert secret not in text, secret


@pytest.mark.parametrize("role", ["owner", "head", "case_officer", "other_leader", "member", "uh"])
def test_only_the_network_pays(world, role):
    planned(world)
    with pytest.raises(NotAllowed):
        pay(world, role=role)
    assert_nothing_is_paid()


def test_nothing_is_paid_before_the_half_opens(world):
    planned(world)
    with pytest.raises(NotNow):
        pay(world, now=APRIL)
    assert_nothing_is_paid()


@pytest.mark.parametrize("day", [oslo(2027, 4, 9, 12), oslo(2027, 5, 11, 12)])
def test_the_day_of_payment_is_between_the_letter_and_today(world, day):
    planned(world)
    with pytest.raises(NotNow):
        pay(world, paid_on=day.date())
    assert_nothing_is_paid()


def test_nothing_chosen_is_refused(world):
    planned(world)
    with pytest.raises(NotNow):
        pay(world, shown={})


@pytest.mark.parametrize("account", ["", "1", "12345678910"])
def test_a_bad_account_stops_all_with_a_sentence(world, account):
    planned(world)
    Organisation.objects.filter(pk=world.owner.pk).update(account_number=account)
    for without_bad in (False, True):
        with pytest.raises(NotNow) as refusal:
            pay(world, without_bad=without_bad)
        assert world.owner.name in refusal.value.sentence
    assert_nothing_is_paid()


def test_the_others_are_paid_only_when_that_is_chosen(world):
    stage = planned(world)
    good = stage.spring
    other = second_nomination(world)
    other.kindergarten = world.other_kindergarten
    other.save()
    bad = Payout.objects.create(
        line=good.line,
        nomination=other,
        round=good.round,
        network=good.network,
        owner=world.other_owner,
        half=Half.SPRING,
        amount_nok=1_000,
        reference="x-V",
    )
    Organisation.objects.filter(pk=world.other_owner.pk).update(account_number="1")

    with pytest.raises(NotNow):
        pay(world)
    assert_nothing_is_paid()
    assert pay(world, without_bad=True) == [good]
    assert Payout.objects.get(pk=bad.pk).state == PayoutState.PLANNED


def test_two_leaders_pay_once(world):
    planned(world)
    shown = {of(Half.SPRING).pk: 1}
    pay(world, shown=shown)
    with pytest.raises(MovedOn):
        pay(world, role="coordinator", shown=shown)
    assert Document.objects.filter(kind="payout_letter").count() == 1
    assert OutboxMail.objects.filter(kind="grants/payout_paid_student").count() == 1


def test_an_amount_that_changed_since_the_page_was_shown_is_not_paid(world):
    planned(world)
    shown = {of(Half.SPRING).pk: 1}
    Payout.objects.filter(half=Half.SPRING).update(amount_nok=19_000, version=2)
    with pytest.raises(MovedOn):
        pay(world, shown=shown)
    assert_nothing_is_paid()


def test_autumn_waits_for_answers(world):
    planned(world)
    with pytest.raises(NotNow):
        pay(world, "autumn", now=SEPTEMBER)
    assert_nothing_is_paid()


def test_another_networks_payout_is_not_paid(world):
    planned(world)
    row = of(Half.SPRING)
    with pytest.raises(MovedOn):
        pay_payouts(
            network=world.other_network,
            round=world.fresh_round(),
            half="spring",
            shown={row.pk: row.version},
            paid_on=MAY.date(),
            by=world.person("other_leader"),
            now=MAY,
        )
    assert_nothing_is_paid()


def test_a_paid_payout_without_a_letter_is_refused_by_the_database(world):
    planned(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.filter(half=Half.SPRING).update(paid_on=MAY.date())


def assert_nothing_is_paid():
    assert {row.state for row in Payout.objects.all()} == {PayoutState.PLANNED}
    assert not Document.objects.filter(kind="payout_letter").exists()
    assert not OutboxMail.objects.filter(kind__startswith="grants/payout").exists()
