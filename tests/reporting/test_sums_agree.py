"""One round's money is the same krone by krone wherever it is told: pages, pictures, trace, ledger, open data."""

import pytest
from django.db.models import F
from django.urls import reverse

from common.money import kroner
from common.moves import move
from grants.models import Account, GrantLine, LineKind
from grants.queries.ledger import OF_GRANTS, balances
from reporting import queries
from reporting.dashboard.money import sums_by
from reporting.models import ReportLine, ReportSpending
from reporting.queries.money import money_rows
from reporting.queries.open_grants import open_years
from reporting.queries.results import results_of
from reporting.queries.trace import chain_of_round
from reporting.services.summary_jobs import run_summary_job
from reporting.states import MOVES
from reporting.trace_flow import steps_of
from tests.reporting import summary_stage, trace_stage
from tests.world import NEXT_SPRING, World

MOVED = 1_000
"""Kroner that the partners have moved from one line of the network's letter to another."""
INDIVIDUAL = (LineKind.INDIVIDUAL, LineKind.COMMITTED)


@pytest.fixture
def told(world: World, at):
    """Letters paid, budgets adjusted, both reports approved, and what the network left claimed back."""
    at(NEXT_SPRING)
    chain = trace_stage.chain(world)
    first, second = GrantLine.objects.filter(grant=chain.network, budget_nok__gt=MOVED).order_by("pk")[:2]
    for line, change in ((first, -MOVED), (second, MOVED)):
        GrantLine.objects.filter(pk=line.pk).update(budget_nok=F("budget_nok") + change)
        ReportLine.objects.filter(line=line).update(used_nok=F("used_nok") + change)
        ReportSpending.objects.filter(report_line__line=line).update(amount_nok=F("amount_nok") + change)
    for report in chain.reports:
        officer = world.person("case_officer")
        fields = {"approved_at": NEXT_SPRING, "approved_by": officer}
        move(report, "approve", by=officer, moves=MOVES, now=NEXT_SPRING, fields=fields)
    return chain


def _trace(world: World):
    return chain_of_round(world.person("case_officer"), world.fresh_round(), now=NEXT_SPRING)


def test_what_is_granted_is_the_same_everywhere(world, told):
    round = world.fresh_round()
    results, rows, trace = results_of(round), money_rows(round.county, [round.grant_year]), _trace(world)
    ledger = balances(round)
    steps = steps_of(trace)
    granted = {
        "letters": told.network.amount_nok + told.university.amount_nok,
        "overview": queries.overview(round).granted_nok,
        "summary": results.total.granted_nok,
        "summary, by recipient": results.network_money.granted_nok + results.university_money.granted_nok,
        "summary, by purpose": sum(row.granted_nok for row in results.purposes),
        "pictures": sum(row.granted for row in sums_by(rows, lambda row: row.purpose).values()),
        "trace": trace.budget_nok,
        "trace, letters": sum(row.amount_nok for row in trace.grants.values()),
        "trace, payments": sum(row.amount_nok for row in trace.payments),
        "trace, to recipients": sum(amount for at, _from, _to, amount in steps if at == 1),
        "trace, to use": sum(amount for at, _from, _to, amount in steps if at == 2),
        "ledger": sum(ledger[account] for account in OF_GRANTS),
    }
    assert set(granted.values()) == {granted["letters"]}, granted


def test_what_is_used_and_left_is_the_same_everywhere(world, told):
    round = world.fresh_round()
    results, rows, trace = results_of(round), money_rows(round.county, [round.grant_year]), _trace(world)
    overview, pictures = queries.overview(round), sums_by(rows, lambda row: row.purpose).values()
    first = [use for uses in trace.first_uses.values() for use in uses]
    found = {
        "overview": (overview.used_nok, overview.unspent_nok),
        "summary": (results.total.used_nok, results.total.unspent_nok),
        "summary, by purpose": (
            sum(row.used_nok for row in results.purposes),
            sum(row.unspent_nok for row in results.purposes),
        ),
        "pictures": (sum(row.used for row in pictures), sum(row.unspent for row in pictures)),
        "trace": (sum(use.used_nok for use in first), sum(use.unspent_nok for use in first)),
    }
    assert set(found.values()) == {(trace.budget_nok - trace_stage.LEFT, trace_stage.LEFT)}, found


def test_what_is_claimed_back_is_the_same_in_trace_and_ledger(world, told):
    settled = [use.settled.amount_nok for use in _trace(world).uses if use.settled]
    assert sum(settled) == balances(world.fresh_round())[Account.OWED_BACK] == trace_stage.LEFT


def test_what_everybody_may_read_is_the_rest_of_the_same(world, told):
    """Money for few persons is not told apart, so the open pages lack it; all else is the letters' and reports'."""
    round = world.fresh_round()
    year = open_years(round.county)[round.grant_year]
    lines = GrantLine.objects.filter(grant__in=[told.network, told.university])
    hidden = sum(line.amount_nok for line in lines.filter(kind__in=INDIVIDUAL))
    rows = [row for row in money_rows(round.county, [round.grant_year]) if row.purpose not in INDIVIDUAL]
    assert year.open_nok == queries.overview(round).granted_nok - hidden
    assert sum(grant.used_nok for grant in year.grants) == sum(row.used_nok for row in rows)
    assert sum(grant.unspent_nok for grant in year.grants) == sum(row.unspent_nok for row in rows)


def test_the_pages_say_the_same_sums(world, told, sign_in):
    year = world.round.grant_year
    overview = queries.overview(world.fresh_round())
    assert run_summary_job(job=summary_stage.begun(world), now=NEXT_SPRING)
    officer = sign_in("case_officer")
    pages = {
        "overview": reverse("reporting:report_overview", kwargs={"year": year}),
        "pictures": f"{reverse('reporting:dashboard')}?aar={year}",
        "summary": reverse("reporting:summary_detail", kwargs={"year": year}),
        "trace": reverse("reporting:trace_round", kwargs={"year": year}),
    }
    for name, address in pages.items():
        text = officer.get(address).content.decode()
        assert kroner(overview.granted_nok) in text, name
        assert kroner(overview.unspent_nok) in text, name
