"""Sums per municipality and year: the same before and after whatever is recorded, and nothing counts twice."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.clock import oslo
from common.refusals import Refused
from networks.models import Kindergarten, KindergartenFigures, Municipality, MunicipalityChange
from networks.queries.figures import figures_by_municipality, years_with_figures
from networks.services import history
from networks.services.history import Told
from tests import factories as f

YEARS = (2022, 2024, 2026)
FIRST = date(2021, 1, 1)
LATE = oslo(2027, 6, 1, 12)


@pytest.fixture
def officer(world):
    return world.person("case_officer")


def totals(county, year, **when):
    rows = figures_by_municipality(county, year, **when)
    return (
        sum(row.kindergartens for row in rows),
        sum(row.children for row in rows),
        sum(row.staff_fte for row in rows),
    )


def sums(county, year, **when):
    rows = figures_by_municipality(county, year, **when)
    return {row.municipality.name_nb: (row.kindergartens, row.children) for row in rows}


def test_figures_stand_where_the_kindergarten_lay_that_year(world, officer):
    history.move_kindergarten(
        kindergarten=world.sister,
        municipality=world.other_municipality,
        told=Told(on=date(2027, 1, 1)),
        by=officer,
        now=LATE,
    )
    assert sums(world.county, 2026) == {"Prøvedal": (2, 80), "Annendal": (1, 40)}
    assert sums(world.county, 2026, as_of=date(2027, 6, 1)) == {"Prøvedal": (1, 40), "Annendal": (2, 80)}


def test_a_closed_kindergarten_counts_with_what_its_municipality_has_become(world, officer):
    history.close_kindergarten(
        kindergarten=world.kindergarten, told=Told(on=date(2026, 6, 1)), by=officer, now=LATE
    )
    new = Municipality(number="5099", name_nb="Storkommunen")
    history.merge(of=world.municipality, into=new, told=Told(on=date(2027, 1, 1)), by=officer, now=LATE)
    assert sums(world.county, 2026, as_of=date(2027, 6, 1)) == {
        "Storkommunen": (2, 80),
        "Annendal": (1, 40),
    }
    assert sums(world.county, 2026) == {"Prøvedal": (2, 80), "Annendal": (1, 40)}


def test_what_was_divided_keeps_its_own_name(world):
    ended = f.MunicipalityFactory(county=world.county, name_nb="Delt", valid_to=date(2025, 1, 1))
    f.as_always(world.sister, municipality=ended)
    for after in (world.municipality, world.other_municipality):
        MunicipalityChange.objects.create(kind="split", before=ended, after=after, on=date(2025, 1, 1))
    assert sums(world.county, 2026)["Delt"] == (1, 40)


def test_years_with_figures_are_newest_first(world):
    KindergartenFigures.objects.create(kindergarten=world.sister, year=2020, children=10)
    assert years_with_figures(world.county) == [2026, 2020]


def test_figures_take_the_same_number_of_questions_for_one_and_for_many(world, django_assert_num_queries):
    with django_assert_num_queries(4):
        figures_by_municipality(world.county, 2026)
    for _turn in range(3):
        f.KindergartenFactory(owner=world.owner, municipality=f.MunicipalityFactory(county=world.county))
    with django_assert_num_queries(4):
        figures_by_municipality(world.county, 2026)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge_new", "split", "move", "sell", "close", "open", "rename"]),
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(1, 200),
    ),
    max_size=8,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(events=EVENTS)
def test_no_sequence_of_changes_alters_the_total_of_a_year(world, officer, events):
    """Mergers, splits, moves, sales and closings in any order: each year's total stands, whatever day it is seen."""
    with transaction.atomic():
        _tell(world, officer, events)
        transaction.set_rollback(True)


def _tell(world, officer, events):
    _stage(world)
    before = {year: totals(world.county, year) for year in YEARS}
    on = FIRST
    for number, event in enumerate(events):
        on += timedelta(days=event[3])
        _play(world, officer, event, on, number)
    for year in YEARS:
        for day in (None, FIRST, date(year, 7, 1), on, date(2027, 6, 1)):
            assert totals(world.county, year, as_of=day) == before[year]
    for one in Kindergarten.objects.all():
        newest = one.periods.order_by("-valid_from").first()
        assert (newest.name, newest.owner, newest.municipality) == (one.name, one.owner, one.municipality)


def _stage(world):
    """Figures for each year for those who lack them."""
    for number, one in enumerate(Kindergarten.objects.order_by("pk")):
        for year in YEARS:
            KindergartenFigures.objects.get_or_create(
                kindergarten=one, year=year, defaults={"children": 10 + number}
            )


def _play(world, officer, event, on, number):
    """One change, or nothing where it is refused."""
    verb, first, second, _days = event
    towns = list(Municipality.objects.filter(county=world.county).order_by("pk"))
    town, other = towns[first % len(towns)], towns[second % len(towns)]
    rows = list(Kindergarten.objects.order_by("pk"))
    one = rows[first % len(rows)]
    owner = [world.owner, world.other_owner, world.payee][second % 3]
    new = Municipality(number=f"7{number:03d}", name_nb=f"Ny {number}")
    plays = {
        "merge": lambda who: history.merge(of=town, into=other, **who),
        "merge_new": lambda who: history.merge(of=town, into=new, **who),
        "split": lambda who: history.split(
            of=town, into=other, kindergartens=[row for row in rows if row.municipality == town][:1], **who
        ),
        "move": lambda who: history.move_kindergarten(kindergarten=one, municipality=other, **who),
        "sell": lambda who: history.give_new_owner(kindergarten=one, owner=owner, **who),
        "close": lambda who: history.close_kindergarten(kindergarten=one, **who),
        "open": lambda who: history.open_kindergarten(kindergarten=one, **who),
        "rename": lambda who: history.rename(of=one, name=f"Navn {number}", **who),
    }
    try:
        with transaction.atomic():
            plays[verb]({"told": Told(on=on), "by": officer, "now": LATE})
    except Refused:
        return
