"""Where the money went, read row by row: what is issued, in this county and these years, and told once."""

import pytest

from common.moves import move
from grants.models import GrantLine
from grants.states import DecisionState
from reporting.models import Report, ReportLine
from reporting.queries.money import money_rows
from reporting.services import submit_report
from reporting.states import MOVES
from tests import factories as f
from tests.grants.carry_stage import both_years, carry
from tests.grants.stage import approved, issued
from tests.reporting import stage
from tests.world import NEXT_SPRING

pytestmark = pytest.mark.django_db


def test_each_recipient_purpose_and_theme_has_its_row(world):
    issued(world)
    rows = money_rows(world.county)
    lines = GrantLine.objects.filter(grant__decision__state=DecisionState.ISSUED)
    assert sum(row.granted_nok for row in rows) == sum(line.budget_nok for line in lines)
    assert {(row.body, row.recipient, row.is_university) for row in rows} == {
        (world.network.pk, world.network.name, False),
        (world.university.pk, world.university.name, True),
    }
    shared = {row.network_name for row in rows if row.purpose == "collective"}
    assert shared == {world.network.name}
    assert {row.theme_name for row in rows if row.purpose == "collective"} == {"Inkluderende praksis"}
    assert {row.theme_name for row in rows if row.theme is None} == {""}
    assert [(row.year, row.grant, row.purpose) for row in rows] == sorted(
        (row.year, row.grant, row.purpose) for row in rows
    )


def test_what_is_not_issued_is_not_counted(world):
    approved(world)
    assert money_rows(world.county) == []


def test_another_county_has_its_own_money(world):
    issued(world)
    assert money_rows(f.CountyFactory(name="Nabofylket", number="98")) == []


def test_only_the_years_that_are_named_are_read(world):
    both_years(world)
    assert {row.year for row in money_rows(world.county)} == {2027, 2028}
    assert {row.year for row in money_rows(world.county, [2028])} == {2028}
    assert money_rows(world.county, []) == []


def test_what_is_used_is_told_when_the_report_is_in(world):
    report = stage.complete(world)
    assert {row.used_nok for row in money_rows(world.county)} == {None}
    submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    rows = [row for row in money_rows(world.county) if not row.is_university]
    assert {(row.used_nok, row.unspent_nok) for row in rows} == {(row.granted_nok, 0) for row in rows}
    assert {row.used_nok for row in money_rows(world.county) if row.is_university} == {None}


def test_money_that_is_carried_over_is_told_once_where_it_was_given(world):
    later = both_years(world)
    carried = carry(world, later)
    _sent(world, carried.line.grant, line=carried.line, used_nok=carried.line.budget_nok - 30_000)
    first = money_rows(world.county)
    _sent(world, carried.to_grant, line=carried.line, carry_over=carried, used_nok=30_000)
    assert money_rows(world.county) == first


def _sent(world, grant, **told) -> None:
    report = Report.objects.create(grant=grant)
    ReportLine.objects.create(report=report, **told)
    fields = {"submitted_at": NEXT_SPRING}
    move(report, "submit", by=world.people["leader"], moves=MOVES, now=NEXT_SPRING, fields=fields)
