"""The stage for results and the county's summary: agreed facts, a sent report, figures of children."""

from datetime import timedelta

from common.moves import move
from needs.models import Measure
from networks.models import AgendaItem, KindergartenFigures, Meeting
from networks.states import AgendaKind
from reporting.models import CountySummary, MeasureReport, Report, ReportAnswer, ReportLine, SummaryJob
from reporting.queries import summary as queries
from reporting.services import summary as services
from reporting.services.questions import ensure_questions
from reporting.services.summary_jobs import run_summary_job
from reporting.states import FACTS_MOVES, MOVES
from tests.reporting import stage
from tests.world import NEXT_SPRING, World

SAID = "Personalet leker mer sammen med barna."


def agreed_facts(world: World, **changes) -> list[MeasureReport]:
    """Facts of the network's measures that were given money, approved by all sides."""
    grant = stage.network_grant(world)
    given = grant.lines.filter(measure__isnull=False, budget_nok__gt=0).values("measure")
    return [_agreed(world, measure, **changes) for measure in Measure.objects.filter(pk__in=given)]


def _agreed(world: World, measure: Measure, **changes) -> MeasureReport:
    values = {
        "carried_out": "fully",
        "attainment": "mostly",
        "done": "Seks samlinger.",
        "signs": SAID,
        "staff_reached": 12,
        **changes,
    }
    facts = MeasureReport.objects.create(measure=measure, **values)
    facts.kindergartens.set([world.kindergarten, world.sister])
    move(
        facts,
        "agree",
        by=world.people["leader"],
        moves=FACTS_MOVES,
        now=NEXT_SPRING,
        fields={"agreed_at": NEXT_SPRING},
    )
    return facts


def sent_report(world: World, *, unspent: int = 0) -> Report:
    """The network's report, sent; the first line has so much left, all other money is used."""
    grant = stage.network_grant(world)
    report = Report.objects.create(grant=grant, summary="Vi fikk et felles språk.")
    for number, line in enumerate(row for row in grant.lines.all() if row.budget_nok):
        left = 0 if number else unspent
        ReportLine.objects.create(
            report=report, line=line, used_nok=line.budget_nok - left, unspent_nok=left, done="Gjort"
        )
    move(
        report,
        "submit",
        by=world.people["leader"],
        moves=MOVES,
        now=NEXT_SPRING,
        fields={"submitted_at": NEXT_SPRING},
    )
    return report


def with_children(world: World) -> None:
    """20 children in the one kindergarten (in the grant year), 30 in its sister (the year before)."""
    KindergartenFigures.objects.filter(kindergarten__in=[world.kindergarten, world.sister]).delete()
    KindergartenFigures.objects.create(kindergarten=world.kindergarten, year=2027, children=20)
    KindergartenFigures.objects.create(kindergarten=world.kindergarten, year=2026, children=99)
    KindergartenFigures.objects.create(kindergarten=world.sister, year=2026, children=30)


def answered(world: World, key: str, text: str, *, is_sent: bool = True) -> Report:
    """The network's report with an answer to one question."""
    questions = {row.key: row for row in ensure_questions(world.fresh_round())}
    grant = stage.network_grant(world)
    report = sent_report(world) if is_sent else Report.objects.create(grant=grant)
    ReportAnswer.objects.create(question=questions[key], report=report, text=text)
    return report


def begun(world: World) -> SummaryJob:
    """A summary that is asked for and not made yet."""
    stage.network_grant(world)
    return services.make_summary(round=world.fresh_round(), by=world.person("case_officer"), now=NEXT_SPRING)


def made(world: World, *, facts: bool = True) -> CountySummary:
    """A draft summary; with agreed facts unless they are there already, or not wanted."""
    if facts and not MeasureReport.objects.exists():
        agreed_facts(world)
    assert run_summary_job(job=begun(world), now=NEXT_SPRING)
    return queries.summary_of(world.round)


def frozen(world: World, *, is_made: bool = False) -> CountySummary:
    """A frozen summary."""
    assert run_summary_job(job=freezing(world, is_made=is_made), now=NEXT_SPRING)
    return queries.summary_of(world.round)


def freezing(world: World, *, is_made: bool = False) -> SummaryJob:
    """A summary that is asked to be frozen; its documents are not made yet."""
    summary = queries.summary_of(world.round) if is_made else made(world)
    return services.freeze_summary(
        summary=summary, version=summary.version, by=world.person("case_officer"), now=NEXT_SPRING
    )


def reopened(world: World) -> CountySummary:
    """The frozen summary, opened again."""
    return services.reopen_summary(
        summary=CountySummary.objects.get(), comment="Feil", by=world.person("case_officer"), now=NEXT_SPRING
    )


def november(world: World) -> AgendaItem:
    """The case about the findings in a meeting of the forum half a year ahead."""
    starts = NEXT_SPRING + timedelta(days=180)
    meeting = Meeting.objects.create(
        forum=world.forum,
        title="Samarbeidsforum",
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        created_by=world.people["case_officer"],
        created_at=NEXT_SPRING,
    )
    return AgendaItem.objects.create(meeting=meeting, order=1, kind=AgendaKind.FINDINGS, title="Funn")
