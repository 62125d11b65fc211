"""Who owes a needs report, and who sees which."""

from typing import Any

import pytest

from common.clock import oslo
from needs import queries
from needs.services.needs_report import declare_no_needs, return_needs_report, submit_needs_report
from networks.models import Partnership
from tests import factories as f
from tests.needs.stage import draft_report, fresh, need, recorded_draft, submitted_report
from tests.world import AUTUMN, WINTER, World

JANUARY = oslo(2027, 1, 31)
"""Before the network's own date, so that a leader can give it."""

OWED_ALWAYS = {"owner", "leader", "coordinator", "case_officer", "approver"}
READERS = OWED_ALWAYS | {"member", "uh"}


def known(world: World, role: str) -> Any:
    return queries.known_report(
        world.person(role), world.fresh_round(), owner=world.owner.pk, network=world.network.pk, now=AUTUMN
    )


def who_knows(world: World) -> set[str]:
    """The roles that know of the owner's report, which must be the same in the list and on the page."""
    round = world.fresh_round()
    by_page = {role for role in world.people if known(world, role)}
    by_list = {
        role
        for role in world.people
        if queries.report_pairs(world.person(role), round, now=AUTUMN)
        .filter(owner=world.owner, network_id=world.network.pk)
        .exists()
    }
    assert by_page == by_list
    return by_page


def who_reads(world: World) -> set[str]:
    """The roles that may read what is in the owner's report."""
    return {
        role
        for role in who_knows(world)
        if queries.is_readable(world.person(role), known(world, role).report, now=AUTUMN)
    }


def test_everybody_owes_until_it_is_sent_or_declared(world: World) -> None:
    round = world.fresh_round()
    mine, other = (world.owner.pk, world.network.pk), (world.other_owner.pk, world.other_network.pk)
    draft_report(world)
    assert queries.needs_reports_owed(round) == sorted([mine, other])
    declare_no_needs(
        round=round,
        owner=world.other_owner,
        network=world.other_network,
        by=world.person("other_owner"),
        now=AUTUMN,
    )
    assert queries.needs_reports_owed(round) == [mine]


def test_returned_report_is_owed_again(world: World) -> None:
    report = submitted_report(world)
    assert (world.owner.pk, world.network.pk) not in queries.needs_reports_owed(world.fresh_round())
    return_needs_report(report=report, comment="?", due_at=JANUARY, by=world.person("leader"), now=WINTER)
    assert (world.owner.pk, world.network.pk) in queries.needs_reports_owed(world.fresh_round())


def test_chain_owes_one_report_to_each_network(world: World) -> None:
    f.KindergartenFactory(owner=world.owner, municipality=world.other_municipality)
    rows = queries.my_needs_reports(world.person("owner"), world.fresh_round(), AUTUMN)
    assert [(row.owner, row.network, row.report) for row in rows] == [
        (world.owner, world.network, None),
        (world.owner, world.other_network, None),
    ]


def test_what_is_not_begun_is_known_to_owner_leaders_and_staff(world: World) -> None:
    assert who_knows(world) == OWED_ALWAYS
    assert who_reads(world) == set()


def test_draft_is_read_by_its_owner_alone(world: World) -> None:
    draft_report(world)
    assert who_knows(world) == OWED_ALWAYS
    assert who_reads(world) == {"owner"}


def test_submitted_report_is_read_in_network_partnership_and_county(world: World) -> None:
    submitted_report(world)
    assert who_reads(world) == READERS


def test_returned_report_is_read_by_owner_and_leaders(world: World) -> None:
    report = submitted_report(world)
    return_needs_report(report=report, comment="?", due_at=JANUARY, by=world.person("leader"), now=WINTER)
    assert who_reads(world) == {"owner", "leader", "coordinator"}


def test_what_the_leader_records_is_read_by_owner_and_leaders(world: World) -> None:
    recorded_draft(world, now=AUTUMN)
    assert who_reads(world) == {"owner", "leader", "coordinator"}


def test_university_reads_the_needs_of_the_kindergartens_it_works_with(world: World) -> None:
    elsewhere = f.MunicipalityFactory(county=world.county)
    f.NetworkMunicipalityFactory(network=world.network, municipality=elsewhere)
    there = f.KindergartenFactory(owner=world.owner, municipality=elsewhere)
    Partnership.objects.all().delete()
    f.PartnershipFactory(network=world.network, university=world.university, municipality=elsewhere)
    report = draft_report(
        world, needs=[need(world, why="her"), need(world, why="der", kindergartens=[there])]
    )
    submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    found = known(world, "uh")
    assert [n.why for n in queries.readable_needs(world.person("uh"), found, now=AUTUMN)] == ["der"]
    assert len(queries.readable_needs(world.person("leader"), found, now=AUTUMN)) == 2


def test_needs_for_basis_are_those_of_submitted_reports(world: World) -> None:
    draft_report(world)
    assert list(queries.needs_for_basis(world.network, world.fresh_round())) == []
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    rows = queries.needs_for_basis(world.network, world.fresh_round())
    assert [(row.report.owner, list(row.kindergartens.all())) for row in rows] == [
        (world.owner, [world.kindergarten])
    ]
    assert [r.owner for r in queries.submitted_reports(world.network, world.fresh_round())] == [world.owner]


@pytest.mark.parametrize("rows", [1, 3])
def test_needs_for_basis_asks_the_same_number_of_questions(
    world: World, rows: int, django_assert_num_queries: Any
) -> None:
    report = draft_report(world, needs=[need(world, why=str(n)) for n in range(rows)])
    submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    with django_assert_num_queries(2):
        found = list(queries.needs_for_basis(world.network, world.round))
        [(n.report.owner.name, n.theme.name, [k.name for k in n.kindergartens.all()]) for n in found]
