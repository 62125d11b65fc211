"""What was planned for bodies and places happens with the tick; what follows is counted before it is recorded."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import oslo
from networks.models import Kindergarten
from networks.services import history
from networks.services.history import Told
from rekom.happening import let_happen
from rekom.history.consequences import consequences
from rekom.history.verbs import THINGS
from rekom.queries import names_of_owners_missing, own_kindergartens, report_states
from tests import factories as f
from tests.needs.chain import submitted_need, submitted_nomination
from tests.world import AUTUMN, WINTER


def test_what_is_planned_happens_with_the_tick(world):
    history.give_new_owner(
        kindergarten=world.kindergarten,
        owner=world.other_owner,
        told=Told(on=date(2027, 1, 1)),
        by=world.person("case_officer"),
        now=AUTUMN,
    )
    let_happen(now=oslo(2027, 1, 1, 0, 5))
    assert Kindergarten.objects.get(pk=world.kindergarten.pk).owner == world.other_owner


def test_what_belongs_to_each_kind_of_thing_is_counted(world):
    submitted_need(world)
    submitted_nomination(world)
    numbers = {
        "virksomhet": [2, 1, 0, 0, 0, 1, 0, 1, 0, 0],
        "barnehage": [1, 0, 1, 0, 1, 0],
        "kommune": [2, 0, 0, 0, 1, 0, 1],
    }
    things = {"virksomhet": world.owner, "barnehage": world.kindergarten, "kommune": world.municipality}
    for name, thing in things.items():
        assert [value for _label, value in consequences(thing, now=AUTUMN)] == numbers[name]


def test_counting_takes_the_same_number_of_questions_for_many(world):
    def questions():
        with CaptureQueriesContext(connection) as seen:
            consequences(world.owner, now=AUTUMN)
        return len(seen)

    before = questions()
    for _turn in range(3):
        f.KindergartenFactory(owner=world.owner, municipality=world.municipality)
    assert questions() == before


def test_each_thing_can_be_found_by_its_word(world):
    for name, thing in (
        ("virksomhet", world.owner),
        ("barnehage", world.kindergarten),
        ("kommune", world.municipality),
    ):
        finder, _page, verbs = THINGS[name]
        assert finder(world.county, thing.pk) == thing
        assert finder(world.county, 0) is None
        assert verbs


def test_what_was_reported_is_not_asked_for_again_after_a_sale(world):
    submitted_need(world)
    for one in (world.kindergarten, world.sister):
        history.give_new_owner(
            kindergarten=one,
            owner=world.other_owner,
            told=Told(on=date(2026, 12, 15)),
            by=world.person("case_officer"),
            now=WINTER,
        )
    round = world.fresh_round()
    assert names_of_owners_missing([world.network], round) == ()
    assert [row[1] for row in report_states(round) if row[0] == world.network.pk] == [world.owner.name]
    mine = own_kindergartens(world.person("other_owner"), round, now=WINTER)
    answered = {row["name"]: row["is_answered"] for row in mine}
    assert answered == {"Annenstua": False, "Lekestua": True, "Lillestua": True}
