"""What came of the money is public once the County Governor has approved the network's report, and not before."""

import csv
from io import StringIO

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from common.moves import move
from grants.models import Grant, GrantLine
from reporting.models import MeasureReport, Report, ReportLine
from reporting.queries.open_grant import outcomes_of
from reporting.states import FACTS_MOVES, MOVES
from tests.reporting import trace_stage
from tests.world import NEXT_SPRING

TEXT = "Barna leker mer sammen."
REACHED = "<dd>12</dd>"
"""The staff that the measure reached, as a page says it."""


@pytest.fixture
def chain(world, at):
    """Both reports are in, and the facts about one measure are agreed."""
    at(NEXT_SPRING)
    return trace_stage.chain(world)


def approve(world, grant: Grant) -> None:
    officer = world.person("case_officer")
    report = Report.objects.get(grant=grant)
    fields = {"approved_at": NEXT_SPRING, "approved_by": officer}
    move(report, "approve", by=officer, moves=MOVES, now=NEXT_SPRING, fields=fields)
    Report.objects.filter(pk=report.pk).update(public_text=TEXT)


def rows_of(key: str) -> list[dict[str, str]]:
    text = Client().get(f"/apne-data/v1/{key}.csv").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def grant_row(grant: Grant) -> dict[str, str]:
    (row,) = [row for row in rows_of("tildelinger") if row["tildeling_id"] == str(grant.pk)]
    return {name: row[name] for name in ("brukt", "ubrukt", "rapport_godkjent", "rapport_kort")}


def measure_row(chain) -> dict[str, str]:
    (row,) = [row for row in rows_of("tiltak") if row["tiltak_id"] == str(chain.measure.pk)]
    names = ("gjennomfort", "maloppnaelse", "barnehager_nadd", "ansatte_nadd")
    return {name: row[name] for name in names}


def staff_of_the_year() -> str:
    (row,) = [row for row in rows_of("resultater") if row["gruppe"] == "ansatte"]
    return row["antall"]


def test_what_was_used_is_told_of_posts_and_collective_measures_when_the_report_is_approved(world, chain):
    assert set(grant_row(chain.network).values()) == {""}
    approve(world, chain.network)
    told = ReportLine.objects.filter(
        report__grant=chain.network, line__kind__in=["fixed", "collective"]
    ).aggregate(used=Sum("used_nok"), unspent=Sum("unspent_nok"))
    assert ReportLine.objects.filter(report__grant=chain.network, line__kind="individual", used_nok__gt=0)
    assert grant_row(chain.network) == {
        "brukt": str(told["used"]),
        "ubrukt": str(told["unspent"]),
        "rapport_godkjent": "2028-05-10",
        "rapport_kort": TEXT,
    }
    assert set(grant_row(chain.university).values()) == {""}


def test_what_came_of_a_measure_is_told_when_the_network_s_report_is_approved(world, chain):
    approve(world, chain.university)
    assert outcomes_of() == {}
    assert set(measure_row(chain).values()) == {""}
    approve(world, chain.network)
    assert set(outcomes_of()) == {chain.measure.pk}
    assert measure_row(chain) == {
        "gjennomfort": "fully",
        "maloppnaelse": "mostly",
        "barnehager_nadd": "2",
        "ansatte_nadd": "12",
    }


def test_facts_that_are_not_agreed_are_not_told(world, chain):
    approve(world, chain.network)
    facts = MeasureReport.objects.get(pk=chain.facts.pk)
    officer = world.person("case_officer")
    fields = {"agreed_at": None}
    move(facts, "reopen", by=officer, moves=FACTS_MOVES, now=NEXT_SPRING, fields=fields)
    assert outcomes_of() == {}
    assert set(measure_row(chain).values()) == {""}
    page = Client().get(reverse("open:grant", kwargs={"pk": chain.network.pk})).content.decode()
    assert REACHED not in page


@pytest.mark.parametrize(("staff", "told"), [(4, ""), (5, "5"), (None, "")])
def test_staff_are_counted_from_five(world, chain, staff, told):
    approve(world, chain.network)
    MeasureReport.objects.filter(pk=chain.facts.pk).update(staff_reached=staff)
    assert measure_row(chain)["ansatte_nadd"] == told
    assert staff_of_the_year() == told


def test_a_university_s_page_tells_what_came_of_its_measures_when_the_network_s_report_is_approved(
    world, chain
):
    path = reverse("open:grant", kwargs={"pk": chain.university.pk})
    lines = GrantLine.objects.filter(grant=chain.university, measure=chain.measure, amount_nok__gt=0)
    assert lines.exists()
    before = Client().get(path).content.decode()
    approve(world, chain.network)
    after = Client().get(path).content.decode()
    assert (REACHED in before, REACHED in after) == (False, True)
    assert TEXT not in after
