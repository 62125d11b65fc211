"""The stage for frame, allocation and recommendation: what comes before a recommendation is adopted."""

from types import SimpleNamespace

from common.moves import move
from grants.models import AllocationRun, Budget, Recommendation
from grants.queries import budget_of, proposed_posts
from grants.services.allocation import run_allocation
from grants.services.budget import BudgetValues, record_budget
from grants.services.posts import PostValues
from grants.services.recommendation import adopt_recommendation, save_recommendation
from needs.models import (
    DecisionBasis,
    Measure,
    MeasureUniversity,
    Nomination,
    NominationList,
    StudyType,
    Theme,
)
from needs.states import BASIS_MOVES, NOMINATION_LIST_MOVES, NOMINATION_MOVES
from tests.meetings import agreed_item
from tests.world import AUTUMN, FEBRUARY, MARCH, WINTER, World

STUDENT = "Ánne Hemmelig Student"
VALUES = {
    "frame_nok": 2_000_000,
    "is_preliminary": True,
    "individual_cap_percent": 30,
    "flat_percent": 40,
    "weight_children": 1,
    "cap_at_requested": True,
    "note": "Ny ramme",
}
TEXTS = {
    "priorities": "Lek og læring først",
    "criteria_met": "Alle er oppfylt",
    "cooperation": "Lekestua og Prøve høgskole",
    "split": "40 prosent flatt",
    "dissent": "",
}


def record(world: World, *, version: int = 0, fixed=None, committed=(), **changes) -> Budget:
    """Frame and key recorded by the case officer, with the proposed posts unless others are given."""
    round = world.fresh_round()
    if fixed is None:
        fixed = [PostValues(**vars(post)) for post in proposed_posts(round)]
    record_budget(
        round=round,
        values=BudgetValues(**{**VALUES, **changes}),
        fixed=fixed,
        committed=committed,
        version=version,
        by=world.person("case_officer"),
        now=WINTER,
    )
    return budget_of(round)


def basis(world: World, network=None, *, own: int = 500_000, uh: int = 200_000) -> DecisionBasis:
    """A submitted basis with one measure."""
    network = network or world.network
    university = world.university if network == world.network else world.other_university
    theme, _made = Theme.objects.get_or_create(county=world.county, name="Inkluderende praksis")
    made = DecisionBasis.objects.create(round=world.round, network=network)
    measure = Measure.objects.create(
        basis=made, theme=theme, title="Lek & læring", goal="Mål", priority=1, network_amount_nok=own
    )
    MeasureUniversity.objects.create(measure=measure, university=university, amount_nok=uh)
    leader = world.people["leader"]
    move(made, "submit", by=leader, moves=BASIS_MOVES, now=WINTER, fields={"submitted_at": WINTER})
    return made


def nomination(world: World, *, rank: int | None = 1, kindergarten=None, amount: int = 40_000) -> Nomination:
    """A submitted nomination that the network has given a rank."""
    study, _made = StudyType.objects.get_or_create(
        county=world.county, code="ablu", defaults={"name": "ABLU"}
    )
    made = Nomination.objects.create(
        round=world.round,
        kindergarten=kindergarten or world.kindergarten,
        student_name=STUDENT,
        student_email="hemmelig.student@example.no",
        study_type=study,
        study_name="Barnehagelærer på deltid",
        institution="Prøve høgskole",
        amount_nok=amount,
    )
    fields = {"submitted_at": AUTUMN}
    move(made, "submit", by=world.people["head"], moves=NOMINATION_MOVES, now=AUTUMN, fields=fields)
    Nomination.objects.filter(pk=made.pk).update(network_rank=rank)
    return made


def send_list(world: World, network=None) -> NominationList:
    """The network's list, sent."""
    made = NominationList.objects.create(round=world.round, network=network or world.network)
    fields = {"submitted_at": FEBRUARY}
    move(made, "submit", by=world.people["leader"], moves=NOMINATION_LIST_MOVES, now=FEBRUARY, fields=fields)
    return made


def run(world: World) -> AllocationRun:
    """A run on what is recorded."""
    return run_allocation(round=world.fresh_round(), by=world.person("case_officer"), now=FEBRUARY)


def write(world: World, *, version: int = 0, **changes) -> Recommendation:
    """The texts saved by the case officer."""
    return save_recommendation(
        round=world.fresh_round(),
        texts={**TEXTS, **changes},
        version=version,
        by=world.person("case_officer"),
        now=MARCH,
    )


def ready(world: World) -> SimpleNamespace:
    """A complete draft on a run with one basis and two nominations, agreed on by the forum."""
    agreed_item(world)
    record(world)
    made = basis(world)
    first, second = nomination(world, rank=1), nomination(world, rank=2)
    send_list(world)
    return SimpleNamespace(
        basis=made, first=first, second=second, run=run(world), recommendation=write(world)
    )


def adopted(world: World) -> Recommendation:
    """A recommendation that the forum has adopted."""
    ready(world)
    return adopt_recommendation(round=world.fresh_round(), by=world.person("forum"), now=MARCH)
