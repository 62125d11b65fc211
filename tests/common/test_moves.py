"""move() is the only way a state changes, and it leaves a line."""

import threading

import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction
from django.db.utils import ProgrammingError

from common.history import history_of
from common.models import StateChange
from common.moves import move
from common.refusals import MovedOn
from networks.models import Deadline
from networks.services import system_user
from networks.states import MOVES, DeadlineState
from tests.world import AUTUMN, make_world

TRIGGERED = (InternalError, ProgrammingError)


@pytest.fixture
def deadline(world) -> Deadline:
    return world.round.deadlines.first()


def test_move_changes_the_state_and_writes_a_line(deadline):
    move(deadline, "open", by=system_user(), moves=MOVES, now=AUTUMN, comment="Nå")
    assert Deadline.objects.get(pk=deadline.pk).state == DeadlineState.OPEN
    (line,) = history_of(deadline)
    assert (line.verb, line.before, line.after, line.at, line.comment) == (
        "open",
        "planned",
        "open",
        AUTUMN,
        "Nå",
    )


def test_move_saves_its_fields_in_the_same_statement(deadline):
    move(deadline, "open", by=system_user(), moves=MOVES, now=AUTUMN, fields={"closes": False})
    assert Deadline.objects.filter(pk=deadline.pk, state="open", closes=False).exists()
    assert deadline.closes is False


def test_move_refuses_a_state_that_the_verb_does_not_start_from(deadline):
    with pytest.raises(MovedOn):
        move(deadline, "pass", by=system_user(), moves=MOVES, now=AUTUMN)
    assert StateChange.objects.count() == 0


def test_stale_copy_is_told_that_somebody_was_first(deadline):
    stale = Deadline.objects.get(pk=deadline.pk)
    move(deadline, "open", by=system_user(), moves=MOVES, now=AUTUMN)
    with pytest.raises(MovedOn):
        move(stale, "open", by=system_user(), moves=MOVES, now=AUTUMN)
    assert StateChange.objects.count() == 1


def test_database_refuses_other_writers_of_a_state(deadline):
    with pytest.raises(TRIGGERED, match="move\\(\\) only"), transaction.atomic():
        Deadline.objects.filter(pk=deadline.pk).update(state="open")


def test_database_refuses_raw_sql_on_a_state(deadline):
    with pytest.raises(TRIGGERED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE networks_deadline SET state = 'open' WHERE id = %s", [deadline.pk])


def test_every_model_with_a_state_is_guarded_in_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger")
        standing = {(table, name.removeprefix("pgtrigger_")[:16]) for table, name in cursor.fetchall()}
    moved = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.name == "state" for field in model._meta.fields) and "pgh_id" not in vars(model)
    }
    wanted = {(table, name) for table in moved for name in ("state_moves_only", "state_born_right")}
    assert wanted - standing == set()


def test_other_columns_are_free(deadline):
    Deadline.objects.filter(pk=deadline.pk).update(closes=not deadline.closes)


def test_rows_are_born_in_their_first_state(world):
    Deadline.objects.filter(round=world.round, duty="report").delete()
    with pytest.raises(TRIGGERED, match="first state"), transaction.atomic():
        Deadline.objects.create(
            round=world.round,
            duty="report",
            opens_at=AUTUMN,
            due_at=AUTUMN.replace(year=2028),
            closes=False,
            state="open",
        )


def test_lock_falls_again_after_a_move(deadline, world):
    move(deadline, "open", by=system_user(), moves=MOVES, now=AUTUMN)
    with pytest.raises(TRIGGERED), transaction.atomic():
        Deadline.objects.filter(pk=deadline.pk).update(state="planned")


def test_history_never_changes(deadline):
    move(deadline, "open", by=system_user(), moves=MOVES, now=AUTUMN)
    with pytest.raises(TRIGGERED), transaction.atomic():
        StateChange.objects.update(comment="noe annet")
    with pytest.raises(TRIGGERED), transaction.atomic():
        StateChange.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_moves_one_wins():
    world = make_world()
    pk, by = world.round.deadlines.first().pk, system_user()
    gate, outcomes = threading.Barrier(2), []

    def click() -> None:
        mine = Deadline.objects.get(pk=pk)
        gate.wait(10)
        try:
            move(mine, "open", by=by, moves=MOVES, now=AUTUMN)
            outcomes.append("moved")
        except MovedOn:
            outcomes.append("moved on")
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _number in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join(20)
    assert sorted(outcomes) == ["moved", "moved on"]
    assert StateChange.objects.count() == 1
