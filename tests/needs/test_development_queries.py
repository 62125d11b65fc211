"""What development work adds up to: half-years, traces, progress, and what waits to be begun."""

from datetime import date

import pytest

from needs.queries import development as queries
from needs.queries.development import HalfYear, Sight
from networks.models import Kindergarten
from tests.needs import development_stage as stage
from tests.needs.development_stage import DONE, SPRING, TRACES


@pytest.fixture
def work(world):
    """Work with three days held, one not held, one ahead, and two entries."""
    work = stage.ongoing(world)
    work.staff = 14
    work.save(update_fields=["staff"])
    stage.gathering(world, work, on=date(2027, 9, 7), has_university=True)
    stage.gathering(world, work, on=date(2028, 2, 1))
    stage.gathering(world, work, on=date(2028, 2, 2), is_planning_day=True)
    stage.gathering(world, work, on=date(2028, 3, 1), is_held=False, staff_present=None)
    stage.gathering(world, work, on=date(2028, 9, 1), is_held=None, staff_present=None)
    stage.entry(world, work)
    stage.entry(world, work, on=date(2028, 4, 1), traces="Barna venter på tur.", done="")
    stage.entry(world, work, on=date(2028, 4, 2), traces="", done=DONE)
    return stage.fresh(work)


def test_work_knows_its_numbers(work):
    assert (work.held, work.planning_held, work.entries, work.last_entry_on) == (2, 1, 3, stage.DAY)


def test_half_years_count_what_was_held(world, work):
    half = {"measure": work.measure_id, "kindergartens": 1}
    assert queries.half_years(world.network, 2027) == [
        HalfYear(term_on=date(2028, 1, 1), gatherings=1, planning_days=1, with_university=0, **half),
        HalfYear(term_on=date(2027, 8, 1), gatherings=1, planning_days=0, with_university=1, **half),
    ]


def test_half_years_are_those_of_the_measures_of_one_year(world, work):
    assert queries.half_years(world.network, 2026) == []
    assert queries.half_years(world.other_network, 2027) == []


def test_traces_are_newest_first_without_what_is_done(world, work):
    assert [row.traces for row in queries.traces_in(world.network, 2027)] == [TRACES, "Barna venter på tur."]


def test_progress_adds_up_what_a_report_starts_with(world, work):
    progress = queries.progress_of([work.measure_id])[work.measure_id]
    assert (progress.kindergartens, progress.finished, progress.staff) == (1, 0, 14)
    assert (progress.gatherings, progress.planning_days) == (2, 1)
    assert progress.traces == [("Lekestua", TRACES), ("Lekestua", "Barna venter på tur.")]


def test_progress_takes_the_newest_traces_alone(work):
    assert queries.progress_of([work.measure_id], most_traces=1)[work.measure_id].traces == [
        ("Lekestua", TRACES)
    ]


def test_progress_leaves_out_measures_without_work(world):
    assert queries.progress_of([stage.granted_measure(world).pk]) == {}


def test_progress_does_not_count_what_is_only_planned(world):
    work = stage.begun(world)
    assert queries.progress_of([work.measure_id]) == {}


def test_waiting_to_begin_is_what_nobody_has_begun(world):
    measure = stage.granted_measure(world)
    before = queries.waiting_to_begin(world.person("owner"), now=SPRING)
    stage.begun(world, measure)

    after = queries.waiting_to_begin(world.person("owner"), now=SPRING)

    assert {row["kindergarten_id"] for row in before} == {world.kindergarten.pk, world.sister.pk}
    assert [row["kindergarten_id"] for row in after] == [world.sister.pk]
    assert queries.waiting_to_begin(world.person("head"), now=SPRING) == []


def test_waiting_to_begin_leaves_out_closed_kindergartens_and_measures_without_money(world):
    stage.granted_measure(world, network_nok=0)
    assert queries.waiting_to_begin(world.person("owner"), now=SPRING) == []
    stage.granted_measure(world)
    Kindergarten.objects.update(closed_on=date(2028, 1, 1))
    assert queries.waiting_to_begin(world.person("owner"), now=SPRING) == []


@pytest.mark.parametrize(
    ("who", "sight"),
    [
        ("head", Sight(leads=True, sees_names=True)),
        ("owner", Sight(leads=True, sees_names=True)),
        ("leader", Sight(leads=False, sees_names=True)),
        ("coordinator", Sight(leads=False, sees_names=True)),
        ("member", Sight(leads=False, sees_names=False)),
        ("uh", Sight(leads=False, sees_names=False)),
        ("case_officer", None),
        ("other_leader", None),
        ("other_head", None),
        ("nobody", None),
    ],
)
def test_who_sees_how_much(world, who, sight):
    assert queries.sight_of(world.person(who), stage.begun(world), now=SPRING) == sight


def test_the_number_of_statements_does_not_grow_with_the_kindergartens(world, django_assert_num_queries):
    measure = stage.granted_measure(world)
    with django_assert_num_queries(2):
        one = queries.places_in(world.network, 2027)
    measure.kindergartens.add(world.other_kindergarten)
    stage.begun(world, measure)
    with django_assert_num_queries(2):
        more = queries.places_in(world.network, 2027)
    assert (len(one), len(more)) == (2, 3)


def test_places_show_a_kindergarten_with_a_new_owner(world):
    work = stage.ongoing(world)
    stage.sold(world)

    mine = queries.own_places(world.person("other_owner"), now=SPRING)

    assert [place.work for place in mine] == [work]
    assert [place.work for place in queries.own_places(world.person("owner"), now=SPRING)] == [None]
