"""A kindergarten that changes owner in the middle of a round: who answers for it, and what is read by whom."""

from datetime import date, timedelta

import pytest

from needs.queries.answering import answered_by_former, answering
from needs.queries.coverage import coverage_of
from needs.queries.needs_report import (
    known_report,
    my_needs_reports,
    needs_for_basis,
    needs_reports_owed,
    readable_needs,
    reads_whole,
    report_pairs,
)
from needs.queries.workbench import workbench_rows
from needs.services.needs_report import submit_needs_report
from networks.services import history
from networks.services.history import Told
from tests import factories as f
from tests.needs.chain import submitted_need
from tests.needs.stage import draft_report, fresh, need
from tests.world import AUTUMN, WINTER, make_round

SOLD = date(2026, 12, 15)
AFTER = WINTER


def sell(world, kindergarten=None, on=SOLD):
    """The kindergarten goes to the world's other owner."""
    history.give_new_owner(
        kindergarten=kindergarten or world.kindergarten,
        owner=world.other_owner,
        told=Told(on=on),
        by=world.person("case_officer"),
        now=AFTER,
    )


def who_answers(world):
    rows = answering(world.fresh_round()).filter(kindergarten=world.kindergarten)
    return [row.owner for row in rows]


@pytest.fixture
def reported(world):
    """The first owner's report is sent: it names the kindergarten."""
    submitted_need(world)
    return world


# --- Before, at, after ------------------------------------------------------------------------------------


def test_the_owner_answers_for_its_kindergarten(reported):
    assert who_answers(reported) == [reported.owner]
    assert answered_by_former(reported.fresh_round()) == {}


def test_who_had_reported_when_it_was_sold_goes_on_answering(reported):
    sell(reported)
    assert who_answers(reported) == [reported.owner]
    assert answered_by_former(reported.fresh_round()) == {reported.kindergarten.pk: reported.owner}


def test_a_sale_on_the_day_of_the_report_is_after_it_only_when_it_is_a_later_day(world):
    submitted_need(world)
    day = AUTUMN.date()
    sell(world, on=day)
    assert who_answers(world) == [world.other_owner]


def test_the_day_after_the_report_it_stands(world):
    submitted_need(world)
    sell(world, on=AUTUMN.date() + timedelta(days=1))
    assert who_answers(world) == [world.owner]


def test_the_new_owner_answers_where_nothing_was_sent(world):
    draft_report(world, needs=[need(world)])
    sell(world)
    assert who_answers(world) == [world.other_owner]


def test_each_kindergarten_has_one_who_answers(reported):
    sell(reported)
    sell(reported, reported.sister, on=date(2026, 12, 20))
    keys = list(answering(reported.fresh_round()).values_list("kindergarten", flat=True))
    assert sorted(keys) == sorted(
        [reported.kindergarten.pk, reported.sister.pk, reported.other_kindergarten.pk]
    )


def test_sold_twice_the_first_report_stands(reported):
    sell(reported)
    third = f.OrganisationFactory(county=reported.county)
    history.give_new_owner(
        kindergarten=reported.kindergarten,
        owner=third,
        told=Told(on=date(2027, 1, 10)),
        by=reported.person("case_officer"),
        now=AFTER,
    )
    assert who_answers(reported) == [reported.owner]


def test_another_round_knows_nothing_of_it(reported):
    sell(reported)
    later = make_round(reported.county, 2028)
    rows = answering(later).filter(kindergarten=reported.kindergarten)
    assert [row.owner for row in rows] == [reported.other_owner]


# --- What is owed, and what the network has ---------------------------------------------------------------


def test_the_new_owner_owes_only_for_what_is_not_reported(reported):
    round = reported.fresh_round()
    before = needs_reports_owed(round)
    sell(reported)
    assert needs_reports_owed(round) == before

    other = f.KindergartenFactory(owner=reported.owner, municipality=reported.other_municipality)
    assert (reported.owner.pk, reported.other_network.pk) in needs_reports_owed(round)
    sell(reported, other)
    assert (reported.owner.pk, reported.other_network.pk) not in needs_reports_owed(round)
    assert (reported.other_owner.pk, reported.other_network.pk) in needs_reports_owed(round)


def test_the_network_keeps_the_needs_and_the_coverage(reported):
    round = reported.fresh_round()
    needs = list(needs_for_basis(reported.network, round))
    before = coverage_of(workbench_rows(reported.network, round, now=AFTER))
    sell(reported)
    assert list(needs_for_basis(reported.network, round)) == needs
    assert coverage_of(workbench_rows(reported.network, round, now=AFTER)) == before
    rows = [row for row in workbench_rows(reported.network, round, now=AFTER) if row.kindergartens]
    assert [(row.name, len(row.kindergartens)) for row in rows] == [(reported.owner.name, 2)]


# --- Who reads --------------------------------------------------------------------------------------------


def test_the_old_owner_reads_its_report_as_before(reported):
    sell(reported)
    sell(reported, reported.sister, on=date(2026, 12, 20))
    round, user = reported.fresh_round(), reported.person("owner")
    found = known_report(user, round, owner=reported.owner.pk, network=reported.network.pk, now=AFTER)
    assert found is not None
    assert reads_whole(user, found, now=AFTER)
    assert [row.network for row in my_needs_reports(user, round, AFTER)] == [reported.network]
    assert len(report_pairs(user, round, now=AFTER)) == 1


def test_the_new_owner_reads_the_needs_of_what_it_has_taken_over(world):
    draft_report(world, needs=[need(world), need(world, kindergartens=[world.sister], goal="Noe annet.")])
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    sell(world)
    round, user = world.fresh_round(), world.person("other_owner")
    found = known_report(user, round, owner=world.owner.pk, network=world.network.pk, now=AFTER)
    assert found is not None
    assert [one.goal for one in readable_needs(user, found, now=AFTER)] == ["Alle barn hører til."]
    assert not reads_whole(user, found, now=AFTER)
    assert world.owner.pk in {row["owner_id"] for row in report_pairs(user, round, now=AFTER)}


def test_another_owner_reads_nothing_of_it(reported):
    round, user = reported.fresh_round(), reported.person("other_owner")
    found = known_report(user, round, owner=reported.owner.pk, network=reported.network.pk, now=AFTER)
    assert found is None


def test_the_new_owner_does_not_read_a_draft(world):
    draft_report(world, needs=[need(world)])
    sell(world)
    round, user = world.fresh_round(), world.person("other_owner")
    assert known_report(user, round, owner=world.owner.pk, network=world.network.pk, now=AFTER) is None
