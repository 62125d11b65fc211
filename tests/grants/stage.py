"""The stage for decisions, letters and budgets: bases submitted, an adopted recommendation with its run."""

from types import SimpleNamespace

from common.moves import move
from grants.allocation import allocate
from grants.models import AllocationRun, Budget, Decision, Grant, Recommendation
from grants.recipients import network_key, nomination_key, university_key
from grants.services.decision import approve_decision, build_decision, prepare_decision
from grants.services.letter import issue_letters
from grants.states import RECOMMENDATION_MOVES
from needs.models import (
    DecisionBasis,
    Measure,
    MeasureUniversity,
    Need,
    NeedsReport,
    Nomination,
    StudyType,
    Theme,
)
from needs.states import BASIS_MOVES, NEEDS_REPORT_MOVES, NOMINATION_MOVES
from tests.world import APRIL, AUTUMN, FEBRUARY, MARCH, WINTER, World

STUDENT = "Ánne Hemmelig Student"


def set_stage(world: World) -> SimpleNamespace:
    """Two needs in two measures of the world's network, one nomination, and a recommendation of 1 000 000 kr."""
    theme = Theme.objects.get_or_create(county=world.county, name="Inkluderende praksis")[0]
    report = NeedsReport.objects.create(round=world.round, owner=world.owner, network=world.network)
    needs = [
        Need.objects.create(report=report, theme=theme, why="Fordi", goal="Mål", priority=n)
        for n in (1, 2, 3)
    ]
    move(
        report,
        "submit",
        by=world.people["owner"],
        moves=NEEDS_REPORT_MOVES,
        now=AUTUMN,
        fields={"submitted_at": AUTUMN},
    )
    basis = DecisionBasis.objects.create(round=world.round, network=world.network)
    measures = [
        _measure(basis, world, title, priority, theme=theme, own=own, uh=uh)
        for priority, (title, own, uh) in enumerate(
            [("Lek & læring", 400_000, 150_000), ("Språk i Snåase, gïele", 200_000, 50_000)], start=1
        )
    ]
    for need, measure in zip(needs, measures, strict=False):
        measure.needs.add(need)
    move(
        basis,
        "submit",
        by=world.people["leader"],
        moves=BASIS_MOVES,
        now=WINTER,
        fields={"submitted_at": WINTER},
    )
    nomination = _nomination(world)
    run = _run(world, nomination)
    recommendation = Recommendation.objects.create(round=world.round)
    move(
        recommendation,
        "adopt",
        by=world.people["forum"],
        moves=RECOMMENDATION_MOVES,
        now=MARCH,
        fields={"run": run, "number": 1, "adopted_at": MARCH, "adopted_by": world.people["forum"]},
    )
    return SimpleNamespace(
        needs=needs,
        measures=measures,
        basis=basis,
        nomination=nomination,
        run=run,
        recommendation=recommendation,
    )


def built(world: World) -> Decision:
    """A draft decision."""
    set_stage(world)
    return build_decision(round=world.fresh_round(), by=world.person("case_officer"), now=APRIL)


def prepared(world: World) -> Decision:
    """A decision that waits for the approver."""
    return prepare_decision(decision=built(world), by=world.person("case_officer"), now=APRIL)


def approved(world: World) -> Decision:
    """A decision whose letters can be issued."""
    return approve_decision(decision=prepared(world), by=world.person("approver"), now=APRIL)


def issued(world: World) -> Decision:
    """A decision with letters."""
    decision = approved(world)
    issue_letters(decision=decision, by=world.person("case_officer"), now=APRIL)
    return Decision.objects.get(pk=decision.pk)


def grant_of(network_or_university) -> Grant:
    """The grant of one recipient."""
    return Grant.objects.get(
        **{"network" if hasattr(network_or_university, "payee_id") else "university": network_or_university}
    )


def _measure(basis, world, title, priority, *, theme, own, uh) -> Measure:
    measure = Measure.objects.create(
        basis=basis, theme=theme, title=title, goal="Mål", priority=priority, network_amount_nok=own
    )
    measure.kindergartens.add(world.kindergarten, world.sister)
    MeasureUniversity.objects.create(measure=measure, university=world.university, amount_nok=uh)
    return measure


def _nomination(world: World) -> Nomination:
    study, _made = StudyType.objects.get_or_create(
        county=world.county, code="ablu", defaults={"name": "ABLU"}
    )
    nomination = Nomination.objects.create(
        round=world.round,
        kindergarten=world.kindergarten,
        student_name=STUDENT,
        student_email="hemmelig.student@example.no",
        study_type=study,
        study_name="Arbeidsplassbasert barnehagelærerutdanning",
        institution="Prøve høgskole",
        amount_nok=40_000,
    )
    move(
        nomination,
        "submit",
        by=world.people["head"],
        moves=NOMINATION_MOVES,
        now=AUTUMN,
        fields={"submitted_at": AUTUMN},
    )
    Nomination.objects.filter(pk=nomination.pk).update(network_rank=1)
    return nomination


def _run(world: World, nomination: Nomination) -> AllocationRun:
    budget = Budget.objects.create(
        round=world.round,
        frame_nok=1_000_000,
        is_preliminary=False,
        flat_percent=100,
        individual_cap_percent=30,
        recorded_by=world.people["case_officer"],
        recorded_at=WINTER,
    )
    fosen, dmmh = network_key(world.network.pk), university_key(world.university.pk)
    data = {
        "frame": 1_000_000,
        "fixed": [
            {"id": "leader", "recipient": fosen, "label": "Leder eller koordinator", "amount": 100_000},
            {"id": "partner", "recipient": dmmh, "label": "Samarbeid med nettverk", "amount": 100_000},
            {"id": "forum", "recipient": None, "label": "Møter i samarbeidsforum", "amount": 50_000},
        ],
        "individual": {
            "cap_percent": 30,
            "committed": [],
            "requests": [
                {"id": nomination_key(nomination.pk), "recipient": fosen, "amount": 40_000, "rank": 1}
            ],
        },
        "collective": {
            "flat_percent": 100,
            "weights": {},
            "round_to": 1,
            "cap_at_requested": True,
            "networks": [
                {"id": fosen, "requested": 800_000, "universities": [{"id": dmmh, "requested": 200_000}]}
            ],
        },
    }
    return AllocationRun.objects.create(
        round=world.round,
        budget=budget,
        number=1,
        is_preliminary=False,
        input=data,
        output=allocate(data),
        input_sha256="0" * 64,
        run_by=world.people["case_officer"],
        run_at=FEBRUARY,
    )
