"""Who sees which reports, who owes one, and the sums."""

import pytest

from reporting import queries
from reporting.models import ReportLine
from reporting.queries.results import results_of
from reporting.states import Attainment
from tests.reporting import stage
from tests.world import NEXT_SPRING


@pytest.mark.parametrize(
    ("role", "recipients"),
    [
        ("leader", ["Prøvenettverket"]),
        ("uh", ["Prøve høgskole"]),
        ("case_officer", ["Prøvenettverket", "Prøve høgskole"]),
        ("member", []),
        ("owner", []),
        ("other_leader", []),
        ("forum", []),
        ("foreign_officer", []),
    ],
)
def test_drafts_are_seen_by_their_writers_and_the_staff(world, role, recipients):
    stage.draft(world)
    seen = queries.grants_with_reports_for(world.person(role), now=NEXT_SPRING)
    assert [str(grant.network or grant.university) for grant in seen] == recipients


def test_members_see_the_networks_report_when_it_is_sent(world):
    stage.submitted(world)
    (grant,) = queries.grants_with_reports_for(world.person("member"), now=NEXT_SPRING)
    assert grant.network == world.network


def test_a_report_is_owed_until_it_is_sent(world):
    stage.complete(world)
    before = {str(grant.network or grant.university) for grant in queries.reports_owed(world.fresh_round())}
    report = queries.issued().get(network=world.network).report
    stage.services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    after = {str(grant.network or grant.university) for grant in queries.reports_owed(world.fresh_round())}
    assert (before, after) == ({"Prøvenettverket", "Prøve høgskole"}, {"Prøve høgskole"})


def test_sums_add_up_over_sent_reports_only(world):
    report = stage.submitted(world)
    found = queries.overview(world.fresh_round())
    assert found.granted_nok == sum(grant.amount_nok for grant in queries.issued())
    assert (found.used_nok, found.unspent_nok, found.received) == (report.grant.amount_nok, 0, 1)


def test_goals_are_counted_by_agreed_measures_and_by_other_lines(world):
    report = stage.submitted(world)
    round = world.fresh_round()
    others = report.lines.filter(line__measure__isnull=True)
    ReportLine.objects.filter(pk__in=others).update(attainment="partly")
    reached = {choice.name: choice.measures for choice in results_of(round).attainment}
    told = [(label, measures) for label, measures, _others in queries.overview(round).attainment]
    assert dict(told) == {str(choice.label): reached.get(str(choice.label), 0) for choice in Attainment}
    counted = {label: count for label, _measures, count in queries.overview(round).attainment}
    assert counted[str(Attainment.PARTLY.label)] == others.count() > 0
    assert sum(counted.values()) == others.count()


@pytest.mark.parametrize("is_begun", [False, True])
def test_overview_takes_the_same_queries_whatever_is_reported(world, is_begun, django_assert_num_queries):
    stage.network_grant(world)
    if is_begun:
        stage.draft(world, queries.issued().get(network=world.network))
        stage.draft(world, stage.university_grant(world), by="uh")
    round = world.fresh_round()
    with django_assert_num_queries(OVERVIEW_QUERIES):
        queries.overview(round)


OVERVIEW_QUERIES = 7
