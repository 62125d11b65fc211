"""The nightly check finds amounts without a chain, says it once, and forgets it when it is mended."""

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.heartbeats import last_heartbeat
from common.models import OutboxMail
from common.moves import move
from grants import money_faults
from grants.models import CarryOver, ChainFault, Decision, Grant, GrantLine, Instalment, MoneyFault, Payout
from grants.money_faults import sentence_of
from grants.queries.money_check import fault_sentences
from grants.services.money_check import check_money
from grants.states import DecisionState, InstalmentState, PayoutState
from needs.models import Measure, Need, NeedsReport
from rekom.pulse import MONEY
from rekom.tasks import check_all_money
from reporting.models import MeasureReport, ReportLine, Settlement
from reporting.queries.trace_check import faults_of_chains
from reporting.services.trace_check import check_chains
from reporting.states import MOVES
from tests.grants.payment_stage import TODAY
from tests.reporting import trace_stage
from tests.world import NEXT_SPRING, make_round

pytestmark = pytest.mark.django_db
LINE = "grants.GrantLine:grant_adds_up"


@pytest.fixture
def chain(world):
    return trace_stage.chain(world)


def codes() -> list[str]:
    return [fault.code for fault in check_chains(now=NEXT_SPRING)]


def without_measure(chain) -> None:
    GrantLine.objects.filter(measure=chain.measure, grant=chain.network).update(measure=None)


def without_need(chain) -> None:
    chain.measure.needs.clear()


def of_another_network(chain, world) -> None:
    report = NeedsReport.objects.create(
        round=world.round, owner=world.other_owner, network=world.other_network
    )
    chain.measure.needs.add(Need.objects.create(report=report))


def of_another_year(chain, world) -> None:
    report = NeedsReport.objects.create(
        round=make_round(world.county, 2028), owner=world.owner, network=world.network
    )
    chain.measure.needs.add(Need.objects.create(report=report))


def in_another_report(chain) -> None:
    line = ReportLine.objects.filter(report=chain.reports[1]).first()
    ReportLine.objects.filter(pk=line.pk).update(report=chain.reports[0])


def used_nothing(chain) -> None:
    GrantLine.objects.filter(measure=chain.measure, grant=chain.network).update(budget_nok=0)


def settled_otherwise(chain) -> None:
    Settlement.objects.update(amount_nok=trace_stage.LEFT - 1)


def carried_otherwise(chain, world) -> None:
    """What was claimed is carried over instead, and one krone of it is lost on the way."""
    carried = CarryOver.objects.create(
        line=chain.settlement.report_line.line,
        to_grant=chain.university,
        amount_nok=trace_stage.LEFT - 1,
        reason="Kurset ble flyttet",
        recorded_by=world.people["case_officer"],
        recorded_at=NEXT_SPRING,
    )
    Settlement.objects.update(way="carry_over", claim=None, carry_over=carried)


def without_letter(chain, world) -> None:
    grant = Grant.objects.create(
        decision=chain.network.decision, network=world.other_network, amount_nok=5_000
    )
    GrantLine.objects.create(grant=grant, kind="fixed", label="Leder", amount_nok=5_000, budget_nok=5_000)


def without_lines(chain, world) -> None:
    grant = Grant.objects.create(decision=chain.network.decision, network=world.other_network, amount_nok=0)
    Instalment.objects.create(grant=grant, number=1, due_on=TODAY, amount_nok=5_000, reference="uten-linjer")


def paid_for_another_network(chain, world) -> None:
    Payout.objects.filter(pk=chain.payout.pk).update(network=world.other_network)


def facts_without_money(chain) -> None:
    measure = Measure.objects.create(basis=chain.measure.basis, title="Uten penger", priority=9)
    MeasureReport.objects.create(measure=measure)


PLANTED = [
    (lambda chain, world: without_measure(chain), ["no_measure"]),
    (lambda chain, world: without_need(chain), ["no_need"]),
    (of_another_network, ["wrong_need"]),
    (of_another_year, ["wrong_need"]),
    (lambda chain, world: in_another_report(chain), ["wrong_report"]),
    (lambda chain, world: settled_otherwise(chain), ["settled"]),
    (carried_otherwise, ["settled"]),
    (without_letter, ["no_letter"]),
    (without_lines, ["no_lines"]),
    (paid_for_another_network, ["wrong_payout"]),
    (lambda chain, world: facts_without_money(chain), ["no_money"]),
]


def test_a_whole_chain_has_no_fault(chain):
    assert codes() == []


@pytest.mark.parametrize(("plant", "expected"), PLANTED)
def test_a_planted_fault_is_found_said_and_mailed_once(plant, expected, chain, world):
    with pgtrigger.ignore(LINE):
        plant(chain, world)
    mails = OutboxMail.objects.filter(kind="grants/money_faults_found")
    assert codes() == expected
    assert mails.count() == 1
    assert codes() == expected
    assert mails.count() == 1
    assert len(fault_sentences(world.county.pk)) == 1


def empty_line(chain, measure) -> None:
    GrantLine.objects.create(
        grant=chain.network,
        kind="collective",
        label="Tom",
        network=chain.network.network,
        measure=measure,
        amount_nok=0,
        budget_nok=0,
    )


