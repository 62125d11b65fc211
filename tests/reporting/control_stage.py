"""The stage for the control: sent reports of paid grants, with and without unused money."""

from typing import Any

from grants.services.money_back import claim_money
from reporting import queries, services
from reporting.controlled import Finding
from reporting.models import Report
from reporting.queries.control import controls_of
from reporting.queries.report_parts import asked
from reporting.queries.settlement import unsettled
from reporting.services.control import approve_report
from reporting.services.remarks import note_report
from reporting.services.settlement import Choice
from tests.grants.carry_stage import year_after
from tests.grants.payment_stage import paid
from tests.reporting import stage
from tests.world import NEXT_SPRING, World

REASON = "Kurset ble rimeligere."


def sent(world: World, **changes: Any) -> Report:
    """A sent report of the network's grant, all of it used; `changes` are fields of every line."""
    report = stage.complete(world, **changes)
    return stage.fresh(services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING))


def with_unspent(world: World, *, wish: str = "return", is_paid: bool = True, later: bool = False) -> Report:
    """A sent report in which half of each line is left; the letters of the year after are issued when `later`."""
    if is_paid:
        paid(world)
    grant = _grant(world)
    if later:
        year_after(world)
    for row in queries.lines_of(Report(grant=grant)):
        typed = {"done": "Tre samlinger", "attainment": "mostly", "unspent_reason": REASON}
        half = row.budget_nok // 2
        stage.write_line(world, grant, row.line_id, kind_teaching=half, unspent_wish=wish, **typed)
    typed = {"summary": stage.SUMMARY, **{question.name: "Godt." for question in asked(grant)}}
    services.save_answers(
        grant=grant, typed=typed, shown=stage.NOTHING, by=world.person("leader"), now=NEXT_SPRING
    )
    stage.approved_facts(world, grant)
    report = stage.fresh_of(grant)
    return stage.fresh(services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING))


def _grant(world: World) -> Any:
    if not queries.issued().filter(network=world.network, decision__round=world.round).exists():
        stage.network_grant(world)
    return queries.issued().get(network=world.network, decision__round=world.round)


def findings(report: Report) -> list[Finding]:
    """What the control sees now."""
    return controls_of([report], now=NEXT_SPRING)[report.pk]


def note_all(world: World, report: Report) -> None:
    """A note to all that must be answered."""
    for finding in findings(report):
        if finding.is_must:
            officer = world.person("case_officer")
            note_report(report=report, text="Sett på.", finding=finding.key, by=officer, now=NEXT_SPRING)


def choices(report: Report, way: str = "return", reason: str = REASON) -> dict[str, Choice]:
    """The same choice for every line that has something to settle."""
    return {line.key: Choice(way=way, reason=reason) for line in unsettled(report).to_settle}


def approve(world: World, report: Report, *, by: str = "case_officer", **more: Any) -> Report:
    """The report approved by the case officer."""
    return approve_report(report=report, by=world.person(by), now=NEXT_SPRING, **more)


__all__ = ["claim_money", "services", "stage"]  # for those who use the stage
