"""A granted measure in which the world's kindergarten takes part, and the work on it."""

from datetime import date
from decimal import Decimal

from needs.models import DevelopmentLog, DevelopmentWork, Gathering, Measure, UsedDays
from needs.queries.development import work_of
from needs.services.days import DaysInput, record_days
from needs.services.development import begin_development, finish_development, start_development
from needs.services.development_parts import GatheringInput, add_gathering, add_log
from needs.services.outcomes import MeasureGrant, tell_measure_outcomes
from networks.services.history import Told, give_new_owner
from tests.needs import chain
from tests.world import NEXT_SPRING, World

SPRING = NEXT_SPRING
"""Two half-years into the work."""
DAY = date(2028, 5, 2)
TRACES = "Flere barn er med i leken."
DONE = "Vi prøvde lekegrupper på hver avdeling."


def granted_measure(world: World, *, network_nok: int = 100_000, **changes) -> Measure:
    """A measure of the world's network that got money; its kindergarten and the sister take part."""
    keys = [world.kindergarten.pk, world.sister.pk]
    measure = chain.saved_measure(world, **{"kindergartens": keys, **changes})
    tell_measure_outcomes(
        round=world.fresh_round(),
        outcomes={measure.pk: MeasureGrant(network_nok=network_nok)},
        by=world.person("approver"),
        now=SPRING,
    )
    return measure


def begun(world: World, measure: Measure | None = None, *, by: str = "head") -> DevelopmentWork:
    """The kindergarten's work, planned, as a page finds it."""
    measure = measure or Measure.objects.first() or granted_measure(world)
    work = begin_development(
        measure=measure, kindergarten=world.kindergarten, by=world.person(by), now=SPRING
    )
    return fresh(work)


def ongoing(world: World) -> DevelopmentWork:
    """The same, under way."""
    return fresh(start_development(work=begun(world), by=world.person("head"), now=SPRING))


def finished(world: World) -> DevelopmentWork:
    """The same, finished."""
    return fresh(finish_development(work=ongoing(world), by=world.person("head"), now=SPRING))


def gathering(world: World, work: DevelopmentWork | None = None, **changes) -> Gathering:
    """A gathering that was held."""
    typed = {"on": DAY, "title": "Lek ute", "is_held": True, "staff_present": 12, **changes}
    return add_gathering(
        work=work or ongoing(world), typed=GatheringInput(**typed), by=world.person("head"), now=SPRING
    )


def entry(
    world: World, work: DevelopmentWork | None = None, *, by: str = "head", **changes
) -> DevelopmentLog:
    """An entry of the log."""
    typed = {"on": DAY, "done": DONE, "traces": TRACES, **changes}
    return add_log(work=work or ongoing(world), by=world.person(by), now=SPRING, **typed)


def days(world: World, **changes) -> UsedDays:
    """One and a half days that the university has used in the network."""
    typed = {"on": date(2027, 9, 1), "days": Decimal("1.5"), "network": world.network, **changes}
    return record_days(
        university=world.university, typed=DaysInput(**typed), by=world.person("uh"), now=SPRING
    )


def sold(world: World) -> None:
    """The kindergarten gets a new owner today."""
    give_new_owner(
        kindergarten=world.kindergarten,
        owner=world.other_owner,
        told=Told(on=SPRING.date()),
        by=world.person("case_officer"),
        now=SPRING,
    )


def fresh(work: DevelopmentWork) -> DevelopmentWork:
    """The work as a page finds it."""
    found = work_of(work.pk)
    assert found is not None
    return found