def an_empty_line(chain, world) -> None:
    """Shared money of 0 kroner on no measure."""
    empty_line(chain, None)


def a_measure_without_money_and_need(chain, world) -> None:
    measure = Measure.objects.create(basis=chain.measure.basis, title="Uten penger", priority=9)
    empty_line(chain, measure)


def an_empty_grant_without_letter(chain, world) -> None:
    grant = Grant.objects.create(decision=chain.network.decision, network=world.other_network, amount_nok=0)
    GrantLine.objects.create(grant=grant, kind="fixed", label="Leder", amount_nok=0, budget_nok=0)


def a_cancelled_payment_without_lines(chain, world) -> None:
    without_lines(chain, world)
    with pgtrigger.ignore("grants.Instalment:state_moves_only"):
        Instalment.objects.filter(reference="uten-linjer").update(state=InstalmentState.CANCELLED)


def a_moved_payout_of_another_network(chain, world) -> None:
    paid_for_another_network(chain, world)
    with pgtrigger.ignore("grants.Payout:state_moves_only"):
        Payout.objects.filter(pk=chain.payout.pk).update(
            state=PayoutState.MOVED, stopped_because="Byttet eier"
        )


def reports_are_back(chain, world) -> None:
    """What is only written is not held against the chain."""
    for report, role in zip(chain.reports, ("leader", "uh"), strict=True):
        fields = {"submitted_at": None}
        move(report, "return", by=world.people[role], moves=MOVES, now=NEXT_SPRING, fields=fields)


def a_measure_that_is_not_chosen_yet(chain, world) -> None:
    reports_are_back(chain, world)
    without_measure(chain)


def a_draft_about_a_line_that_lost_its_money(chain, world) -> None:
    reports_are_back(chain, world)
    GrantLine.objects.filter(grant=chain.network, label="Lek & læring").update(budget_nok=0)


@pytest.mark.parametrize(
    "plant",
    [
        an_empty_line,
        a_measure_without_money_and_need,
        an_empty_grant_without_letter,
        a_cancelled_payment_without_lines,
        a_moved_payout_of_another_network,
        a_measure_that_is_not_chosen_yet,
        a_draft_about_a_line_that_lost_its_money,
    ],
)
def test_what_moves_no_money_is_no_fault(plant, chain, world):
    with pgtrigger.ignore(LINE):
        plant(chain, world)
    assert codes() == []


def test_before_the_letters_are_issued_no_money_lacks_its_chain(chain, world):
    with pgtrigger.ignore(LINE, "grants.Decision:state_moves_only"):
        without_measure(chain)
        without_need(chain)
        without_letter(chain, world)
        Decision.objects.update(state=DecisionState.APPROVED)
    assert codes() == ["no_money"]


def test_money_used_of_a_line_that_had_nothing_is_found(chain):
    """The line's money is moved away after the report."""
    with pgtrigger.ignore(LINE):
        used_nothing(chain)
    assert codes() == ["used_nothing"]


def test_a_claim_of_another_amount_is_found(chain):
    Settlement.objects.update(amount_nok=1)
    fault = check_chains(now=NEXT_SPRING)[0]
    assert (fault.facts["found"], fault.facts["wanted"]) == (1, trace_stage.LEFT)


def test_an_amount_carried_over_otherwise_is_said_with_both_sums(chain, world):
    carried_otherwise(chain, world)
    fault = check_chains(now=NEXT_SPRING)[0]
    assert (fault.facts["found"], fault.facts["wanted"]) == (trace_stage.LEFT, trace_stage.LEFT - 1)


def test_every_kind_of_fault_is_planted_here():
    planted = {code for _plant, codes in PLANTED for code in codes}
    assert planted | {"used_nothing"} == set(ChainFault.values)


def test_a_fault_that_is_mended_is_gone(chain):
    needs = list(chain.measure.needs.all())
    without_need(chain)
    assert codes() == ["no_need"]
    chain.measure.needs.set(needs)
    assert codes() == []
    assert MoneyFault.objects.get().gone_at == NEXT_SPRING


def test_each_check_closes_its_own_faults_alone(chain):
    without_need(chain)
    check_chains(now=NEXT_SPRING)
    assert check_money(now=NEXT_SPRING) == []
    assert MoneyFault.objects.get().gone_at is None


def test_the_check_asks_the_same_number_of_times_with_faults_and_without(chain):
    with CaptureQueriesContext(connection) as clean:
        assert list(faults_of_chains()) == []
    without_need(chain)
    facts_without_money(chain)
    with CaptureQueriesContext(connection) as faulty:
        assert len(list(faults_of_chains())) == 2
    assert len(clean) == len(faulty)


def test_every_fault_has_a_sentence():
    facts = {"name": "Prøve", "found": 1, "wanted": 2}
    assert all("Prøve" in sentence_of(code, facts) for code in ChainFault.values)


def test_every_code_of_the_money_is_looked_for():
    assert set(money_faults.MONEY_CODES) == set(money_faults._words())
    assert set(money_faults.MONEY_CODES).isdisjoint(ChainFault.values)


def test_the_night_runs_both_checks(chain, at):
    at(NEXT_SPRING)
    without_need(chain)
    check_all_money()
    assert last_heartbeat(MONEY) is not None
    assert MoneyFault.objects.get().code == "no_need"
