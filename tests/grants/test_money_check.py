"""The nightly check finds what was written past the database's own rules, and says it once."""

import pgtrigger
import pytest
from django.db import connection

from common.heartbeats import last_heartbeat
from common.models import Document, OutboxMail
from grants.models import Grant, GrantLetter, GrantLine, Instalment, MoneyFault, PostingLine
from grants.queries.money_check import fault_sentences, has_faults
from grants.services.money_check import check_money
from rekom.pulse import MONEY
from rekom.tasks import check_all_money
from tests.grants.payment_stage import paid, planned
from tests.grants.stage import grant_of, prepared
from tests.world import APRIL

pytestmark = pytest.mark.django_db
PAST_ALL = [
    f"grants.{model}:{name}"
    for model, names in {
        "Grant": ["grant_adds_up"],
        "GrantLine": ["grant_adds_up"],
        "GrantLetter": ["grant_adds_up", "grant_letter_never_changes"],
        "Instalment": ["grant_adds_up", "state_moves_only"],
        "Posting": ["posting_adds_up", "posting_never_changes"],
        "PostingLine": ["posting_adds_up", "posting_line_never_changes"],
    }.items()
    for name in names
] + ["common.Document:document_never_changes"]


def check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def write_past_all(change) -> None:
    """What a hand in the database could do with all triggers off."""
    check_now()
    with pgtrigger.ignore(*PAST_ALL):
        change()
        check_now()


def in_line(amount: int) -> None:
    line = GrantLine.objects.filter(grant=Grant.objects.first(), amount_nok__gt=1).first()
    GrantLine.objects.filter(pk=line.pk).update(amount_nok=line.amount_nok + amount)


def in_letter() -> None:
    letter = GrantLetter.objects.first()
    GrantLetter.objects.filter(pk=letter.pk).update(snapshot={**letter.snapshot, "amount_nok": 1})


def in_ledger() -> None:
    line = PostingLine.objects.filter(account="granted").first()
    PostingLine.objects.filter(pk=line.pk).update(amount_nok=line.amount_nok + 1)


def in_document() -> None:
    Document.objects.filter(kind="grant_letter").update(content=b"something else")


FAULTS = [
    (lambda: in_line(1), {"lines", "deviation"}),
    (in_letter, {"letter"}),
    (lambda: Instalment.objects.filter(pk=Instalment.objects.first().pk).update(amount_nok=1), {"plan"}),
    (in_ledger, {"posting", "granted"}),
    (lambda: Instalment.objects.update(state="paid", paid_on=APRIL.date()), {"paid", "granted"}),
    (in_document, {"document"}),
]


def test_a_clean_night_finds_nothing(world):
    paid(world)
    assert check_money(now=APRIL) == []
    assert not OutboxMail.objects.filter(kind="grants/money_faults_found").exists()


@pytest.mark.parametrize(("plant", "codes"), FAULTS)
def test_a_planted_fault_is_found_said_and_mailed_once(world, plant, codes):
    planned(world)
    write_past_all(plant)

    found = check_money(now=APRIL)
    check_money(now=APRIL)

    assert {fault.code for fault in found} == codes
    assert has_faults(world.county.pk)
    assert len(fault_sentences(world.county.pk)) == len(found) == MoneyFault.objects.count()
    mails = OutboxMail.objects.filter(kind="grants/money_faults_found", to=world.people["case_officer"].email)
    assert mails.count() == 1


def test_a_fault_that_is_mended_is_gone(world):
    planned(world)
    write_past_all(lambda: in_line(1))
    check_money(now=APRIL)
    write_past_all(lambda: in_line(-1))

    assert check_money(now=APRIL) == []
    assert MoneyFault.objects.filter(gone_at=APRIL).exists()
    assert not has_faults(world.county.pk)


def test_a_payment_without_a_letter_is_found(world):
    prepared(world)
    row = Instalment.objects.create(
        grant=grant_of(world.network), number=1, due_on=APRIL.date(), amount_nok=5, reference="x-1"
    )
    write_past_all(lambda: Instalment.objects.filter(pk=row.pk).update(state="paid", paid_on=APRIL.date()))
    assert {fault.code for fault in check_money(now=APRIL)} == {"unlettered"}


def test_the_task_notes_that_it_has_run():
    check_all_money()
    assert last_heartbeat(MONEY) is not None
