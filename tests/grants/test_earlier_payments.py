"""Letters from before the plan of payments get one payment each, and a ledger; and lose them again."""

from datetime import date
from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection

from common.history import history_of
from grants.models import Account, Instalment, Posting, PostingLine
from grants.queries.ledger import balances
from networks.models import Completion
from tests.grants.stage import grant_of, issued
from tests.world import APRIL

pytestmark = pytest.mark.django_db
migration = import_module("grants.migrations.0005_payments_of_earlier_letters")


def as_before(world) -> None:
    """Issued letters as the version before left them: no plan, no ledger."""
    issued(world)
    check_now()
    ignored = pgtrigger.ignore(
        "grants.PostingLine:posting_line_never_changes",
        "grants.Posting:posting_never_changes",
        "grants.Instalment:grant_adds_up",
    )
    with ignored:
        PostingLine.objects.all().delete()
        Posting.objects.all().delete()
        Instalment.objects.all().delete()
        check_now()


def check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_earlier_letters_get_a_payment_each_and_a_ledger(world):
    as_before(world)

    migration.plan(apps, None)
    check_now()

    for body in (world.network, world.university):
        grant = grant_of(body)
        row = grant.instalments.get()
        assert (row.amount_nok, row.state) == (grant.amount_nok, "planned")
        assert row.reference == f"{grant.letter.number}-1"
    granted = sum(grant_of(body).amount_nok for body in (world.network, world.university))
    found = balances(world.round)
    assert found[Account.FRAME] == -1_000_000
    assert found[Account.GRANTED] == granted
    assert found[Account.PAID] == 0
    assert sum(found.values()) == 0


def test_earlier_payments_that_are_marked_as_done_are_paid_on_that_day(world):
    as_before(world)
    Completion.objects.create(
        deadline=world.round.deadlines.get(duty="payment"),
        done_by=world.people["case_officer"],
        done_at=APRIL,
    )

    migration.plan(apps, None)
    check_now()

    row = grant_of(world.network).instalments.get()
    assert (row.state, row.paid_on) == ("paid", date(2027, 4, 10))
    assert [line.verb for line in history_of(row)] == ["pay"]
    assert balances(world.round)[Account.GRANTED] == 0
    assert sum(balances(world.round).values()) == 0


def test_a_second_time_changes_nothing(world):
    as_before(world)
    migration.plan(apps, None)
    before = Posting.objects.count(), Instalment.objects.count()

    migration.plan(apps, None)

    assert (Posting.objects.count(), Instalment.objects.count()) == before


def test_back_again(world):
    as_before(world)
    migration.plan(apps, None)
    check_now()

    migration.unplan(apps, None)

    assert not Posting.objects.exists()
    assert not Instalment.objects.exists()


def test_new_letters_are_left_alone(world):
    issued(world)
    before = Posting.objects.count(), Instalment.objects.count()

    migration.plan(apps, None)

    assert Instalment.objects.count() == before[1]
