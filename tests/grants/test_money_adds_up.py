"""What the database itself refuses about money, also when raw SQL writes."""

import pytest
from django.db import IntegrityError, connection, transaction

from common.moves import move
from grants.models import Account, Grant, Instalment, Posting, PostingKind, PostingLine
from grants.states import INSTALMENT_MOVES
from tests.grants.stage import grant_of, issued, prepared
from tests.world import APRIL

pytestmark = pytest.mark.django_db

ISSUED = [
    "UPDATE grants_grant SET amount_nok = amount_nok + 1 WHERE id = {grant}",
    "UPDATE grants_grantline SET amount_nok = amount_nok + 1 WHERE id = (SELECT min(id) FROM grants_grantline "
    "WHERE grant_id = {grant})",
    "WITH line AS (UPDATE grants_grantline SET amount_nok = amount_nok + 1 WHERE id = (SELECT min(id) FROM "
    "grants_grantline WHERE grant_id = {grant})) "
    "UPDATE grants_grant SET amount_nok = amount_nok + 1 WHERE id = {grant}",
    "UPDATE grants_grantline SET grant_id = {other} WHERE id = (SELECT min(id) FROM grants_grantline "
    "WHERE grant_id = {grant})",
    "UPDATE grants_instalment SET amount_nok = amount_nok - 1 WHERE grant_id = {grant}",
    "DELETE FROM grants_instalment WHERE grant_id = {grant}",
    "INSERT INTO grants_instalment "
    "(grant_id, number, due_on, amount_nok, reference, state, override_reason, version) "
    "VALUES ({grant}, 9, '2027-05-01', 1, 'x-9', 'planned', '', 1)",
]


def run(statement: str) -> None:
    """One statement, and all that is checked when a transaction ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def all_at_once(change) -> None:
    """A change, and all that is checked when its transaction ends."""
    with transaction.atomic():
        change()
        run("SELECT 1")


@pytest.mark.parametrize("statement", ISSUED)
def test_an_issued_grant_its_lines_its_letter_and_its_plan_say_the_same(world, statement):
    issued(world)
    keys = {"grant": grant_of(world.network).pk, "other": grant_of(world.university).pk}

    with pytest.raises(IntegrityError):
        run(statement.format(**keys))

    grant = grant_of(world.network)
    assert sum(line.amount_nok for line in grant.lines.all()) == grant.amount_nok
    assert sum(row.amount_nok for row in grant.instalments.all()) == grant.amount_nok


def test_a_grant_of_a_draft_is_the_sum_of_its_lines(world):
    prepared(world)
    with pytest.raises(IntegrityError):
        run(f"UPDATE grants_grant SET amount_nok = 1 WHERE id = {grant_of(world.network).pk}")


def test_a_draft_may_change_line_and_sum_together(world):
    prepared(world)
    grant = grant_of(world.network)
    line = grant.lines.first()
    with transaction.atomic():
        grant.lines.filter(pk=line.pk).update(amount_nok=line.amount_nok - 1)
        Grant.objects.filter(pk=grant.pk).update(amount_nok=grant.amount_nok - 1)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert grant_of(world.network).amount_nok == grant.amount_nok - 1


def test_no_payment_without_a_letter(world):
    prepared(world)
    row = Instalment.objects.create(
        grant=grant_of(world.network), number=1, due_on=APRIL.date(), amount_nok=5, reference="x-1"
    )
    with pytest.raises(IntegrityError):
        all_at_once(lambda: move_to_paid_by_force(row))
    assert Instalment.objects.get(pk=row.pk).state == "planned"


def move_to_paid_by_force(row: Instalment) -> None:
    """Past every rule of the program."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rekom.moving', 'on', true)")
        cursor.execute(
            "UPDATE grants_instalment SET state = 'paid', paid_on = '2027-04-10' WHERE id = %s", [row.pk]
        )
        cursor.execute("SELECT set_config('rekom.moving', '', true)")


def test_a_cancelled_instalment_no_longer_counts(world):
    issued(world)
    row = grant_of(world.network).instalments.get()
    officer = world.person("case_officer")
    with pytest.raises(IntegrityError):
        all_at_once(lambda: move(row, "cancel", by=officer, moves=INSTALMENT_MOVES, now=APRIL))


def test_a_posting_adds_up_to_zero(world):
    def make() -> None:
        posting = _posting(world)
        PostingLine.objects.create(posting=posting, account=Account.FRAME, amount_nok=-10)
        PostingLine.objects.create(posting=posting, account=Account.FREE, amount_nok=9)

    with pytest.raises(IntegrityError):
        all_at_once(make)


def test_a_posting_has_lines(world):
    with pytest.raises(IntegrityError):
        all_at_once(lambda: _posting(world))
    assert not Posting.objects.exists()


def test_a_line_cannot_be_added_to_a_posting_later(world):
    issued(world)
    posting = Posting.objects.filter(kind=PostingKind.FRAME).get()
    with pytest.raises(IntegrityError):
        run(
            "INSERT INTO grants_postingline (posting_id, account, amount_nok) "
            f"VALUES ({posting.pk}, 'free', 1)"
        )


def _posting(world) -> Posting:
    return Posting.objects.create(
        round=world.round,
        kind=PostingKind.FRAME,
        key="x",
        text="x",
        on=APRIL.date(),
        by=world.people["case_officer"],
        at=APRIL,
    )
