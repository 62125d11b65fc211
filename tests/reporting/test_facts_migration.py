"""What earlier reports said of a measure becomes its shared facts; their money and texts stay as they were."""

from importlib import import_module

import pytest
from django.apps import apps

from common.history import history_of
from common.moves import move
from grants.models import GrantLine
from reporting.models import MeasureReport, Report, ReportLine
from reporting.states import MOVES, ReportState
from tests.reporting import stage
from tests.world import NEXT_SPRING

migration = import_module("reporting.migrations.0004_facts_of_earlier_reports")


def earlier(world, grant, *, state: str = "draft", **texts) -> Report:
    """A report as the version before made it: texts on every line, and amounts without kinds."""
    report = Report.objects.create(grant=grant, summary="Sammendrag")
    for line in grant.lines.all():
        ReportLine.objects.create(
            report=report, line=line, used_nok=line.budget_nok, unspent_nok=0, done="Samlinger", **texts
        )
    if state != "draft":
        fields = {"submitted_at": NEXT_SPRING}
        move(report, "submit", by=world.people["leader"], moves=MOVES, now=NEXT_SPRING, fields=fields)
    if state == "approved":
        fields = {"approved_at": NEXT_SPRING, "approved_by": world.people["case_officer"]}
        move(report, "approve", by=world.people["case_officer"], moves=MOVES, now=NEXT_SPRING, fields=fields)
    return report


def measures_of(grant) -> set[int]:
    return set(GrantLine.objects.filter(grant=grant, measure__isnull=False).values_list("measure", flat=True))


def test_each_measure_gets_its_facts_and_the_lines_stay(world):
    grant = stage.network_grant(world)
    report = earlier(world, grant, attainment="mostly", attainment_text="Mer lek")
    migration.tell(apps, None)
    facts = MeasureReport.objects.all()
    assert {one.measure_id for one in facts} == measures_of(grant)
    assert {(one.state, one.done, one.attainment, one.carried_out, one.signs) for one in facts} == {
        ("draft", "Samlinger", "mostly", "fully", "Mer lek")
    }
    assert set(facts[0].kindergartens.all()) == set(facts[0].measure.kindergartens.all())
    row = report.lines.filter(line__measure__isnull=False).first()
    assert (row.done, row.used_nok, row.spending.count()) == ("Samlinger", row.line.budget_nok, 0)


@pytest.mark.parametrize(
    ("attainment", "carried_out", "why"),
    [("not", "not", "Sykdom"), ("partly", "partly", "Sykdom"), ("too_early", "fully", ""), ("", "", "")],
)
def test_carried_out_is_read_from_the_goal(world, attainment, carried_out, why):
    earlier(world, stage.network_grant(world), attainment=attainment, attainment_text="Sykdom")
    migration.tell(apps, None)
    assert set(MeasureReport.objects.values_list("carried_out", "why")) == {(carried_out, why)}


def test_both_sides_texts_are_joined_with_their_names(world):
    earlier(world, stage.university_grant(world), attainment="partly", attainment_text="Vi så lite")
    earlier(world, stage.network_grant(world), attainment="fully", attainment_text="Vi så mye")
    migration.tell(apps, None)
    facts = MeasureReport.objects.filter(measure__in=measures_of(stage.university_grant(world))).first()
    assert facts.signs == f"{world.network.name}: Vi så mye\n\n{world.university.name}: Vi så lite"
    assert (facts.done, facts.attainment) == ("Samlinger", "fully")


def test_facts_are_agreed_where_a_report_is_approved(world):
    earlier(world, stage.network_grant(world), state="approved", attainment="fully")
    earlier(world, stage.university_grant(world), attainment="fully")
    migration.tell(apps, None)
    facts = MeasureReport.objects.first()
    assert (facts.state, facts.agreed_at) == ("agreed", NEXT_SPRING)
    assert [(line.verb, line.by) for line in history_of(facts)] == [("agree", world.people["case_officer"])]


def test_a_report_that_is_sent_gives_a_draft_until_the_sides_approve(world):
    earlier(world, stage.network_grant(world), state="submitted", attainment="fully")
    migration.tell(apps, None)
    assert set(MeasureReport.objects.values_list("state", flat=True)) == {"draft"}
    assert Report.objects.get().state == ReportState.SUBMITTED


def test_what_is_begun_already_is_left_alone_and_twice_is_as_once(world):
    grant = stage.network_grant(world)
    earlier(world, grant, attainment="fully")
    mine = MeasureReport.objects.create(measure_id=min(measures_of(grant)), done="Mitt")
    migration.tell(apps, None)
    migration.tell(apps, None)
    mine.refresh_from_db()
    assert mine.done == "Mitt"
    assert MeasureReport.objects.count() == len(measures_of(grant))


def test_the_reverse_takes_away_what_nobody_has_written_in(world):
    earlier(world, stage.network_grant(world), state="approved", attainment="fully")
    migration.tell(apps, None)
    mine = MeasureReport.objects.first()
    MeasureReport.objects.filter(pk=mine.pk).update(saved_by=world.people["leader"])
    migration.untell(apps, None)
    assert [one.pk for one in MeasureReport.objects.all()] == [mine.pk]
