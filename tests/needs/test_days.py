"""Days that universities promise, are asked for, get and use: rules, services and what they add up to."""

from datetime import date
from decimal import Decimal

import pytest

from common.refusals import NotAllowed, NotNow
from needs.models import UsedDays
from needs.queries import days as queries
from needs.services.days import DaysInput, change_days, remove_days
from needs.views.university_page import difference_words, totals_of
from tests.needs import chain
from tests.needs import development_stage as stage
from tests.needs.development_stage import SPRING
from tests.networks.access_agreements import agreement
from tests.world import WINTER

D = Decimal


def rows(world, who="uh", now=SPRING):
    return queries.days_by_network(world.person(who), world.university, world.fresh_round(), now=now)


def numbers(row):
    return row.promised, row.asked, row.granted, row.used


def test_days_are_promised_asked_granted_and_used(world):
    stage.granted_measure(world)
    chain.saved_measure(world, title="Uten penger", **{f"days_{world.university.pk}": 4})
    agreement(world, days_per_year=12)
    stage.days(world)
    stage.days(world, days=D(2), on=date(2027, 10, 1))
    stage.days(world, days=D(5), on=date(2028, 1, 1))

    [row] = rows(world)

    assert numbers(row) == (D(12), D(10), D(6), D("3.5"))
    assert (row.more_asked, row.left) == (D(-2), D("8.5"))


def test_nothing_is_promised_without_an_agreement_that_says_how_many(world):
    agreement(world, days_per_year=None)
    [row] = rows(world)
    assert (row.promised, row.more_asked, row.left) == (None, None, None)


def test_drafts_are_counted_for_the_university_and_not_for_staff(world):
    chain.saved_measure(world)
    [own], [theirs] = rows(world, now=WINTER), rows(world, "case_officer", now=WINTER)
    assert (own.asked, own.is_draft) == (D(6), True)
    assert (theirs.asked, theirs.is_draft) == (D(0), False)


def test_days_take_the_same_number_of_statements_for_one_network_and_for_two(
    world, django_assert_max_num_queries
):
    agreement(world)
    stage.days(world)
    user = world.person("uh")
    round = world.fresh_round()
    queries.days_by_network(user, world.university, round, now=SPRING)
    with django_assert_max_num_queries(6):
        queries.days_by_network(user, world.university, round, now=SPRING)


@pytest.mark.parametrize(
    ("promised", "asked", "words"),
    [
        (D(10), D(22), "12"),
        (D(10), D("8.5"), "1,5"),
    ],
)
def test_the_difference_stands_in_words(world, promised, asked, words):
    row = queries.DaysRow(world.network, promised, asked, D(0), D(0), False)
    assert words in difference_words(row)


def test_sums_add_up(world):
    made = [
        queries.DaysRow(world.network, D(10), D(6), D(6), D("1.5"), False),
        queries.DaysRow(world.other_network, None, D(4), D(0), D(2), True),
    ]
    total = totals_of(made)
    assert numbers(total) == (D(10), D(10), D(6), D("3.5"))
    assert total.is_draft


def test_record_days_refused_for_others(world):
    row = stage.days(world)
    typed = DaysInput(on=date(2027, 9, 1), days=D(1), network=world.network)
    with pytest.raises(NotAllowed):
        change_days(row=row, typed=typed, by=world.person("other_uh"), now=SPRING)
    assert UsedDays.objects.get().days == D("1.5")


@pytest.mark.parametrize(
    "wrong",
    [{"days": D("1.3")}, {"days": D(0)}, {"days": D(201)}, {"on": date(2028, 6, 1)}],
    ids=["thirds", "none", "too many", "ahead"],
)
def test_record_days_refused_for_what_cannot_be(world, wrong):
    with pytest.raises(NotNow):
        stage.days(world, **wrong)
    assert not UsedDays.objects.exists()


def test_record_days_refused_in_another_network(world):
    with pytest.raises(NotNow):
        stage.days(world, network=world.other_network)
    assert not UsedDays.objects.exists()


def test_record_days_for_a_measure_of_the_network(world):
    measure = stage.granted_measure(world)
    assert stage.days(world, measure=measure).measure == measure
    assert [row.pk for row in queries.measures_for_days(world.university, now=SPRING)] == [measure.pk]


def test_change_and_remove_days(world):
    row = stage.days(world)
    typed = DaysInput(on=date(2027, 9, 2), days=D(2), network=world.network, what="Veiledning")
    change_days(row=row, typed=typed, by=world.person("uh"), now=SPRING)
    changed = UsedDays.objects.get()
    assert (changed.days, changed.on, changed.what) == (D(2), date(2027, 9, 2), "Veiledning")

    with pytest.raises(NotAllowed):
        remove_days(row=row, by=world.person("leader"), now=SPRING)
    remove_days(row=row, by=world.person("uh"), now=SPRING)
    assert not UsedDays.objects.exists()
    with pytest.raises(NotNow):
        remove_days(row=row, by=world.person("uh"), now=SPRING)
