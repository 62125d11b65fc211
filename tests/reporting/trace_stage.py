"""The stage for traces: one whole chain, from needs to reports and what is claimed back."""

from types import SimpleNamespace

from common.moves import move
from grants.models import Grant, GrantLine, Instalment, Payout
from grants.services.money_back import claim_money
from needs.models import Measure, Need
from needs.states import NEEDS_REPORT_MOVES
from reporting.models import (
    MeasureReport,
    MeasureReportApproval,
    Report,
    ReportLine,
    ReportSpending,
    Settlement,
)
from reporting.queries import trace as queries
from reporting.states import FACTS_MOVES, MOVES
from reporting.trace import Chain
from tests.grants import payment_stage
from tests.world import APRIL, NEXT_SPRING, World

LEFT = 10_000
"""Kroner that the network did not use of its first measure."""


def chain(world: World) -> SimpleNamespace:
    """Letters paid, payouts planned, both reports in, the facts agreed, and 10 000 kr claimed back."""
    payment_stage.paid(world)
    network = Grant.objects.get(network=world.network)
    university = Grant.objects.get(university=world.university)
    reports = [reported(world, network, "leader", left=LEFT), reported(world, university, "uh")]
    measure = Measure.objects.get(title="Lek & læring")
    facts = agreed(world, measure)
    settlement = claimed(world, reports[0])
    return SimpleNamespace(
        need=Need.objects.filter(measures=measure).get(),
        measure=measure,
        network=network,
        university=university,
        payment=Instalment.objects.get(grant=network),
        payout=Payout.objects.get(half="spring"),
        reports=reports,
        facts=facts,
        settlement=settlement,
    )


def reported(world: World, grant: Grant, role: str, *, left: int = 0) -> Report:
    """A report that is in: each line is used for substitutes, but for what is left of the first measure's."""
    report = Report.objects.create(grant=grant, summary="Alt gikk bra.")
    for line in GrantLine.objects.filter(grant=grant, budget_nok__gt=0):
        unspent = left if line.label == "Lek & læring" else 0
        row = ReportLine.objects.create(
            report=report, line=line, used_nok=line.budget_nok - unspent, unspent_nok=unspent
        )
        ReportSpending.objects.create(report_line=row, kind="substitutes", amount_nok=row.used_nok)
    person = world.person(role)
    fields = {"submitted_at": NEXT_SPRING}
    move(report, "submit", by=person, moves=MOVES, now=NEXT_SPRING, fields=fields)
    return report


def agreed(world: World, measure: Measure) -> MeasureReport:
    """The facts of a measure, approved by both sides."""
    facts = MeasureReport.objects.create(
        measure=measure, carried_out="fully", attainment="mostly", staff_reached=12
    )
    facts.kindergartens.add(world.kindergarten, world.sister)
    for university, role in ((None, "leader"), (world.university, "uh")):
        MeasureReportApproval.objects.create(
            facts=facts, university=university, approved_by=world.people[role], approved_at=NEXT_SPRING
        )
    fields = {"agreed_at": NEXT_SPRING}
    move(facts, "agree", by=world.people["uh"], moves=FACTS_MOVES, now=NEXT_SPRING, fields=fields)
    return facts


def claimed(world: World, report: Report) -> Settlement:
    """What is left of the first measure's line is claimed back."""
    row = report.lines.get(unspent_nok__gt=0)
    officer = world.person("case_officer")
    claim = claim_money(
        grant=payment_stage.grant(world, world.network),
        amount_nok=row.unspent_nok,
        reason="Ikke brukt",
        round=world.fresh_round(),
        by=officer,
        now=NEXT_SPRING,
    )
    return Settlement.objects.create(
        report_line=row,
        way="return",
        amount_nok=row.unspent_nok,
        claim=claim,
        settled_by=officer,
        settled_at=NEXT_SPRING,
    )


def drafted(world: World, grant: Grant) -> Report:
    """A report that is only begun, with an amount that nobody else should see."""
    report = Report.objects.create(grant=grant)
    for line in GrantLine.objects.filter(grant=grant, budget_nok__gt=0):
        ReportLine.objects.create(report=report, line=line, used_nok=123_456)
    return report


def returned(world: World, need: Need) -> None:
    """The needs report is back with its owner."""
    leader = world.people["leader"]
    fields = {"submitted_at": None}
    move(need.report, "return", by=leader, moves=NEEDS_REPORT_MOVES, now=APRIL, fields=fields)


def read(world: World, role: str, kind: str, pk: int) -> Chain:
    """The chain as a person reads it."""
    user = world.person(role)
    centre = queries.centre_of(user, kind, pk, now=NEXT_SPRING)
    assert centre is not None
    return queries.chain_of(user, centre, now=NEXT_SPRING)
