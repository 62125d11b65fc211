"""The facts about a measure start with what the kindergartens have written about their development work."""

from django.urls import reverse

from needs.models import Measure
from needs.services.development import begin_development
from needs.services.development_parts import GatheringInput, add_gathering, add_log
from reporting.models import MeasureReport
from reporting.queries.facts import beginning_of_facts, facts_of
from tests.needs.development_stage import DAY, SPRING, TRACES
from tests.reporting import stage


def worked(world) -> Measure:
    """Work with one gathering and one entry, for a measure of the network's letter."""
    grant = stage.network_grant(world)
    measure = next(line.measure for line in grant.lines.all() if line.measure and line.budget_nok)
    measure.kindergartens.add(world.kindergarten)
    head = world.person("head")
    work = begin_development(measure=measure, kindergarten=world.kindergarten, by=head, now=SPRING)
    add_log(work=work, on=DAY, done="", traces=TRACES, by=head, now=SPRING)
    typed = GatheringInput(on=DAY, title="Lek ute", is_held=True, staff_present=12)
    add_gathering(work=work, typed=typed, by=head, now=SPRING)
    return measure


def beginning(world, measure: Measure) -> dict:
    """What the facts about the measure begin with."""
    facts = next(one for one in facts_of(stage.network_grant(world)) if one.measure_id == measure.pk)
    return beginning_of_facts(facts.measure)


def test_facts_that_are_not_begun_start_with_numbers_and_traces(world):
    found = beginning(world, worked(world))
    assert found["done"].count("1") == 2  # one kindergarten, one gathering
    assert f"– Lekestua: {TRACES}" in found["signs"]


def test_nothing_is_filled_in_without_work(world):
    found = beginning(world, stage.facts_of(stage.network_grant(world))[0].measure)
    assert (found["done"], found["signs"], found["staff_reached"]) == ("", "", None)


def test_the_form_shows_it_and_stores_nothing(world, sign_in, at):
    measure = worked(world)
    at(SPRING)
    page = sign_in("leader").get(reverse("reporting:facts_edit", kwargs={"measure": measure.pk}))
    assert TRACES in page.content.decode()
    assert not MeasureReport.objects.exists()
