"""A visit to the home page lasts four hours; what is newer than the one before is news."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from networks.models import HomeVisit
from networks.services.visits import VISIT, note_visit
from tests.world import AUTUMN


def test_first_visit_has_no_mark(world):
    assert note_visit(by=world.person("owner"), now=AUTUMN) is None
    assert HomeVisit.objects.get().last_at == AUTUMN


def test_mark_stays_through_one_visit_and_moves_with_the_next(world):
    owner, later = world.person("owner"), AUTUMN + timedelta(days=3)
    note_visit(by=owner, now=AUTUMN)
    assert note_visit(by=owner, now=later) == AUTUMN
    assert note_visit(by=owner, now=later + VISIT - timedelta(minutes=1)) == AUTUMN
    assert note_visit(by=owner, now=later + VISIT) == later


def test_a_visit_is_written_once(world):
    owner = world.person("owner")
    note_visit(by=owner, now=AUTUMN)
    with CaptureQueriesContext(connection) as queries:
        note_visit(by=owner, now=AUTUMN + timedelta(hours=1))
    assert len(queries) == 1
