"""A report starts with what the kindergartens have written about their development work."""

from django.urls import reverse

from needs.models import Measure
from needs.services.development import begin_development
from needs.services.development_parts import GatheringInput, add_gathering, add_log
from reporting import queries
from reporting.beginnings import begin_lines
from reporting.models import Report
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


def lines_by_measure(report: Report) -> dict:
    return {line.line.measure_id: line for line in queries.lines_of(report)}


def test_a_report_that_is_not_begun_starts_with_numbers_and_traces(world):
    measure = worked(world)
    report = Report(grant=stage.network_grant(world), version=0)
    lines = lines_by_measure(report)

    assert begin_lines(report, list(lines.values()))

    line = lines[measure.pk]
    assert line.done.count("1") == 2  # one kindergarten, one gathering
    assert f"– Lekestua: {TRACES}" in line.attainment_text


def test_a_report_that_is_begun_is_left_alone(world):
    worked(world)
    report = stage.draft(world, done="Mitt eget")
    lines = queries.lines_of(report)
    assert not begin_lines(report, lines)
    assert {line.done for line in lines} == {"Mitt eget"}


def test_nothing_is_filled_in_without_work(world):
    report = Report(grant=stage.network_grant(world), version=0)
    lines = queries.lines_of(report)
    assert not begin_lines(report, lines)
    assert {line.done for line in lines} == {""}


def test_the_form_shows_it_and_stores_nothing(world, sign_in, at):
    worked(world)
    at(SPRING)
    address = reverse("reporting:report_edit", kwargs={"pk": stage.network_grant(world).pk})
    page = sign_in("leader").get(address)
    assert TRACES in page.content.decode()
    assert not Report.objects.exists()
