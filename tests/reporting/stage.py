"""The stage for reports: issued grants in the world of the tests, and reports in each state."""

from typing import Any

from common.drafts import Shown
from common.moves import move
from grants.models import Grant
from networks.deadlines import returned_until
from reporting import queries, services
from reporting.models import MeasureReport, MeasureReportApproval, Report, ReportFile
from reporting.queries.facts import facts_of
from reporting.queries.report_parts import asked
from reporting.states import FACTS_MOVES, FactsState
from tests.grants.stage import issued
from tests.world import NEXT_SPRING, World

__all__ = ["Report", "ReportFile"]  # for those who use the stage

NOTHING = Shown(0)
SUMMARY = "Vi fikk et felles språk."


def network_grant(world: World) -> Grant:
    """The issued grant of the world's network, as pages read it."""
    if not Grant.objects.filter(network=world.network).exists():
        issued(world)
    return queries.issued().get(network=world.network)


def university_grant(world: World) -> Grant:
    """The issued grant of the world's university."""
    network_grant(world)
    return queries.issued().get(university=world.university)


def write_line(world: World, grant: Grant, line: int, *, by: str = "leader", shown=NOTHING, **typed: Any):
    """Save some fields of one line, as a page does that showed nothing in them."""
    return services.save_line(
        grant=grant, line=line, typed=typed, shown=shown, by=world.person(by), now=NEXT_SPRING
    )


def draft(world: World, grant: Grant | None = None, *, by: str = "leader", **changes: Any) -> Report:
    """A draft in which nothing is missing but the approval of the facts: all is used, all is reached.

    `changes` are fields of every line.
    """
    grant = grant or network_grant(world)
    for row in queries.lines_of(Report(grant=grant)):
        typed = {
            "kind_teaching": row.budget_nok,
            "done": "Seks samlinger",
            "attainment": "fully",
            **changes,
        }
        write_line(world, grant, row.line_id, by=by, **typed)
    answers = {asked_one.name: "Godt." for asked_one in asked(grant)}
    typed = {"summary": SUMMARY, **answers}
    services.save_answers(grant=grant, typed=typed, shown=NOTHING, by=world.person(by), now=NEXT_SPRING)
    return fresh_of(grant)


def approved_facts(world: World, grant: Grant) -> list[MeasureReport]:
    """The shared facts about the grant's measures, told and approved by all sides."""
    for begun in facts_of(grant):
        facts = MeasureReport.objects.get_or_create(measure=begun.measure)[0]
        if facts.state == FactsState.AGREED:
            continue
        told = {"carried_out": "fully", "done": "Seks samlinger", "attainment": "mostly", "signs": "Mer lek"}
        MeasureReport.objects.filter(pk=facts.pk).update(**told)
        sides = [(None, "leader"), (world.university.pk, "uh")]
        for university, role in sides:
            MeasureReportApproval.objects.create(
                facts=facts,
                university_id=university,
                approved_by=world.people[role],
                approved_at=NEXT_SPRING,
            )
        move(
            facts,
            "agree",
            by=world.people["uh"],
            moves=FACTS_MOVES,
            now=NEXT_SPRING,
            fields={"agreed_at": NEXT_SPRING},
        )
    return facts_of(grant)


def complete(world: World, grant: Grant | None = None, *, by: str = "leader", **changes: Any) -> Report:
    """A draft that can be sent."""
    report = draft(world, grant, by=by, **changes)
    approved_facts(world, report.grant)
    return report


def fresh_of(grant: Grant) -> Report:
    """The grant's report as a page finds it."""
    return queries.issued().get(pk=grant.pk).report


def fresh(report: Report) -> Report:
    """The report as a page finds it."""
    return queries.issued().get(pk=report.grant_id).report


def submitted(world: World) -> Report:
    """A report that waits for the case officer."""
    report = complete(world)
    return fresh(services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING))


def returned(world: World) -> Report:
    """A report that the case officer has returned."""
    report = submitted(world)
    until = returned_until(now=NEXT_SPRING)
    officer = world.person("case_officer")
    services.return_report(report=report, comment="Skriv mer", due_at=until, by=officer, now=NEXT_SPRING)
    return fresh(report)
