"""The stage for reports: issued grants in the world of the tests, and reports in each state."""

from grants.models import Grant
from networks.deadlines import returned_until
from reporting import queries, services
from reporting.models import Report
from reporting.services import LineInput
from tests.grants.stage import issued
from tests.world import NEXT_SPRING, World


def network_grant(world: World) -> Grant:
    """The issued grant of the world's network, as pages read it."""
    if not Grant.objects.filter(network=world.network).exists():
        issued(world)
    return queries.issued().get(network=world.network)


def university_grant(world: World) -> Grant:
    """The issued grant of the world's university."""
    network_grant(world)
    return queries.issued().get(university=world.university)


def full(grant: Grant, **changes) -> dict[int, LineInput]:
    """Complete input for every line: all used, all reached."""
    return {
        line.pk: LineInput(
            **{
                "used_nok": line.budget_nok,
                "unspent_nok": 0,
                "done": "Seks samlinger",
                "attainment": "fully",
                **changes,
            }
        )
        for line in grant.lines.all()
    }


def draft(world: World, grant: Grant | None = None, *, by: str = "leader", **changes) -> Report:
    """A complete draft."""
    grant = grant or network_grant(world)
    return services.save_report(
        grant=grant,
        summary="Vi fikk et felles språk.",
        lines=full(grant, **changes),
        version=0,
        by=world.person(by),
        now=NEXT_SPRING,
    )


def fresh(report: Report) -> Report:
    """The report as a page finds it."""
    return queries.issued().get(pk=report.grant_id).report


def submitted(world: World) -> Report:
    """A report that waits for the case officer."""
    return fresh(services.submit_report(report=draft(world), by=world.person("leader"), now=NEXT_SPRING))


def returned(world: World) -> Report:
    """A report that the case officer has returned."""
    report = submitted(world)
    until = returned_until(now=NEXT_SPRING)
    officer = world.person("case_officer")
    services.return_report(report=report, comment="Skriv mer", due_at=until, by=officer, now=NEXT_SPRING)
    return fresh(report)
